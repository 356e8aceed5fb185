"""Every record of the shared list of nasty files holds, and special files, races and 50 MB do no harm."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.file_names import safe_name
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import LinkKind, NotePath, name_key
from vaultmind.domain.linking import is_linkable
from vaultmind.domain.subpath import find_subpath
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer
from vaultmind.parsing.canvas import parse_canvas
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.decoding import decode
from vaultmind.parsing.exclusion import Exclusions
from vaultmind.parsing.reading import ReadNote, read_note

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="names and special files of this vault need a Unix")
NOBODY = 65534


class World:
    """The nasty vault on disk, and what is read from it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.files = DiskVaultFiles(self.root)
        self.listing = self.files.listing()
        self.expectations: list[dict[str, Any]] = json.loads((folder / "expectations.json").read_text())
        self._read: dict[NotePath, ReadNote] = {}

    def read(self, path: NotePath) -> ReadNote:
        if path not in self._read:
            self._read[path] = read_note(path, self.files.read(path))
        return self._read[path]

    @cached_property
    def graph(self) -> LinkGraph:
        links = {path: self.read(path).note.links for path in self.listing.notes}
        return LinkGraph(links, self.listing.attachments)


@dataclass(frozen=True)
class Case:
    """One file of a record."""

    world: World
    path: NotePath

    @cached_property
    def read(self) -> ReadNote:
        return self.world.read(self.path)

    @property
    def links(self) -> set[str]:
        return {link.target for link in self.read.note.links if link.kind is not LinkKind.CANVAS}

    @property
    def tags(self) -> list[str]:
        return [tag.name for tag in self.read.note.tags]

    def resolve(self, target: str) -> str | None:
        return self.world.graph.resolve(target, source=self.path)


def check_seconds(case: Case, limit: float) -> None:
    data = case.world.files.read(case.path)
    started = time.process_time()
    split_into_chunks(read_note(case.path, data))
    assert time.process_time() - started < limit


def check_either(case: Case, alternatives: list[Any]) -> None:
    if alternatives[0] == "indexed":
        assert case.read.skipped_reason is None or "larger than" in case.read.skipped_reason
    else:
        assert any(case.links == set(one.get("links", ())) or case.read.warnings for one in alternatives)


def check_line_ends(case: Case, _: Any) -> None:
    data = case.world.files.read(case.path)
    decoded = decode(data)
    (link,) = case.read.note.links
    edited = decoded.exact[: link.span.start] + "[[New]]" + decoded.exact[link.span.end :]
    assert decoded.encode(edited) == data.replace(b"[[Target]]", b"[[New]]")


def check_resolve(case: Case, expected: dict[str, str]) -> None:
    for target, path in expected.items():
        written = [link.target for link in case.read.note.links if name_key(link.target) == name_key(target)]
        assert written
        assert {case.resolve(one) for one in written} == {path}


def check_resolve_file(case: Case, expected: dict[str, str]) -> None:
    for link, path in expected.items():
        assert case.resolve(link.partition("#")[0]) == (path if path in case.world.listing.notes else None)


def check_broken_subpaths(case: Case, expected: list[str]) -> None:
    broken = set()
    for link in case.read.note.links:
        path = case.resolve(link.target)
        subpath = f"^{link.block_id}" if link.block_id else link.heading
        if path and subpath:
            note = case.world.read(NotePath(path)).note
            if find_subpath(note, heading=link.heading, block_id=link.block_id) is None:
                broken.add(f"{link.target}#{subpath}")
    assert set(expected) <= broken
    assert not {one for one in broken if one.startswith("Target#")} - set(expected)


def check_flag(case: Case, expected: str) -> None:
    kind, _, codec = expected.partition(":")
    assert kind == "mojibake"
    assert case.read.note.repaired_from is not None
    assert case.read.note.repaired_from.startswith(codec)


def check_excludes(case: Case, payload: str) -> None:
    assert all(payload not in chunk.text for chunk in split_into_chunks(case.read))


def check_edges(case: Case, count: int) -> None:
    if case.path.endswith(".canvas"):
        assert len(parse_canvas(case.read.text).edges) == count
    else:
        targets = {found.target or found.link.target for found in case.world.graph.outgoing(case.path)}
        assert len(targets) == count


def check_cycle(case: Case, cycle: list[str]) -> None:
    here = [NotePath(path) for path in cycle if path in case.world.listing.notes]
    for source in here:
        for found in case.world.graph.outgoing(source):
            assert found.target is None or found.target in cycle


def check_exact_case(case: Case, _: Any) -> None:
    for name in ("Case", "case", "CASE"):
        assert case.resolve(name) == f"names/{name}.md"


def check_unmatched_case(case: Case, _: Any) -> None:
    found = case.resolve("cAsE")
    assert found in ("names/Case.md", "names/case.md", "names/CASE.md")
    again = LinkGraph(dict.fromkeys(sorted(case.world.listing.notes, reverse=True), ()))
    assert again.resolve("cAsE", source=case.path) == found


