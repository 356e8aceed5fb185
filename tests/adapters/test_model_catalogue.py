"""The catalogue of models: what ships with the program, what a person adds, and what is wrong in it."""

import re
from pathlib import Path

import pytest

from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_catalogue import HubSource, load_catalogue
from vaultmind.adapters.vectors.embedders import files_of
from vaultmind.domain.errors import ModelProblem

SHA256 = "0f" * 32

ENTRY = """
[[model]]
name = "{name}"
kind = "chat"
size_bytes = 1
license = "x"
languages = ["en"]
good_for = "x"
machine = "x"
"""
MIRROR = """
[model.mirror]
project = "x{{{mark}}}"
version = "1"
file = "x-1-py3-none-any.whl"
member = "x/data"
parts = [{{ sha256 = "SHA", size_bytes = 1 }}]
""".replace("SHA", SHA256)


class TestCatalogue:
    def test_the_shipped_one_has_models_of_every_kind_and_pinned_ones_for_a_start(self) -> None:
        catalogue = load_catalogue()
        assert {one.kind for one in catalogue.values()} == {"chat", "embedding", "reranker"}
        for name in ("qwen2.5-coder-1.5b", "qwen2.5-coder-0.5b", "smollm2-135m"):
            assert catalogue[name].sha256
            assert catalogue[name].mirror is not None
        assert [one.name for one in catalogue.values() if one.builtin] == ["multilingual-e5-small"]
        assert len([one for one in catalogue.values() if one.kind == "chat"]) >= 10
        assert all("ru" in one.languages for one in catalogue.values() if one.builtin)

    @pytest.mark.parametrize("name", [one.name for one in load_catalogue().values()])
    def test_every_entry_can_be_shown_and_sourced(self, name: str) -> None:
        one = load_catalogue()[name]
        known = one.known()
        assert known.license
        assert known.languages
        assert known.good_for
        assert known.machine
        assert known.size_bytes > 10_000_000
        if one.kind != "chat" and not one.builtin:
            assert files_of("text" if one.kind == "embedding" else "rerank", name)
        if one.kind == "chat":
            assert one.hub is not None

    def test_a_persons_own_file_adds_and_replaces(self, tmp_path: Path) -> None:
        own = tmp_path / "models.toml"
        own.write_text(ENTRY.format(name="smollm2-135m") + '[model.hub]\nrepository = "me/x"\nfile = "x.gguf"\n')
        catalogue = load_catalogue(own)
        assert catalogue["smollm2-135m"].hub == HubSource("me/x", file="x.gguf")
        assert len(catalogue) == len(load_catalogue())

    def test_a_persons_own_file_takes_away_what_is_not_wanted(self, tmp_path: Path) -> None:
        own = tmp_path / "models.toml"
        own.write_text('hidden = ["phi-4-mini"]\n')
        assert set(load_catalogue()) - set(load_catalogue(own)) == {"phi-4-mini"}

    def test_every_shipped_entry_says_for_which_machine_it_is(self) -> None:
        for entry in load_catalogue().values():
            assert entry.machine.startswith(f"{entry.memory_gb:g} GB memory"), entry.name
            assert entry.memory_gb * 1e9 > entry.size_bytes, entry.name

    def test_the_shipped_one_has_nothing_wrong_in_it(self) -> None:
        assert load_catalogue().problems == ()

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("not toml [", r"The catalogue of models .*models\.toml is left out: .*line 1"),
            ("[[modle]]\nname = 'x'", r"There is no “modle” in a catalogue of models \(.*models\.toml\)"),
            ("hidden = 3", r"What .*models\.toml hides is not read: it must be a list of names\."),
            ("[model]\nname = 'x'", r"The entry in .*models\.toml is left out: each begins with \[\[model\]\]"),
            ("[[model]]\nname = 'x'", r"The entry “x” in .*models\.toml, line 1, is left out: it has no “kind”\."),
            ("\n\n[[model]]\nsize_bytes = 1", r"The entry number 1 in .*, line 3, is left out: it has no “name”\."),
            ("model = [{name = 'x'}]", r"The entry “x” in .*models\.toml is left out: it has no “kind”\."),
            (ENTRY.format(name="x") + "lisence = 'x'\n", "“lisence” is not known"),
            (ENTRY.format(name="x").replace('"chat"', '"chats"'), "“kind” cannot be that"),
            (ENTRY.format(name="../x"), "this cannot be the name of a model"),
            (ENTRY.format(name="x").replace("size_bytes = 1", "size_bytes = -1"), "size_bytes must be more than 0"),
            (ENTRY.format(name="x") + "builtin = true\n", "only what comes with the program is built in"),
            (ENTRY.format(name="x") + 'sha256 = "xyz"\n', "a sha256 has 64 digits"),
            (ENTRY.format(name="x") + '[model.hub]\nrepository = "o/r"\nfile = "../x.gguf"\n', "without folders"),
            (ENTRY.format(name="x") + '[model.hub]\nrepository = "r"\nfile = "x.gguf"\n', "needs a repository"),
            (ENTRY.format(name="x") + '[model.hub]\nrepository = "o/r"\n', "and a file or an ending"),
            (ENTRY.format(name="x"), "it says nowhere to fetch it from: a hub, or a mirror"),
            (ENTRY.format(name="x") + '[model.hub]\nfile = "x.gguf"\n', "it has no “hub.repository”"),
            (ENTRY.format(name="x") + MIRROR.format(mark="part"), "a mirror and no sha256"),
            (ENTRY.format(name="x") + f'sha256 = "{SHA256}"\n' + MIRROR.format(mark="prat"), "no other braces"),
        ],
    )
    def test_what_is_wrong_in_it_is_named_and_the_rest_goes_on_working(
        self, tmp_path: Path, text: str, said: str
    ) -> None:
        own = tmp_path / "models.toml"
        own.write_text(text)
        catalogue = load_catalogue(own)
        assert len(catalogue.problems) == 1
        assert re.search(said, catalogue.problems[0])
        assert str(own) in catalogue.problems[0]
        assert dict(catalogue) == dict(load_catalogue())

    def test_a_bad_entry_takes_no_other_with_it(self, tmp_path: Path) -> None:
        own = tmp_path / "models.toml"
        bad = "[[model]]\nname = 'bad'\nkind = 'chat'\n"
        there = '[model.hub]\nrepository = "me/x"\nfile = "x.gguf"\n'
        before = 'hidden = ["phi-4-mini"]\n' + ENTRY.format(name="one") + there
        own.write_text(before + bad + ENTRY.format(name="two") + there, encoding="utf-8")
        models = LocalModels(tmp_path / "models", own_catalogue=own)
        assert {"one", "two"} <= {one.name for one in models.known()}
        assert not {"bad", "phi-4-mini"} & {one.name for one in models.known()}
        assert models.installed() == []
        (notice,) = models.notices()
        assert "“bad”" in notice
        assert f"line {before.count(chr(10)) + 1}," in notice
        with pytest.raises(ModelProblem, match=re.escape(notice)):
            models.pull("bad")
