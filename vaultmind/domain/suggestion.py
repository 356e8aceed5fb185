"""Links that a person may want: what leads where, why, how sure, and what was decided about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b

from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span


class SuggestionKind(StrEnum):
    """What a suggestion rests on most."""

    MENTION = "mention"
    """The note is named in the text."""
    SEMANTIC = "semantic"
    """The notes speak of the same."""
    STRUCTURAL = "structural"
    """The links around both expect it."""
    UNRESOLVED = "unresolved"
    """A link that leads nowhere and can have meant the target."""
    MISSING = "missing"
    """Several notes link a name that no note has; the target is the note that would have it."""
    ORPHAN = "orphan"
    """The best first link of a note that has none: from it or to it."""
    DUPLICATE = "duplicate"
    """The source says mostly what the target says, or has its name in another spelling: merge it into the target."""


LINKS = frozenset({SuggestionKind.MENTION, SuggestionKind.SEMANTIC, SuggestionKind.STRUCTURAL})
"""The kinds that are weighed by one score, and asked for where nothing else is said."""


SURE = 0.8
"""The score from which a suggestion is taken as sure where nobody says otherwise."""
SHOWN_FROM, UNNAMED_FROM = 0.05, 0.15
"""Links that are less likely are not shown; the second is for those to notes that are not named."""


class SuggestionReasonKind(StrEnum):
    """Why a link is suggested; a skin words it in the person's language."""

    NAMED = "named"
    """The text names the note, by its title or another name of its own; the detail is how often, headings left out."""
    NAMED_IN_HEADING = "named_in_heading"
    """A heading alone names the note; the detail is its title."""
    SAME_ROOT = "same_root"
    """Words stand in the text that are made of those of its name, and no form of it; the detail is those words."""
    LINK_TEXT = "link_text"
    """Words stand in the text by which other notes link it; the detail is those words."""
    USUALLY_LINKED = "usually_linked"
    """How such words fare: ``"9/10"`` where nine notes link it by them, and in one they stand without a link."""
    LINKS_BACK = "links_back"
    """The other note links here; the detail is its path."""
    SHARED_NEIGHBOURS = "shared_neighbours"
    """Both have links with the same notes; the detail is how many."""
    LIKE_NOTES_LINK = "like_notes_link"
    """Notes that share links with this one link there; the detail names some."""
    SAME_WORDS = "same_words"
    """Both use the same uncommon words; the detail names some."""
    SAME_MEANING = "same_meaning"
    """Passages of both are near in meaning; the detail is the cosine."""
    NAMED_IN_PART = "named_in_part"
    """More than half of the words of the other's title stand in the note; the detail is its title."""
    SAME_PASSAGE = "same_passage"
    """A passage of the other says nearly the same; the detail is the heading it stands under, or the title."""
    MOVED = "moved"
    """A note of this name is in another folder; the detail is its path."""
    ALIAS = "alias"
    """A note has this name as an alias; the detail is the alias."""
    SPELLED_ALIKE = "spelled_alike"
    """The names differ in case, blanks, hyphens or letters that look alike; the detail is the other name."""
    OTHER_FORM = "other_form"
    """The names are forms of one word; the detail is the other name."""
    TYPING_ERROR = "typing_error"
    """The names differ in one letter; the detail is the other name."""
    LINKED_FROM = "linked_from"
    """Notes link this name; the detail is how many."""
    WITHOUT_LINKS = "without_links"
    """No link joins a note to another, and none of its own is unresolved; the detail is its path."""
    ONLY_UNRESOLVED = "only_unresolved"
    """No link joins a note to another, and some of its own lead to notes that are not there; the detail is its path."""
    SAME_TEXT = "same_text"
    """Share of the source's text that the target has too; the detail is in percent."""


@dataclass(frozen=True, slots=True)
class SuggestionReason:
    """One reason, e.g. ``SuggestionReason(NAMED, "3")``."""

    kind: SuggestionReasonKind
    detail: str


