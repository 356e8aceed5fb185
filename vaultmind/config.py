"""Settings: read and checked once, handed down as plain values."""

import difflib
import os
import re
import shutil
import tempfile
import threading
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import msgspec
import platformdirs
import tomlkit
from filelock import FileLock

from vaultmind.domain.errors import SettingsProblem, VaultProblem

APP = "vaultmind"
_PROGRAMS = frozenset({("models", "server")})
_ADDRESSES = frozenset({("models", "hub"), ("answers", "url"), ("vectors", "url")})
SettingValue = str | int | float | bool | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """Which model turns text into vectors, and with how many threads; ``off`` leaves the index to words."""

    model: str = "multilingual-e5-small"
    threads: int = 1


@dataclass(frozen=True, slots=True)
class VectorSettings:
    """Where vectors are kept: in the index folder, or on a Qdrant server named by ``url``."""

    url: str = ""
    api_key_env: str = "QDRANT_API_KEY"


@dataclass(frozen=True, slots=True)
class IndexSettings:
    """How an index is made. ``workers = 0`` lets the machine decide."""

    workers: int = 0


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How passages are put in order. ``reranker`` is the name of an installed one that reads the best, or ``""``."""

    reranker: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """How questions are answered. ``model`` is the name of an installed model, or ``""`` for none.

    With ``url`` it is the name of a model at that OpenAI-compatible address, e.g. ``http://127.0.0.1:11434/v1``; its
    key is kept in the system's keyring, or else in the environment variable ``key_env``. ``endpoints`` gives further
    names of models their addresses, ``endpoint_keys`` the environment variables with their keys. ``context_tokens`` is
    the model's window, 0 for one that suits the machine. ``reading_s`` is how long the model may read before it writes,
    from which follows how much of the notes it is given. ``select`` has it choose sentences of the notes instead of
    writing; ``voices`` are those of a council; ``unload_after_s`` frees the memory of one that was not asked for so
    long, 0 keeps it.
    """

    model: str = ""
    url: str = ""
    endpoints: dict[str, str] = field(default_factory=dict)
    endpoint_keys: dict[str, str] = field(default_factory=dict)
    key_env: str = "VAULTMIND_MODEL_KEY"
    context_tokens: int = 0
    reading_s: float = 10.0
    passages: int = 12
    from_assistants: bool = False
    select: bool = False
    voices: list[str] = field(default_factory=lambda: [":exact", ":sceptic", "notes"])
    unload_after_s: float = 600.0


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Where model files run: by which runtime, by a llama-server at ``server``, how much on the graphics device.

    ``gpu_layers``: -1 as many layers as fit into its free memory, 0 none. ``hub`` is a mirror to fetch from, ``""`` for
    the one that ``$HF_ENDPOINT`` names, or the hub itself.
    """

    runtime: Literal["auto", "xllamacpp", "cyllama", "ctransformers", "llama-server"] = "auto"
    server: str = ""
    gpu_layers: int = -1
    hub: str = ""


