"""Settings are read once, and a wrong key is named with its nearest neighbour."""

import subprocess
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Literal, get_origin, get_type_hints

import pytest

from vaultmind.adapters.obsidian.config_folder import is_vault
from vaultmind.config import _KIND_WORDS, Settings, change_setting, find_vault, load_settings, read_settings
from vaultmind.domain.errors import SettingsProblem, VaultProblem


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.toml") == Settings()


def test_values_are_read_from_their_tables(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "ru"\n[embedding]\nthreads = 3\n', encoding="utf-8")
    settings = load_settings(file)
    assert (settings.language, settings.embedding.threads) == ("ru", 3)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[embedding]\nthread = 3\n", "embedding.thread .*embedding.threads"),
        ("colour = 1\n", "colour"),
        ("embedding = 3\n", "must be a table"),
        ("[embedding]\nthreads = 'many'\n", 'setting embedding.threads in .* must be a whole number, and not "many"'),
        ('[answers]\nreading_s = "ten"\n', 'answers.reading_s in .* must be a number, and not "ten"'),
        ("[answers]\nselect = 1\n", "answers.select in .* must be true or false, and not 1"),
        ("[answers]\nmodel = 3\n", "answers.model in .* must be text in quotation marks, and not 3"),
        ("[saving]\ntags = 'a'\n", 'saving.tags in .* must be a list of texts, and not "a"'),
        ("[saving]\ntags = ['a', 1]\n", "saving.tags in .* must be a list of texts"),
        ("[saving]\nproperties = 1979-05-27\n", "saving.properties in .* must be a table of texts, and not 1979-05-27"),
        ('language = "fr"\n', 'setting language in .* must be one of auto, en, ru, and not "fr"'),
        ("language = \n", "Line 1 of the settings in .* is not valid TOML, from column 12 on"),
        ('language = "ru"\nlanguage = "en"\n', "Line 2 of the settings in .* sets something a second time"),
        ("[answers]\nvoices = [", "they end too early"),
    ],
)
def test_what_cannot_be_a_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsProblem, match=named):
        load_settings(file)


