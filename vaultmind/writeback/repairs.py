"""What the doctor finds in a note, and the edits that mend it."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from vaultmind.domain.edit import ByteEdit, Edit, apply_edits
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.link import Link, LinkKind, NotePath, name_key
from vaultmind.domain.linking import LinkRules, shortest_link_text
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import Block, Note, SectionKind
from vaultmind.domain.span import Span
from vaultmind.domain.writing import Problem, ProblemKind
from vaultmind.parsing.frontmatter import read_frontmatter
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.reading import ReadNote, is_base, is_canvas
from vaultmind.writeback.note_text import NoteText, byte_edits
from vaultmind.writeback.renaming import with_target

_SHORTEST_NAME = 3
_LONGEST_SHOWN = 80


@dataclass(slots=True)
class Surroundings:
    """The names and aliases of a vault, as far as a link that leads nowhere may have meant one of them."""

    names: VaultNames
    rules: LinkRules = field(default_factory=LinkRules)
    _by_loose_name: defaultdict[str, set[NotePath]] = field(default_factory=lambda: defaultdict(set))
    _by_alias: defaultdict[str, set[NotePath]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(
        cls, paths: Iterable[NotePath], aliases: Mapping[NotePath, Iterable[str]], rules: LinkRules | None = None
    ) -> "Surroundings":
        """Return what is known of a vault by its files and the aliases of its notes."""
        listed = list(paths)
        around = cls(VaultNames(listed), rules or LinkRules())
        for path in listed:
            around._by_loose_name[_loose(_stem(path))].add(path)
        for path, names in aliases.items():
            for name in names:
                around._by_alias[name_key(name)].add(path)
        return around

    def meant(self, link: Link, source: NotePath) -> NotePath | None:
        """Return the one file that an unresolved link can have meant, or ``None``.

        The file of its name in another folder; else the one that has it as an alias, or whose name differs in blanks,
        hyphens, underscores, ``ё`` or letters that look alike; nothing where two files would do.
        """
        name = link.target.rpartition("/")[2]
        if not name:
            return None  # a folder, which no link leads to
        if "/" in link.target:
            elsewhere = self.names.resolve(name, source=source)
            if elsewhere is not None:
                return elsewhere if self.names.named_like(elsewhere) == 1 else None
        loose = _loose(_stem(NotePath(name)))
        wanted = set(self._by_alias.get(name_key(name), ()))
        if len(loose) >= _SHORTEST_NAME:
            wanted |= self._by_loose_name.get(loose, set())
        return wanted.pop() if len(wanted) == 1 else None


def _stem(path: NotePath) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name[-3:].lower() == ".md" else name


def _loose(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return "".join(char for char in plain if char.isalnum())


def problems_of(opened: NoteText, read: ReadNote, around: Surroundings) -> Iterator[Problem]:
    """Yield what is wrong with one note, links aside that lead somewhere."""
    note = read.note
    yield from _problems_of_bytes(opened, read)
    if opened.path.lower().endswith(".md") and opened.decoded.is_text:
        for warning in read_frontmatter(opened.text).warnings:
            yield Problem(opened.path, 1, ProblemKind.INVALID_FRONTMATTER, warning)
    for block in _repeated_blocks(note):
        fix = f"Call it “^{_free_id(note, block)}”; links lead to the last “^{block.id}”, as before."
        detail = f"The block identifier “^{block.id}” is there again below."
        yield Problem(opened.path, block.line, ProblemKind.DUPLICATE_BLOCK_ID, detail, fix)
    for link in note.links:
        if link.target and around.names.resolve_link(link, source=opened.path) is None:
            meant = around.meant(link, opened.path)
            lead = None if meant is None or note.repaired_from else f"Let it lead to “{meant}”."
            shown = link.text[:_LONGEST_SHOWN] or link.target
            yield Problem(opened.path, link.line, ProblemKind.UNRESOLVED_LINK, f"{shown} leads nowhere.", lead)


def _problems_of_bytes(opened: NoteText, read: ReadNote) -> Iterator[Problem]:
    decoded = opened.decoded
    if not decoded.is_text:
        return
    for warning in decoded.warnings if decoded.encoding == "utf-8" else decoded.warnings[:-1]:
        yield Problem(opened.path, 1, ProblemKind.DAMAGED_BYTES, warning)
    repaired_from = read.note.repaired_from
    if repaired_from:
        detail = f"UTF-8 was once read as {repaired_from} and saved so."
        mended = None if is_canvas(opened.path) else "Rewrite the damaged words as they were."
        yield Problem(opened.path, 1, ProblemKind.DAMAGED_ENCODING, detail, mended)
    if decoded.encoding != "utf-8":
        fix = "Rewrite the note as UTF-8." if _is_whole(opened) else None
        detail = f"The note is in {decoded.encoding}; Obsidian reads UTF-8 alone."
        yield Problem(opened.path, 1, ProblemKind.NOT_UTF8, detail, fix)


def _is_whole(opened: NoteText) -> bool:
    return opened.decoded.exact == opened.decoded.text and not opened.decoded.tail


def repair_edits(kind: ProblemKind, opened: NoteText, read: ReadNote, around: Surroundings) -> tuple[ByteEdit, ...]:
    """Return the edits that mend all problems of a kind in a note, those that have a fix; none where there are none."""
    match kind:
        case ProblemKind.NOT_UTF8:
            if not opened.decoded.is_text or opened.decoded.encoding == "utf-8" or not _is_whole(opened):
                return ()
            return (ByteEdit(0, len(opened.content), opened.text.encode("utf-8")),)
        case ProblemKind.DAMAGED_ENCODING:
            return _undamaged(opened, read)
        case ProblemKind.DUPLICATE_BLOCK_ID:
            return byte_edits(opened, _own_ids(opened, read.note))
        case ProblemKind.UNRESOLVED_LINK:
            return byte_edits(opened, _resolved_links(opened, read.note, around))
        case _:
            raise WriteRefused(f"“{kind.value}” cannot be repaired by a program: look at each note.")


def _undamaged(opened: NoteText, read: ReadNote) -> tuple[ByteEdit, ...]:
    if not read.note.repaired_from or is_canvas(opened.path) or is_base(opened.path):
        return ()
    was, repaired = opened.text, read.repaired_text
    start = 0
    limit = min(len(was), len(repaired))
    while start < limit and was[start] == repaired[start]:
        start += 1
    end = 0
    while end < limit - start and was[-1 - end] == repaired[-1 - end]:
        end += 1
    return byte_edits(opened, [Edit(Span(start, len(was) - end), repaired[start : len(repaired) - end])])


def _repeated_blocks(note: Note) -> list[Block]:
    """Return the blocks whose identifier is there again below: links lead to the last of them."""
    left = Counter(block.id.lower() for block in note.blocks)
    repeated = []
    for block in note.blocks:
        left[block.id.lower()] -= 1
        if left[block.id.lower()]:
            repeated.append(block)
    return repeated


def _free_id(note: Note, block: Block) -> str:
    """Return a new identifier for a repeated block, the same whenever it is asked for."""
    taken = {other.id.lower() for other in note.blocks}
    alike = [other for other in _repeated_blocks(note) if other.id.lower() == block.id.lower()]
    numbers = (number for number in range(2, len(note.blocks) + 3) if f"{block.id.lower()}-{number}" not in taken)
    free = [number for number, _ in zip(numbers, alike, strict=False)]
    return f"{block.id}-{free[alike.index(block)]}"


def _own_ids(opened: NoteText, note: Note) -> list[Edit]:
    """Return edits that give every repeated block an identifier of its own."""
    edits = []
    for block in _repeated_blocks(note):
        found = re.compile(rf"(?<=\^){re.escape(block.id)}(?![A-Za-z0-9-])").search(opened.text, block.span.end)
        if found is not None:
            edits.append(Edit(Span(*found.span()), _free_id(note, block)))
    after = parse_note(opened.path, apply_edits(opened.text, edits))
    is_sound = not _repeated_blocks(after) and len(after.blocks) == len(note.blocks)
    if not is_sound:
        raise WriteRefused(f"The block identifiers of “{opened.path}” cannot be told apart by a program.")
    return edits


def _resolved_links(opened: NoteText, note: Note, around: Surroundings) -> list[Edit]:
    """Return edits that let each unresolved link lead to the one file it can have meant."""
    if note.repaired_from:
        return []
    edits = []
    for link in note.links:
        if not link.target or around.names.resolve_link(link, source=opened.path) is not None:
            continue
        meant = around.meant(link, opened.path)
        edit = None if meant is None else _leading_to(opened, note, link, meant, around)
        if edit is not None:
            edits.append(edit)
    return edits


def _leading_to(opened: NoteText, note: Note, link: Link, meant: NotePath, around: Surroundings) -> Edit | None:
    """Return the edit that lets a link lead to a file and show the same words, or ``None`` where it would not."""
    has_extension = link.target[-3:].lower() == ".md" or meant[-3:].lower() != ".md"
    target = shortest_link_text(
        around.names, meant, source=opened.path, rules=LinkRules(around.rules.format, has_extension)
    )
    if target is None:
        return None
    written = target
    shows_target = link.kind is LinkKind.WIKILINK and not (link.alias or link.heading or link.block_id)
    if shows_target and _loose(_stem(NotePath(target))) != _loose(_stem(NotePath(link.target))):
        in_table = any(
            section.kind is SectionKind.TABLE and section.span.overlaps(link.span) for section in note.sections
        )
        written = f"{target}{chr(92) if in_table else ''}|{link.target}"
    edit = with_target(opened, link, written)
    if edit is None:
        return None
    again = parse_note(opened.path, apply_edits(opened.text, [edit])) if opened.path.lower().endswith(".md") else None
    if again is None:
        return edit
    leads = [around.names.resolve(one.target, source=opened.path) for one in again.links if one.target]
    before = [around.names.resolve(one.target, source=opened.path) for one in note.links if one.target]
    is_sound = len(again.links) == len(note.links) and Counter(leads) - Counter(before) == Counter([meant])
    return edit if is_sound else None