@dataclass(frozen=True, slots=True)
class SuggestionPlace:
    """The words that would become the link: a span of the text as on disk, its line from 1, and the words."""

    line: int
    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """Return the place as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class LinkSuggestion:
    """One link that could be made in ``source``.

    ``anchor`` is what would be replaced: the words that would be linked, or the empty place in a sentence that speaks
    of the target. ``None`` where the link would go into ``property``, or, where that is ``""`` too, under "See also".
    ``replacement`` is what would be written there. ``score`` is the chance that it is one of the links a person makes,
    by the vault's own links. ``id`` stays the same while source, target and place do.
    """

    id: str
    source: NotePath
    target: NotePath
    kind: SuggestionKind
    anchor: SuggestionPlace | None
    replacement: str
    score: float
    reasons: tuple[SuggestionReason, ...] = ()
    name: str = ""
    """The stems of the name in the text, ``""`` where the note is not named."""
    sentence: str = ""
    """The text around the anchor, as on disk, where there is one."""
    sentence_start: int = 0
    property: str = ""
    certain: bool = False
    """Whether nothing else can be meant: see ``is_sure``."""


def is_sure(one: LinkSuggestion, least: float = SURE) -> bool:
    """Say whether a suggestion may be accepted unseen, from a score of ``least`` on.

    A broken link with one note that fits; or a mention by a name that no other note has, its own or one by which
    several notes link it, that is no part of a longer name and, where it is one word, is written or linked as a name.
    """
    return one.certain and one.score >= least


def is_worth_showing(one: LinkSuggestion) -> bool:
    """Say whether a suggestion is likely enough to be looked at."""
    if one.kind not in LINKS:
        return True
    return one.score >= (SHOWN_FROM if one.kind is SuggestionKind.MENTION else UNNAMED_FROM)


@dataclass(frozen=True, slots=True)
class SourceSuggestions:
    """The suggestions of one note, best first; ``targets`` are all notes that were weighed, best first."""

    source: NotePath
    targets: tuple[NotePath, ...]
    suggestions: tuple[LinkSuggestion, ...]


@dataclass(frozen=True, slots=True)
class SuggestRequest:
    """What to suggest: for one note, or for all; ``threshold`` leaves out what is less likely.

    ``kinds`` are those asked for; ``noise`` lets templates and daily notes be targets, and sources where all are asked.
    """

    note: str | None = None
    limit: int = 10
    threshold: float = 0.0
    kinds: tuple[SuggestionKind, ...] = tuple(sorted(LINKS))
    noise: bool = False


@dataclass(frozen=True, slots=True)
class DecisionReport:
    """What was decided."""

    decisions: tuple["Decision", ...]


_ANY_MATTER = ""


class Verdict(StrEnum):
    """What a person said to a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REJECTED_EVERYWHERE = "rejected_everywhere"
    """Never suggest links to this note by this name, in any note."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of one suggestion; ``name`` are the stems it rested on, ``""`` for none.

    ``words`` are that name as it was written, ``kind`` what the suggestion was (``None`` where that was not kept, which
    stands for any). ``id`` is given by the memory that keeps it, and names it when it is taken back.
    """

    source: NotePath
    target: NotePath
    verdict: Verdict
    name: str = ""
    score: float = 0.0
    at: str = ""
    id: int = field(default=0, compare=False)
    words: str = ""
    kind: SuggestionKind | None = None

    @property
    def refused(self) -> tuple[str, ...]:
        """Return what a refusal stands for, the same in every decision that refuses it: a pair, or a name anywhere."""
        if self.verdict is Verdict.REJECTED_EVERYWHERE:
            return self.verdict, _matter(self.kind), self.target, self.name
        return self.verdict, _matter(self.kind), *_between(self.source, self.target, self.kind)


def _matter(kind: SuggestionKind | None) -> str:
    """Return what a refusal of this kind is about."""
    if kind is None:
        return _ANY_MATTER
    return "link" if kind in LINKS or kind is SuggestionKind.ORPHAN else kind.value


def _between(source: NotePath, target: NotePath, kind: SuggestionKind | None) -> tuple[NotePath, NotePath]:
    """Return the pair that is refused: of a merge whichever goes into the other, of a missing note whoever links it."""
    if kind is SuggestionKind.MISSING:
        return target, target
    if kind is SuggestionKind.DUPLICATE and target < source:
        return target, source
    return source, target


class Decisions:
    """What was decided so far, as suggesting needs it."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        self.all = tuple(decisions)
        refusals = (Verdict.REJECTED, Verdict.REJECTED_EVERYWHERE)
        self._refused = {one.refused for one in self.all if one.verdict in refusals}

    def forbid(
        self,
        source: NotePath,
        target: NotePath,
        name: str = "",
        *,
        kind: SuggestionKind | None = SuggestionKind.MENTION,
    ) -> bool:
        """Say whether a person has refused this pair, or this name for this note anywhere.

        A link that could be made is one matter whatever speaks for it; a broken link between the same notes, a merge
        of them and a note that is not there are others.
        """
        if not self._refused:
            return False
        for known in (kind, None):
            pair = Verdict.REJECTED, _matter(known), *_between(source, target, known)
            anywhere = Verdict.REJECTED_EVERYWHERE, _matter(known), target, name
            if pair in self._refused or anywhere in self._refused:
                return True
        return False

    def threshold(self, shown_from: float) -> float:
        """Return the score from which suggestions are worth showing, moved by what was decided.

        Where fewer than half of the twenty last decisions near the threshold were accepted it rises, at the most to
        the median of the refused scores; where nearly all were accepted it sinks, at the most by half.
        """
        last = [one for one in self.all[-40:] if one.score > 0][-20:]
        if len(last) < 5:
            return shown_from
        accepted = sum(one.verdict is Verdict.ACCEPTED for one in last) / len(last)
        if accepted < 0.5:
            refused = sorted(one.score for one in last if one.verdict is not Verdict.ACCEPTED)
            return max(shown_from, refused[len(refused) // 2])
        return shown_from * (0.5 if accepted > 0.9 else 1.0)


def suggestion_id(source: NotePath, target: NotePath, place: Span | None) -> str:
    """Return the short name of a suggestion, the same in every run."""
    where = "" if place is None else f"{place.start}:{place.end}"
    return blake2b(f"{source}\0{target}\0{where}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
