"""Why a link is suggested, each reason as a kind and what there is to say of it."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from vaultmind.domain.suggestion import SuggestionKind, SuggestionReason, SuggestionReasonKind
from vaultmind.suggesting.anchors import Mention, NameKind, written_names
from vaultmind.suggesting.evidence import SIGNS, Evidence, Weighed
from vaultmind.suggesting.meaning import NearPassages
from vaultmind.suggesting.words import NoteWords, are_forms, name_stems

_SIGN = {name: column for column, name in enumerate(SIGNS)}
_NAMED_IN_A_REASON = 3
_NAMED_IN_PART, _VOTED, _ALIKE = 0.6, 0.3, 0.15
"""How strong signs must be to be said: of a title in the text, of votes for a target, of words in common."""
NEAR, NEARLY_THE_SAME = 0.3, 0.5
"""How near passages must be to say so: 0 as any two notes, 1 the same."""
_SHARED_LOOKED_AT, _SHORTEST_TELLING = 12, 3
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
    named = list(_naming_reasons(evidence, weighed, target, text)) if target in weighed.namings else []
    yield from named
    if not named and signs[_SIGN["title_in"]] > _NAMED_IN_PART and _stands_in_part(notes[source], notes[target].title):
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
        shared_stems = evidence.likeness.shared(source, target, _SHARED_LOOKED_AT)
        telling = [stem for stem in shared_stems if len(stem) >= _SHORTEST_TELLING and stem.isalpha()]
        if telling:
            shown = (_as_written(notes[source], stem, text) for stem in telling[:_NAMED_IN_A_REASON])
            yield SuggestionReason(SuggestionReasonKind.SAME_WORDS, ", ".join(shown))


def _naming_reasons(evidence: Evidence, weighed: Weighed, target: int, text: str) -> Iterator[SuggestionReason]:
    """Yield how the source names the target: by all its names, those that links gave it apart."""
    source, path = evidence.notes[weighed.source], evidence.notes[target].path
    own: list[Mention] = []
    given: list[Mention] = []
    for mention in weighed.mentions.get(target, ()):
        is_given = evidence.names.uses[mention.name].kinds[path] is NameKind.DISPLAY
        (given if is_given else own).append(mention)
    names = [name for _, name in written_names(evidence.notes[target])]
    written = [words for mention in own for words in _written(source, mention, text)]
    times = sum(any(are_forms(words, name) for name in names) for words in written)
    if times:
        yield SuggestionReason(SuggestionReasonKind.NAMED, str(times))
    elif written:
        yield SuggestionReason(SuggestionReasonKind.SAME_ROOT, written[0])
    elif own:
        yield SuggestionReason(SuggestionReasonKind.NAMED_IN_HEADING, evidence.notes[target].title)
    by_links = next((words for mention in given for words in _written(source, mention, text)), None)
    if by_links is not None and not times:
        yield SuggestionReason(SuggestionReasonKind.LINK_TEXT, by_links)
    naming = weighed.namings[target]
    if naming.linked and naming.mention.places:
        yield SuggestionReason(SuggestionReasonKind.USUALLY_LINKED, f"{naming.linked}/{naming.linked + naming.plain}")


def _written(note: NoteWords, mention: Mention, text: str) -> Iterator[str]:
    """Yield the words of each place of a mention as they are written."""
    for first in mention.places:
        yield " ".join(note.span(first, first + len(mention.name)).of(text).split())


def _stands_in_part(note: NoteWords, title: str) -> bool:
    """Say whether more than half of the words of a title stand in a note, one of them more than a sign or a number."""
    words = set(name_stems(title))
    found = words.intersection(note.stems)
    return len(found) * 2 > len(words) and any(len(word) >= _SHORTEST_TELLING and word.isalpha() for word in found)


def _as_written(note: NoteWords, stem: str, text: str) -> str:
    """Return the first word of a note that has this stem, in small letters."""
    at = note.stems.index(stem) if stem in note.stems else -1
    return note.span(at, at + 1).of(text).lower() if at >= 0 else stem