@pytest.mark.parametrize(("written", "said"), [(b"language = ", "not valid TOML"), (b"# \xff\n", "not UTF-8")])
def test_settings_that_cannot_be_read_cannot_be_changed_either(tmp_path: Path, written: bytes, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(written)
    for act in (load_settings, lambda path: change_setting(path, "", "language", "ru")):
        with pytest.raises(SettingsProblem, match=said):
            act(file)
    assert file.read_bytes() == written


@pytest.mark.parametrize("kind", [Settings, *(type(getattr(Settings(), one.name)) for one in fields(Settings))])
def test_every_setting_can_say_what_it_must_be(kind: type) -> None:
    hints = get_type_hints(kind) if is_dataclass(kind) else {}
    unknown = [hint for hint in hints.values() if not is_dataclass(hint) and get_origin(hint) is not Literal]
    for hint in unknown:
        assert hint in _KIND_WORDS


def test_read_settings_names_its_source() -> None:
    with pytest.raises(SettingsProblem, match="some place"):
        read_settings({"nothing": 1}, source="some place")


class TestFindVault:
    def test_the_one_given_wins(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VAULTMIND_VAULT", str(tmp_path / "other"))
        assert find_vault(tmp_path, start=tmp_path, last_opened=None, is_vault=is_vault) == tmp_path

    def test_then_the_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VAULTMIND_VAULT", str(tmp_path / "other"))
        assert find_vault(None, start=tmp_path, last_opened=tmp_path, is_vault=is_vault) == tmp_path / "other"

    def test_then_the_nearest_vault_above(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("VAULTMIND_VAULT", raising=False)
        (tmp_path / "vault/.obsidian").mkdir(parents=True)
        (tmp_path / "vault/a/b").mkdir(parents=True)
        assert find_vault(None, start=tmp_path / "vault/a/b", last_opened=None, is_vault=is_vault) == tmp_path / "vault"

    def test_a_vault_whose_configuration_folder_was_renamed_is_one(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("VAULTMIND_VAULT", raising=False)
        (tmp_path / "vault/.settings").mkdir(parents=True)
        (tmp_path / "vault/a").mkdir()
        for name in ("app.json", "workspace.json"):
            (tmp_path / "vault/.settings" / name).write_text("{}")
        found = find_vault(None, start=tmp_path / "vault/a", last_opened=tmp_path, is_vault=is_vault)
        assert found == tmp_path / "vault"

    def test_then_the_last_opened_else_one_sentence(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("VAULTMIND_VAULT", raising=False)
        assert find_vault(None, start=tmp_path, last_opened=tmp_path / "last", is_vault=is_vault) == tmp_path / "last"
        with pytest.raises(VaultProblem, match="--vault"):
            find_vault(None, start=tmp_path, last_opened=None, is_vault=is_vault)


def test_a_setting_is_changed_in_place_and_comments_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\nlanguage = "ru"  # always\n', encoding="utf-8")
    change_setting(file, "answers", "model", "qwen3-4b")
    assert file.read_text(encoding="utf-8").startswith('# mine\nlanguage = "ru"  # always\n')
    assert load_settings(file).answers.model == "qwen3-4b"


def test_a_change_that_cannot_be_leaves_the_file_alone(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('language = "ru"\n', encoding="utf-8")
    with pytest.raises(SettingsProblem, match="threads"):
        change_setting(file, "embedding", "threads", "many")
    assert file.read_text(encoding="utf-8") == 'language = "ru"\n'


@pytest.mark.parametrize(
    ("table", "key", "value", "said"),
    [
        ("models", "server", "/no/such/llama-server", "There is no program /no/such/llama-server."),
        ("models", "hub", "mirror", "mirror is not an address: one begins with https:// or http://."),
        ("answers", "url", "https://", "https:// is not an address: one begins with https:// or http://."),
        ("vectors", "url", "ftp://here/v1", "ftp://here/v1 is not an address: one begins with https:// or http://."),
    ],
)
def test_a_value_that_nothing_can_be_done_with_is_refused_where_it_is_set(
    tmp_path: Path, table: str, key: str, value: str, said: str
) -> None:
    file = tmp_path / "settings.toml"
    with pytest.raises(SettingsProblem) as problem:
        change_setting(file, table, key, value)
    assert str(problem.value) == said
    assert not file.exists()
    change_setting(file, table, key, "")
    change_setting(file, table, key, sys.executable if key == "server" else "http://127.0.0.1:6333")


def test_a_setting_outside_every_table_a_list_and_a_table_of_names_are_written(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("# mine\n[saving]\nfolder = 'Here'\n", encoding="utf-8")
    change_setting(file, "", "language", "ru")
    change_setting(file, "saving", "tags", ["ответ", "vm"])
    change_setting(file, "saving", "properties", {"model": ""})
    settings = load_settings(file)
    assert (settings.language, settings.saving.tags, settings.saving.folder) == ("ru", ["ответ", "vm"], "Here")
    assert settings.saving.properties == {"model": ""}
    assert "# mine" in file.read_text(encoding="utf-8")


_CHANGES_MANY = """
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Literal, get_origin, get_type_hints
from vaultmind.config import change_setting, load_settings
file, table, key = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
sys.stdin.readline()
lost = 0
for number in range(60, 100):
    change_setting(file, table, key, number)
    lost += getattr(getattr(load_settings(file), table), key) != number
print(lost)
"""


def test_two_processes_that_change_settings_at_once_lose_nothing(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", _CHANGES_MANY, str(file), table, key],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for table, key in (("answers", "passages"), ("window", "text_percent"))
    ]  # fmt: skip
    for one in both:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    assert [one.communicate(timeout=60)[0].strip() for one in both] == ["0", "0"]
    settings = load_settings(file)
    assert (settings.answers.passages, settings.window.text_percent) == (99, 99)
