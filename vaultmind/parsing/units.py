"""The lines, blocks, sections and tasks of a note, as written, with their places on disk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from vaultmind.domain.link import NotePath
from vaultmind.domain.note import ListItem, SectionKind
from vaultmind.domain.query import TextUnit
from vaultmind.domain.span import Span
from vaultmind.parsing.reading import Prose, is_base, is_canvas, read_note

_LINE = re.compile(r"[^\r\n]+")
_TASKS = frozenset((TextUnit.TASK, TextUnit.TASK_TODO, TextUnit.TASK_DONE))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A text as a person reads it, and its place in the file."""

    text: str
    span: Span


class NoteText:
    """The text of one file, parsed only where a unit asks for it; ``is_damaged`` where it is read repaired."""

    def __init__(self, path: NotePath, data: bytes, *, is_damaged: bool = False) -> None:
        self.name = path.rpartition("/")[2].rpartition(".")[0]
        self._path = path
        self._data = data
        self._plain = None if is_damaged else _plain_text(path, data)
        self._prose: tuple[Prose, ...] | None = None

    def wholes(self) -> Iterator[Stretch]:
        """Yield the whole text; that of a canvas card by card."""
        if self._plain is not None:
            yield Stretch(self._plain, Span(0, len(self._plain)))
            return
        yield from self.stretches(TextUnit.CONTENT)

    def stretches(self, unit: TextUnit) -> Iterator[Stretch]:
        """Yield the stretches that are such a unit, in the order of the text; a canvas card is a note by itself.

        A block is what Obsidian calls so: a heading, a paragraph, a table, one list item without those nested in it. A
        section goes from a heading, its own line included, to the next one.
        """
        if unit is TextUnit.LINE and self._plain is not None:
            for line in _LINE.finditer(self._plain):
                yield Stretch(line.group(), Span(*line.span()))
            return
        if self._prose is None:
            self._prose = read_note(self._path, self._data).prose
        for prose in self._prose:
            for start, end in _places(prose, unit):
                place = Span(start, end)
                yield Stretch(prose.text[start:end], prose.offsets.span_to_disk(place) if prose.offsets else place)


def _plain_text(path: NotePath, data: bytes) -> str | None:
    """Return the text of an ordinary Markdown file, or ``None`` where reading it takes more than decoding."""
    if is_canvas(path) or is_base(path) or b"\0" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _places(prose: Prose, unit: TextUnit) -> Iterator[tuple[int, int]]:
    note = prose.note
    if unit is TextUnit.LINE:
        yield from (line.span() for line in _LINE.finditer(prose.text))
    elif unit in _TASKS:
        yield from ((item.span.start, item.span.end) for item in note.list_items if _is_task(item, unit))
    elif unit is TextUnit.BLOCK:
        items = [(item.span.start, item.span.end) for item in note.list_items]
        others = [
            (section.span.start, section.span.end)
            for section in note.sections
            if section.kind not in (SectionKind.LIST, SectionKind.RULE)
        ]
        yield from sorted(items + others)
    elif unit is TextUnit.SECTION:
        starts = [0, *(heading.span.start for heading in note.headings), len(prose.text)]
        yield from ((start, end) for start, end in pairwise(starts) if start < end)
    elif prose.text:
        yield 0, len(prose.text)


def _is_task(item: ListItem, unit: TextUnit) -> bool:
    """Say whether a list item is a task: a blank between its brackets is still to be done, anything else is done."""
    if item.task is None or unit is TextUnit.TASK:
        return item.task is not None
    return item.task.isspace() is (unit is TextUnit.TASK_TODO)