def check_names(case: Case, _: Any) -> None:
    skipped = {one.path for one in case.world.listing.skipped}
    listed = {*case.world.listing.notes, *case.world.listing.attachments, *skipped}
    for place in (case.world.root / "names").rglob("*"):
        relative = place.relative_to(case.world.root).as_posix()
        if place.is_file() and not any(part.startswith(".") for part in relative.split("/")):
            assert os.fsencode(relative).decode("utf-8", "backslashreplace") in listed


def check_generated_names(_: Case, avoided: list[str]) -> None:
    name = safe_name("a" + "b".join(avoided) + "c")
    assert not any(one in name for one in avoided)
    assert is_linkable(NotePath(f"{name}.md"))


def check_hidden(case: Case, _: Any) -> None:
    assert not any(part.startswith(".") for path in case.world.listing.notes for part in path.split("/"))


def check_exclusion(case: Case, _: Any) -> None:
    settings = case.world.files.obsidian_settings()
    exclusions = Exclusions(settings.ignore_filters)
    for path in ("excluded/secret.md", "draft-1.md"):
        assert path in case.world.listing.notes
        assert exclusions.excludes(NotePath(path))
    assert not exclusions.excludes(NotePath("Target.md"))


CHECKS: dict[str, Callable[[Case, Any], None]] = {}


def check_is(name: str, seen: Callable[[Case], Any]) -> None:
    """Register a check that what is seen equals what is expected."""

    def check(case: Case, expected: Any) -> None:
        assert seen(case) == expected

    CHECKS[name] = check


def check_has(name: str, seen: Callable[[Case], Any], *, contains: bool = True) -> None:
    """Register a check that all, or none, of what is expected is seen."""

    def check(case: Case, expected: Any) -> None:
        found = set(seen(case)) & set(expected)
        assert found == (set(expected) if contains else set())

    CHECKS[name] = check


def same_set(name: str, seen: Callable[[Case], Any]) -> None:
    def check(case: Case, expected: Any) -> None:
        assert set(seen(case)) == set(expected)

    CHECKS[name] = check


same_set("links", lambda case: case.links)
same_set("tags", lambda case: case.tags)
same_set("callouts", lambda case: {callout.type for callout in case.read.note.callouts})
same_set("file_nodes", lambda case: [one.target for one in case.read.note.links if one.kind is LinkKind.CANVAS])
check_is("frontmatter", lambda case: dict(case.read.note.properties))
check_is("frontmatter_tags", lambda case: list(case.read.note.property_tags))
check_is("warning", lambda case: bool(case.read.warnings))
check_is("crash", lambda case: not split_into_chunks(case.read))
check_is("repaired_text", lambda case: case.read.repaired_text)
check_is("title", lambda case: case.read.note.title)
check_is("blocks", lambda case: sorted({block.id for block in case.read.note.blocks}))
check_is("links_count", lambda case: len(case.read.note.links))
check_is("headings_count", lambda case: len(case.read.note.headings))
check_is("self_link", lambda case: case.resolve(case.path.rpartition("/")[2].removesuffix(".md")))
check_is("inline_fields", lambda case: {field.key: field.value for field in case.read.note.inline_fields})
check_has("links_contain", lambda case: case.links)
check_has("tags_contain", lambda case: case.tags)
check_has("tags_exclude", lambda case: case.tags, contains=False)
check_has("frontmatter_tags_contain", lambda case: case.read.note.property_tags)
CHECKS |= {
    "max_seconds": check_seconds,
    "either": check_either,
    "write_back_keeps": check_line_ends,
    "resolve": check_resolve,
    "resolve_file": check_resolve_file,
    "broken_subpaths": check_broken_subpaths,
    "flagged": check_flag,
    "indexed_text_excludes": check_excludes,
    "edges": check_edges,
    "cycle": check_cycle,
    "exact_case_wins": check_exact_case,
    "unmatched_case": check_unmatched_case,
    "all_files_listed": check_names,
    "generated_names_avoid": check_generated_names,
    "indexed": check_hidden,
    "option": check_exclusion,
}
HELD_BY_OTHER_TESTS = {"file_unchanged", "network_requests", "max_extra_mb", "terminates", "links_optional"}
"""Of the whole vault, below: its bytes and the network; memory; that it ends at all; what may be either way."""


