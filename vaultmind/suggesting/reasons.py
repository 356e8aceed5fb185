"""Why a link is suggested, each reason as a kind and what there is to say of it."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vaultmind.domain.suggestion import SuggestionKind, SuggestionReason, SuggestionReasonKind
from vaultmind.suggesting.evidence import SIGNS, Evidence, Weighed
from vaultmind.suggesting.meaning import NearPassages
from vaultmind.suggesting.words import NoteWords

_SIGN = {name: column for column, name in enumerate(SIGNS)}
_NAMED_IN_A_REASON = 3
_NAMED_IN_PART, _VOTED, _ALIKE = 0.6, 0.3, 0.15
"""How strong signs must be to be said: of a title in the text, of votes for a target, of words in common."""
NEAR, NEARLY_THE_SAME = 0.3, 0.5
"""How near passages must be to say so: 0 as any two notes, 1 the same."""
SharedNeighbours = npt.NDArray[np.int64]
"""How many neighbours a note shares with every note, by number."""


def kind_of(weighed: Weighed, row: int, *, named: bool) -> SuggestionKind:
    """Return what a suggestion rests on most."""
    if named:
        return SuggestionKind.MENTION
    signs = weighed.rows[row]
    links = max(signs[_SIGN["adamic_adar_share"]], signs[_SIGN["voted_share"]], signs[_SIGN["links_back"]])
    words = max(signs[_SIGN["cosine_share"]], signs[_SIGN["meaning"]])
    return SuggestionKind.STRUCTURAL if links >= words else SuggestionKind.SEMANTIC


def have_reasons(weighed: Weighed, shared: SharedNeighbours) -> npt.NDArray[np.bool_]:
    """Return which rows ``reasons_of`` says something of, near passages apart; ``shared`` is by note, not by row."""
    signs = weighed.rows
    return (
        np.isin(weighed.targets, list(weighed.namings))
        | (signs[:, _SIGN["title_in"]] > _NAMED_IN_PART)
        | (signs[:, _SIGN["links_back"]] > 0)
        | (shared[weighed.targets] > 1)
        | (signs[:, _SIGN["voted_share"]] > _VOTED)
        | (signs[:, _SIGN["cosine"]] > _ALIKE)
    )


def reasons_of(
    evidence: Evidence,
    weighed: Weighed,
    row: int,
    text: str,
    *,
    shared: SharedNeighbours,
    near: NearPassages | None = None,
    heading: str = "",
) -> Iterator[SuggestionReason]:
    """Yield the reasons, the strongest kinds first.

    ``text`` is that of the source, ``shared`` how many neighbours it shares with every note, ``heading`` what the
    nearest passage there stands under.
    """
    source, target, signs = weighed.source, int(weighed.targets[row]), weighed.rows[row]
    notes = evidence.notes
    naming = weighed.namings.get(target)
    if naming is not None:
        yield SuggestionReason(SuggestionReasonKind.NAMED, str(naming.mention.count))
        if naming.linked:
            detail = f"{naming.linked}/{naming.linked + naming.plain}"
            yield SuggestionReason(SuggestionReasonKind.USUALLY_LINKED, detail)
    elif signs[_SIGN["title_in"]] > _NAMED_IN_PART:
        yield SuggestionReason(SuggestionReasonKind.NAMED_IN_PART, notes[target].title)
    if signs[_SIGN["links_back"]]:
        yield SuggestionReason(SuggestionReasonKind.LINKS_BACK, notes[target].path)
    if near is not None and near.closeness >= NEARLY_THE_SAME:
        yield SuggestionReason(SuggestionReasonKind.SAME_PASSAGE, heading or notes[target].title)
    elif near is not None and near.closeness >= NEAR:
        yield SuggestionReason(SuggestionReasonKind.SAME_MEANING, f"{near.closeness:.2f}")
    if shared[target] > 1:
        yield SuggestionReason(SuggestionReasonKind.SHARED_NEIGHBOURS, str(shared[target]))
    if signs[_SIGN["voted_share"]] > _VOTED:
        alike = [notes[one].title for one in weighed.voters.tolist() if target in evidence.links.out[one]]
        yield SuggestionReason(SuggestionReasonKind.LIKE_NOTES_LINK, ", ".join(alike[:_NAMED_IN_A_REASON]))
    if signs[_SIGN["cosine"]] > _ALIKE:
        shown = (_as_written(notes[source], stem, text) for stem in evidence.likeness.shared(source, target))
        yield SuggestionReason(SuggestionReasonKind.SAME_WORDS, ", ".join(shown))


def _as_written(note: NoteWords, stem: str, text: str) -> str:
    """Return the first word of a note that has this stem, in small letters."""
    at = note.stems.index(stem) if stem in note.stems else -1
    return note.span(at, at + 1).of(text).lower() if at >= 0 else stem
