"""The best first link of a note that has none."""

from collections.abc import Callable
from dataclasses import replace

from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import (
    Decisions,
    LinkSuggestion,
    SuggestionKind,
    SuggestionReason,
    SuggestionReasonKind,
    suggestion_id,
)
from vaultmind.suggesting.evidence import Evidence
from vaultmind.suggesting.ranking import Ranker
from vaultmind.suggesting.suggestions import Habits, suggest_links

_NAMING_LOOKED_AT = 12


def is_alone(evidence: Evidence, path: NotePath) -> bool:
    """Say whether no link leads from a note to another or back."""
    number = evidence.numbers[path]
    return not len(evidence.links.out[number]) and not len(evidence.links.into[number])


def first_link(
    ranker: Ranker,
    orphan: NotePath,
    text_of: Callable[[NotePath], str | None],
    *,
    habits: Habits,
    decisions: Decisions,
    is_target: Callable[[NotePath], bool],
) -> LinkSuggestion | None:
    """Return the likeliest link from ``orphan`` or to it from a note that names it, ``None`` where there is none."""
    evidence = ranker.evidence
    number = evidence.numbers[orphan]
    naming = [one for one in sorted(evidence.naming(number)) if one != number and is_target(evidence.notes[one].path)]
    best: LinkSuggestion | None = None
    for source in (number, *naming[:_NAMING_LOOKED_AT]):
        path = evidence.notes[source].path
        text = text_of(path)
        if text is None:
            continue
        found = suggest_links(
            ranker,
            path,
            text,
            habits=habits,
            decisions=decisions,
            is_target=is_target if source == number else lambda one: one == orphan,
            limit=1,
        ).suggestions
        if found and (best is None or found[0].score > best.score):
            best = found[0]
    if best is None:
        return None
    kinds = SuggestionReasonKind
    alone = SuggestionReason(kinds.ONLY_UNRESOLVED if evidence.has_unresolved(number) else kinds.WITHOUT_LINKS, orphan)
    place = best.anchor.span if best.anchor is not None else None
    own_id = suggestion_id(NotePath(f"{orphan}\0{best.source}"), best.target, place)  # the link has one of its own
    return replace(best, id=own_id, kind=SuggestionKind.ORPHAN, reasons=(alone, *best.reasons))