@dataclass(frozen=True, slots=True)
class SavingSettings:
    """How answers become notes.

    Patterns know ``{{title}}``, ``{{date:YYYY-MM-DD}}``, ``{{question}}`` and ``{{model}}``, ``template`` also
    ``{{answer}}`` and ``{{sources}}``. ``properties`` gives those of the note other names.
    """

    folder: str = "Answers"
    conversations: str = "Conversations"
    recipes: str = "Recipes"
    name: str = "{{date:YYYY-MM-DD}} {{title}}"
    template: str = "{{answer}}\n\n{{sources}}\n"
    citations: Literal["links", "footnotes"] = "links"
    date_format: str = "YYYY-MM-DD[T]HH:mm:ss"
    properties: dict[str, str] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WindowSettings:
    """How the window looks: ``theme`` follows the system or is forced, ``text_percent`` is of the system's size.

    ``hotkey`` opens quick-ask over any program, in Qt's portable form; ``""`` takes none. With ``stay_in_tray`` a
    window that is closed stays in the tray, where there is one; with ``start_with_session`` it starts there.
    """

    theme: Literal["system", "light", "dark"] = "system"
    text_percent: int = 100
    hotkey: str = "Ctrl+Alt+Space"
    stay_in_tray: bool = True
    start_with_session: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set; the defaults are the product."""

    language: Literal["auto", "en", "ru"] = "auto"
    embedding: EmbeddingSettings = field(default_factory=EmbeddingSettings)
    vectors: VectorSettings = field(default_factory=VectorSettings)
    index: IndexSettings = field(default_factory=IndexSettings)
    search: SearchSettings = field(default_factory=SearchSettings)
    answers: AnswerSettings = field(default_factory=AnswerSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    saving: SavingSettings = field(default_factory=SavingSettings)
    window: WindowSettings = field(default_factory=WindowSettings)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of this program on this machine. All are created with mode 0700 by whoever writes there first."""

    data: Path
    cache: Path
    settings_file: Path


def settings_path() -> Path:
    """Return where the settings file is, whether or not it exists."""
    given = os.environ.get("VAULTMIND_CONFIG")
    return Path(given) if given else platformdirs.user_config_path(APP, appauthor=False) / "settings.toml"


def find_places(data: Path | None = None) -> Places:
    """Return the folders to use: ``data`` or ``$VAULTMIND_DATA`` or the platform's own."""
    given = data or (Path(os.environ["VAULTMIND_DATA"]) if os.environ.get("VAULTMIND_DATA") else None)
    cache = os.environ.get("VAULTMIND_CACHE")
    return Places(
        data=(given or platformdirs.user_data_path(APP, appauthor=False)).expanduser().absolute(),
        cache=Path(cache).absolute() if cache else platformdirs.user_cache_path(APP, appauthor=False),
        settings_file=settings_path(),
    )


def load_settings(path: Path) -> Settings:
    """Return the settings in ``path``, or the defaults where there is no such file; raise ``SettingsProblem``."""
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise SettingsProblem(f"The settings in {path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise SettingsProblem(f"The settings in {path} are not UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsProblem(_toml_problem(str(error), path)) from error
    return read_settings(written, source=str(path))


_LINE_OF_TOML = re.compile(r"at line (\d+), column (\d+)")
_LONGEST_SHOWN = 60
_KIND_WORDS = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "text in quotation marks",
    list[str]: "a list of texts",
    dict[str, str]: "a table of texts",
}
"""What a value of each type is in the words of the file."""
_CHANGING = threading.Lock()
"""Two changes at once would each write the file without the other; between processes a lock file beside it helps."""
_PATIENCE_S = 10.0


def change_setting(path: Path, table: str, key: str, value: SettingValue) -> None:
    """Write one setting into the file, leaving the person's comments and order; raise ``SettingsProblem``.

    ``table`` is ``""`` for a key that stands in none, e.g. ``language``.
    """
    with _CHANGING:
        _change_setting(path, table, key, value)


