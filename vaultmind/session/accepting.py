"""What accepting suggestions writes into a note."""

from collections.abc import Callable, Iterable, Sequence

from vaultmind.domain.edit import ByteEdit, Edit
from vaultmind.domain.errors import NoteConflict, WriteRefused
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import LinkSuggestion, SuggestionKind, SuggestionPlace
from vaultmind.suggesting.places import see_also_edit
from vaultmind.writeback.note_text import NoteText, byte_edits
from vaultmind.writeback.properties import set_property

Plan = Callable[[NoteText], Sequence[ByteEdit]]
"""The edits of a note as it is read; ``NoteConflict`` where it is not what was suggested for any more."""


def without_overlaps(suggestions: Iterable[LinkSuggestion]) -> list[LinkSuggestion]:
    """Return the suggestions of one note without those for words that a likelier one takes, likeliest first."""
    taken: list[Span] = []
    chosen: list[LinkSuggestion] = []
    for one in sorted(suggestions, key=lambda one: -one.score):
        span = one.anchor.span if one.anchor is not None and one.anchor.text else None
        if span is not None and any(span.start < other.end and other.start < span.end for other in taken):
            continue
        if span is not None:
            taken.append(span)
        chosen.append(one)
    return chosen


def link_plan(wanted: Sequence[LinkSuggestion]) -> Plan:
    """Return the plan that writes links into a note, none of them where one cannot be written."""
    if len(without_overlaps(wanted)) < len(wanted):
        raise WriteRefused(f"Two of the links are for the same words of “{wanted[0].source}”: accept one of them.")

    def plan(opened: NoteText) -> Sequence[ByteEdit]:
        edits = _in_text(opened, wanted)
        properties: dict[str, list[str]] = {}
        below: list[str] = []
        for one in wanted:
            if one.anchor is None and one.property:
                properties.setdefault(one.property, []).append(one.replacement)
            elif one.anchor is None:
                below.append(one.replacement)
        for name, links in properties.items():
            edits += set_property(opened.text, name, _with_links(opened.note.properties.get(name), links))
        if below:
            end = opened.line_end_at(len(opened.text))
            edits.append(see_also_edit(opened.text, opened.note.headings, below, end))
        return byte_edits(opened, edits)

    return plan


def _in_text(opened: NoteText, wanted: Sequence[LinkSuggestion]) -> list[Edit]:
    edits: list[Edit] = []
    inserted: dict[Span, list[str]] = {}
    for one in wanted:
        if one.anchor is None:
            continue
        _require_unchanged(opened, one, one.anchor)
        if one.anchor.text:
            edits.append(Edit(one.anchor.span, one.replacement))
        else:
            inserted.setdefault(one.anchor.span, []).append(one.replacement.strip(" ()"))
    return [*edits, *(Edit(span, f" ({', '.join(links)})") for span, links in inserted.items())]


def _require_unchanged(opened: NoteText, one: LinkSuggestion, anchor: SuggestionPlace) -> None:
    span = anchor.span
    is_linked = any(link.span.start < span.end and span.start < link.span.end for link in opened.note.links)
    sentence = opened.text[one.sentence_start : one.sentence_start + len(one.sentence)]
    is_relinked = one.kind is SuggestionKind.UNRESOLVED
    if span.of(opened.text) != anchor.text or sentence != one.sentence or (is_linked and not is_relinked):
        raise NoteConflict(
            f"“{opened.path}” was changed since “{anchor.text or one.sentence}” was suggested as a link; suggest anew.",
            note=opened.path,
            on_disk=opened.content,
            wanted=None,
        )


def _with_links(value: PropertyValue, links: Sequence[str]) -> PropertyValue:
    """Return what a property holds with links added: a list where there are several."""
    known = value if isinstance(value, list) else [value] if value else []
    every = [*known, *links]
    return every if isinstance(value, list) or len(every) > 1 else every[0]
