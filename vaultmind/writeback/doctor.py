"""The doctor: looks through every note of a vault, says what is wrong, and mends what it is told to."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from vaultmind.domain.conflict import conflict_original
from vaultmind.domain.edit import ByteEdit, Checksum
from vaultmind.domain.errors import VaultMindError, WriteRefused
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.names import VaultNames
from vaultmind.domain.writing import AskedBy, Diagnosis, Problem, ProblemKind, WriteReport
from vaultmind.parsing.reading import read_note
from vaultmind.ports import Progress, VaultFiles
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.note_writer import NoteWriter
from vaultmind.writeback.repairs import Surroundings, problems_of, repair_edits

MENDABLE = (
    ProblemKind.UNRESOLVED_LINK,
    ProblemKind.DAMAGED_ENCODING,
    ProblemKind.NOT_UTF8,
    ProblemKind.DUPLICATE_BLOCK_ID,
)
"""The kinds of problem that ``repair`` knows a fix for."""


class Doctor:
    """Reads the files themselves, so that it also finds what an index would not say."""

    def __init__(self, *, files: VaultFiles, notes: NoteWriter, rules: LinkRules | None = None) -> None:
        self._files = files
        self._notes = notes
        self._rules = rules or LinkRules()

    def diagnose(self) -> Iterator[Progress | Diagnosis]:
        """Yield how far it is, and in the end all problems by note and line."""
        listing = self._files.listing()
        paths = sorted(listing.notes)
        names = VaultNames([*paths, *listing.attachments])
        aliases: dict[NotePath, tuple[str, ...]] = {}
        problems: list[Problem] = []
        linked: set[NotePath] = set()
        copies: defaultdict[Checksum, list[NotePath]] = defaultdict(list)
        unsure: list[NotePath] = []
        nobody = Surroundings.of([], {}, self._rules)
        nobody.names = names
        for number, path in enumerate(paths):
            yield Progress("doctor", number, len(paths))
            opened = self._opened(path)
            if opened is None:
                continue
            read = read_note(path, opened.content)
            aliases[path] = read.note.aliases
            if opened.content.strip():
                copies[opened.checksum].append(path)
            led = [names.resolve_link(link, source=path) for link in read.note.links if link.target]
            linked.update(target for target in led if target is not None and target != path)
            if None in led:
                unsure.append(path)  # what it meant is known when all aliases are
            else:
                problems += problems_of(opened, read, nobody)
        around = Surroundings.of([*paths, *listing.attachments], aliases, self._rules)
        for path in unsure:
            opened = self._opened(path)
            if opened is not None:
                problems += problems_of(opened, read_note(path, opened.content), around)
        problems += _problems_between(paths, linked, copies)
        yield Progress("doctor", len(paths), len(paths))
        yield Diagnosis(tuple(sorted(problems, key=lambda problem: (problem.note, problem.line, problem.kind))))

    def repair(
        self,
        kind: ProblemKind,
        notes: Iterable[NotePath],
        *,
        asked_by: AskedBy = "person",
        dry_run: bool = True,
    ) -> WriteReport:
        """Mend the problems of one kind in these notes as one batch; a dry run, the default, shows the diff."""
        if kind not in MENDABLE:
            raise WriteRefused(f"“{kind.value}” cannot be repaired by a program: look at each note.")
        around = self._surroundings() if kind is ProblemKind.UNRESOLVED_LINK else Surroundings.of([], {}, self._rules)
        plans = {path: _plan(kind, around) for path in notes}
        if not plans:
            raise WriteRefused(f"There is nothing to mend of the kind “{kind.value}”.")
        return self._notes.batch(plans, asked_by=asked_by, why=f"doctor: {kind.value}", dry_run=dry_run)

    def _surroundings(self) -> Surroundings:
        listing = self._files.listing()
        aliases = {
            path: read_note(path, opened.content).note.aliases
            for path in listing.notes
            if (opened := self._opened(path)) is not None
        }
        return Surroundings.of([*listing.notes, *listing.attachments], aliases, self._rules)

    def _opened(self, path: NotePath) -> NoteText | None:
        try:
            return NoteText(path, self._files.read(path))
        except VaultMindError:
            return None


def _plan(kind: ProblemKind, around: Surroundings) -> Callable[[NoteText], Sequence[ByteEdit]]:
    return lambda opened: repair_edits(kind, opened, read_note(opened.path, opened.content), around)


def _problems_between(
    paths: Sequence[NotePath], linked: set[NotePath], copies: dict[Checksum, list[NotePath]]
) -> Iterator[Problem]:
    for same in copies.values():
        for path in same[1:]:
            yield Problem(path, 1, ProblemKind.DUPLICATE_NOTE, f"The same text as “{same[0]}”, byte for byte.")
    for path in paths:
        original = conflict_original(path)
        if original is not None:
            yield Problem(path, 1, ProblemKind.CONFLICT_COPY, f"A sync tool's second version of “{original}”.")
        if path not in linked and path.lower().endswith(".md"):
            yield Problem(path, 1, ProblemKind.ORPHAN, "No other note links here.")