def _change_setting(path: Path, table: str, key: str, value: SettingValue) -> None:
    """Change one setting, with no other change under way in this process."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE_S):
            load_settings(path)  # says in one sentence what is wrong with them
            written = path.read_text(encoding="utf-8") if path.exists() else ""
            document = tomlkit.parse(written)
            _refuse_senseless(table, key, value)
            (document.setdefault(table, tomlkit.table()) if table else document)[key] = value
            read_settings(document.unwrap(), source=str(path))
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(tomlkit.dumps(document))
            Path(name).replace(path)
    except UnicodeDecodeError as error:
        raise SettingsProblem(f"The settings in {path} are not UTF-8.") from error
    except OSError as error:
        raise SettingsProblem(f"The settings in {path} cannot be changed: {error.strerror or error}.") from error


def _refuse_senseless(table: str, key: str, value: SettingValue) -> None:
    """Raise ``SettingsProblem`` for a value of the right type that nothing can be done with.

    Asked where a person sets it: in a file it may be right on another machine, and is left to whoever uses it.
    """
    if not isinstance(value, str) or not value:
        return
    if (table, key) in _PROGRAMS and shutil.which(str(Path(value).expanduser())) is None:
        raise SettingsProblem(f"There is no program {value}.")
    if (table, key) in _ADDRESSES:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise SettingsProblem(f"{value} is not an address: one begins with https:// or http://.")


def read_settings(written: Mapping[str, Any], *, source: str) -> Settings:
    """Return checked settings; a wrong key or value is named with where it stands in ``source``."""
    _refuse_unknown_keys(written, Settings, (), source)
    try:
        return msgspec.convert(written, Settings)
    except msgspec.ValidationError as error:
        raise SettingsProblem(_value_problem(written, Settings, (), source)) from error


def find_vault(given: Path | None, *, start: Path, last_opened: Path | None, is_vault: Callable[[Path], bool]) -> Path:
    """Return the vault to work on: the one given, ``$VAULTMIND_VAULT``, the nearest around ``start``, the last."""
    if given is not None:
        return given.expanduser().absolute()
    if os.environ.get("VAULTMIND_VAULT"):
        return Path(os.environ["VAULTMIND_VAULT"]).expanduser().absolute()
    for folder in (start, *start.parents):
        if is_vault(folder):
            return folder
    if last_opened is not None:
        return last_opened
    raise VaultProblem("Which vault? Give --vault DIR, set VAULTMIND_VAULT, or stand in a folder with .obsidian.")


def _toml_problem(said: str, path: Path) -> str:
    """Return where a file is no TOML, from what ``tomllib`` says of it."""
    found = _LINE_OF_TOML.search(said)
    if found is None:
        return f"The settings in {path} are not valid TOML: they end too early."
    if said.startswith("Cannot"):
        return f"Line {found[1]} of the settings in {path} sets something a second time."
    return f"Line {found[1]} of the settings in {path} is not valid TOML, from column {found[2]} on."


def _value_problem(written: Mapping[str, Any], kind: type, place: tuple[str, ...], source: str) -> str:
    """Return which setting has a value of another kind than it must have; known keys are all that is ``written``."""
    hints = get_type_hints(kind)
    for key, value in written.items():
        if is_dataclass(hints[key]):
            said = _value_problem(value, hints[key], (*place, key), source)
        else:
            said = _kind_problem(value, hints[key], ".".join((*place, key)), source)
        if said:
            return said
    return ""


def _kind_problem(value: object, hint: Any, name: str, source: str) -> str:
    """Return what a value of this type must be, ``""`` where it is."""
    try:
        msgspec.convert(value, hint)
    except msgspec.ValidationError:
        given = tomlkit.item(value).as_string()
        shown = given if len(given) <= _LONGEST_SHOWN else f"{given[:_LONGEST_SHOWN]}…"
        is_choice = get_origin(hint) is Literal
        wanted = f"one of {', '.join(get_args(hint))}" if is_choice else _KIND_WORDS[hint]
        return f"The setting {name} in {source} must be {wanted}, and not {shown}."
    return ""


def _refuse_unknown_keys(written: Mapping[str, Any], kind: type, place: tuple[str, ...], source: str) -> None:
    known = {one.name for one in fields(kind)}
    hints = get_type_hints(kind)
    for key, value in written.items():
        if key not in known:
            close = difflib.get_close_matches(key, known, n=1)
            meant = (
                f"did you mean {'.'.join((*place, close[0]))}?" if close else f"known are {', '.join(sorted(known))}."
            )
            raise SettingsProblem(f"There is no setting {'.'.join((*place, key))} (in {source}): {meant}")
        if is_dataclass(hints[key]):
            if not isinstance(value, Mapping):
                raise SettingsProblem(f"The setting {'.'.join((*place, key))} in {source} must be a table.")
            _refuse_unknown_keys(value, hints[key], (*place, key), source)