@pytest.fixture(scope="module")
def world(shared_data: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("nasty") / "copy"
    source = next(shared_data("nasty").rglob("expectations.json")).parent
    shutil.copytree(source, folder, symlinks=True)
    subprocess.run([sys.executable, folder / "make_big.py", folder / "vault"], check=True)
    return World(folder)


def test_every_record_holds(world: World) -> None:
    problems: list[str] = []
    seen = 0
    for record in world.expectations:
        names = record["file"].split(", ")
        case = Case(world, NotePath(names[0]))
        is_one_file = len(names) == 1 and "*" not in record["file"] and "option" not in record["expect"]
        if is_one_file and case.path not in world.listing.notes:
            continue
        for key, expected in record["expect"].items():
            if key in HELD_BY_OTHER_TESTS or (key == "crash" and not is_one_file):
                continue
            seen += 1
            try:
                CHECKS[key](case, expected)
            except AssertionError as problem:
                problems.append(f"{record['file']}: {key}: {str(problem).splitlines()[0]}")
    assert not problems, "\n".join(problems)
    assert seen > 80


def checksums(root: Path) -> dict[str, str]:
    return {
        place.relative_to(root).as_posix(): hashlib.sha256(place.read_bytes()).hexdigest()
        for place in root.rglob("*")
        if place.is_file()
    }


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


def test_indexing_changes_no_file_and_asks_no_network(
    world: World, catalog: SqliteCatalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    before = checksums(world.root)
    report = Indexer(files=world.files, catalog=catalog, clock=SystemClock()).run(IndexRequest())
    assert checksums(world.root) == before
    assert report.notes > 90
    assert [one.path for one in report.skipped if "larger than" in one.reason] == ["patho/big_50mb.md"]
    assert all(one.reason.endswith(".") for one in report.skipped)


@pytest.mark.skipif(sys.platform != "linux", reason="reads what Linux tells of a process")
def test_a_note_of_50_mb_takes_bounded_memory(world: World) -> None:
    script = (
        "import re, sys; from pathlib import Path; from vaultmind.parsing.reading import read_note;"
        "from vaultmind.parsing.chunking import split_into_chunks;"
        "read = read_note('big.md', Path(sys.argv[1]).read_bytes()); split_into_chunks(read);"
        "status = Path('/proc/self/status').read_text();"  # getrusage would tell of the process that started this one
        "print(read.skipped_reason); print(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, world.root / "patho" / "big_50mb.md"], capture_output=True, text=True, check=True
    )
    reason, peak = done.stdout.splitlines()
    assert reason == "The file is larger than 16 MB and is not read."
    assert int(peak) < 1_500 * 1024


@pytest.fixture
def persons_folder() -> Iterator[Path]:
    """A folder of a person without privileges, who the test then is: root ignores permissions."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        yield Path(folder)


def as_person(command: list[str | Path]) -> None:
    """Run a command as a person without privileges."""
    who: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    subprocess.run(command, check=True, env={"PATH": "/usr/bin:/bin"}, cwd="/", **who)


def test_special_files_are_listed_or_skipped_with_a_reason(world: World, persons_folder: Path) -> None:
    root = persons_folder / "vault"
    script = persons_folder / "special.sh"
    script.write_bytes((world.root.parent / "special.sh").read_bytes())
    as_person(["mkdir", root])
    (root / "Target.md").write_text("here")
    as_person(["bash", script, root])
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        files = DiskVaultFiles(root)
        listing = files.listing()
        catalog = SqliteCatalog(persons_folder / "catalog.sqlite")
        report = Indexer(files=files, catalog=catalog, clock=SystemClock()).run(IndexRequest())
        indexed = {row.path for row in catalog.notes()}
        catalog.close()
        reasons = {one.path: one.reason for one in report.skipped}
        with pytest.raises(VaultMindError):
            files.read(NotePath("special/outside.md"))
    finally:
        os.seteuid(was)
        subprocess.run(["chmod", "-R", "u+rwx", root], check=True)
    notes = set(listing.notes)
    assert {"Target.md", "special/plain.md", "special/folder.md/inner.md", "special/rodir/note.md"} <= notes
    assert not {
        path for path in notes if path.count("/loop/") or path.count("/up/") or path.startswith("special/outside")
    }
    assert not {"special/pipe.md", "special/sock.md", "special/broken.md"} & notes
    for path in ("special/noread.md", "special/pipe.md", "special/sock.md", "special/outside.md", "special/nodir"):
        assert path in reasons, path
        assert reasons[path].endswith("."), path
    assert {"special/noread.md", "special/nodir/x.md"} & indexed == set()


def test_an_index_keeps_up_with_a_vault_that_changes_under_it(
    world: World, tmp_path: Path, catalog: SqliteCatalog
) -> None:
    root = tmp_path / "race"
    shutil.copytree(world.root / "syntax", root)
    indexer = Indexer(files=DiskVaultFiles(root), catalog=catalog, clock=SystemClock())
    request = IndexRequest(confirm_deletions=True)
    with subprocess.Popen(
        [sys.executable, world.root.parent / "race.py", root, "4"], stdout=subprocess.DEVNULL
    ) as race:
        runs = 0
        while race.poll() is None:
            indexer.run(request)
            runs += 1
    indexer.run(request)
    assert runs > 1
    assert indexer.run(request).changed == ()
    assert {row.path for row in catalog.notes()} == set(DiskVaultFiles(root).listing().notes)
