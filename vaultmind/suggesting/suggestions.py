"""From weighed targets to suggestions a person can judge: the place, the link as it would be written, the reasons."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from vaultmind.domain.edit import Edit
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules, shortest_link_text, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import Heading
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import (
    Decisions,
    LinkSuggestion,
    SourceSuggestions,
    SuggestionKind,
    SuggestionPlace,
    SuggestionReason,
    SuggestionReasonKind,
    suggestion_id,
)
from vaultmind.suggesting.evidence import SIGNS, Evidence, Naming, Weighed
from vaultmind.suggesting.ranking import Ranker
from vaultmind.suggesting.words import NoteWords

_SIGN = {name: column for column, name in enumerate(SIGNS)}
_TABLE_ROW = re.compile(r"[ \t>]*\|")
_NAMED_IN_A_REASON = 3
_MOST_TARGETS = 50
_SEE_ALSO = re.compile(
    r"(?:see also|related|related notes|см\.? также|смотри также|связанное|похожие заметки)\W*$", re.IGNORECASE
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def suggest_links(
    ranker: Ranker,
    source: NotePath,
    text: str,
    *,
    names: VaultNames,
    rules: LinkRules,
    decisions: Decisions,
    is_target: Callable[[NotePath], bool],
    limit: int = 10,
    threshold: float = 0.0,
) -> SourceSuggestions:
    """Return the links that ``source`` might have, best first; ``text`` is what its words were read from.

    Nothing that is linked already, was refused, or is no target; ``targets`` goes on below ``threshold``.
    """
    evidence = ranker.evidence
    note = evidence.notes[evidence.numbers[source]]
    weighed, chances = ranker.ranked(evidence.numbers[source])
    targets: list[NotePath] = []
    found: list[LinkSuggestion] = []
    for row in np.argsort(-chances, kind="stable").tolist():
        number = int(weighed.targets[row])
        target = evidence.notes[number].path
        naming = weighed.namings.get(number)
        name = " ".join(naming.mention.name) if naming else ""
        if not is_target(target) or decisions.forbid(source, target, name):
            continue
        targets.append(target)
        score = round(float(chances[row]), 4)
        if len(found) < limit and score >= threshold:
            written = _written(note, text, target, naming, names, rules)
            if written is not None:
                place, link = written
                found.append(
                    LinkSuggestion(
                        id=suggestion_id(source, target, place.span if place else None),
                        source=source,
                        target=target,
                        kind=_kind(weighed, row, named=place is not None),
                        anchor=place,
                        replacement=link,
                        score=score,
                        reasons=tuple(_reasons(evidence, weighed, row)),
                        name=name,
                    )
                )
        if len(targets) >= max(_MOST_TARGETS, limit):
            break
    return SourceSuggestions(source, tuple(targets), tuple(found))


def see_also_edit(text: str, headings: Sequence[Heading], links: Sequence[str], line_end: str = "\n") -> Edit:
    """Return the edit that lists ``links`` under "See also", under such a heading where the note has one."""
    items = line_end.join(f"- {link}" for link in links)
    for at, heading in enumerate(headings):
        if _SEE_ALSO.match(heading.text.strip()):
            end = next((one.span.start for one in headings[at + 1 :]), len(text))
            own = text[heading.span.end : end].rstrip()
            place = heading.span.end + len(own)
            if not own:
                return Edit(Span(place, place), f"{line_end}{line_end}{items}")
            return Edit(Span(place, place), f"{line_end}{items}")
    title = "См. также" if len(_CYRILLIC.findall(text)) * 2 > len(text) / 2 else "See also"
    place = len(text.rstrip())
    before = f"{line_end}{line_end}" if place else ""
    return Edit(Span(place, place), f"{before}## {title}{line_end}{line_end}{items}")


def _written(
    note: NoteWords, text: str, target: NotePath, naming: Naming | None, names: VaultNames, rules: LinkRules
) -> tuple[SuggestionPlace | None, str] | None:
    """Return where the link would stand and how it is written, ``None`` where no link can lead there."""
    for first in naming.mention.places if naming else ():
        span = note.span(first, first + len(naming.mention.name)) if naming else Span(0, 0)
        words = span.of(text)
        line_start = text.rfind("\n", 0, span.start) + 1
        in_table = _TABLE_ROW.match(text, line_start) is not None
        shown = None if words == shortest_link_text(names, target, source=note.path, rules=rules) else words
        link = write_link(names, target, source=note.path, rules=rules, alias=shown, in_table=in_table)
        if link is not None and "\n" not in words and words.strip():
            return SuggestionPlace(text.count("\n", 0, span.start) + 1, span.start, span.end, words), link
    link = write_link(names, target, source=note.path, rules=rules)
    return None if link is None else (None, link)


def _kind(weighed: Weighed, row: int, *, named: bool) -> SuggestionKind:
    if named:
        return SuggestionKind.MENTION
    signs = weighed.rows[row]
    links = max(signs[_SIGN["adamic_adar_share"]], signs[_SIGN["voted_share"]], signs[_SIGN["links_back"]])
    words = max(signs[_SIGN["cosine_share"]], signs[_SIGN["meaning"]])
    return SuggestionKind.STRUCTURAL if links >= words else SuggestionKind.SEMANTIC


def _reasons(evidence: Evidence, weighed: Weighed, row: int) -> Iterator[SuggestionReason]:
    source, target, signs = weighed.source, int(weighed.targets[row]), weighed.rows[row]
    notes = evidence.notes
    naming = weighed.namings.get(target)
    if naming is not None:
        yield SuggestionReason(SuggestionReasonKind.NAMED, str(naming.mention.count))
        if naming.linked:
            detail = f"{naming.linked}/{naming.linked + naming.plain}"
            yield SuggestionReason(SuggestionReasonKind.USUALLY_LINKED, detail)
    elif signs[_SIGN["title_in"]] > 0.6:
        yield SuggestionReason(SuggestionReasonKind.NAMED_IN_PART, notes[target].title)
    if signs[_SIGN["links_back"]]:
        yield SuggestionReason(SuggestionReasonKind.LINKS_BACK, notes[target].path)
    shared = evidence.links.shared_neighbours(source, target)
    if shared > 1:
        yield SuggestionReason(SuggestionReasonKind.SHARED_NEIGHBOURS, str(shared))
    if signs[_SIGN["voted_share"]] > 0.3:
        alike = [notes[one].title for one in weighed.voters.tolist() if target in evidence.links.out[one]]
        yield SuggestionReason(SuggestionReasonKind.LIKE_NOTES_LINK, ", ".join(alike[:_NAMED_IN_A_REASON]))
    if signs[_SIGN["meaning"]] > 0.8:
        yield SuggestionReason(SuggestionReasonKind.SAME_MEANING, f"{signs[_SIGN['meaning']]:.2f}")
    if signs[_SIGN["cosine"]] > 0.15:
        yield SuggestionReason(SuggestionReasonKind.SAME_WORDS, ", ".join(evidence.likeness.shared(source, target)))
