"""Links that lead nowhere: the note each can have meant, and the notes that should exist."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath, name_key
from vaultmind.domain.linking import LinkRules, is_linkable, shortest_link_text, write_link
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import (
    LinkSuggestion,
    SuggestionKind,
    SuggestionPlace,
    SuggestionReason,
    SuggestionReasonKind,
    suggestion_id,
)
from vaultmind.suggesting.places import sentence_around
from vaultmind.suggesting.suggestions import Habits
from vaultmind.suggesting.words import NoteWords, are_forms, name_stems

_CHANCES = {
    SuggestionReasonKind.MOVED: 0.97,
    SuggestionReasonKind.SPELLED_ALIKE: 0.96,
    SuggestionReasonKind.ALIAS: 0.95,
    SuggestionReasonKind.OTHER_FORM: 0.85,
    SuggestionReasonKind.TYPING_ERROR: 0.75,
}
"""How sure each is, where one note alone fits; chosen, not learnt."""
_SHORTEST_TYPED = 5
_LONGEST_TYPED = 60
_REWRITTEN = frozenset({LinkKind.WIKILINK, LinkKind.MARKDOWN, LinkKind.EMBED, LinkKind.PROPERTY})
_FEWEST_LINKING = 2


class KnownNames:
    """Every name of every note, by what may be left of it when somebody writes it otherwise."""

    def __init__(self, notes: Iterable[NoteWords], graph: LinkGraph) -> None:
        self._graph = graph
        self._alias: defaultdict[str, set[NotePath]] = defaultdict(set)
        self._alike: defaultdict[str, set[NotePath]] = defaultdict(set)
        self._form: defaultdict[tuple[str, ...], set[NotePath]] = defaultdict(set)
        self._typed: dict[str, set[NotePath]] | None = None
        self._paths: list[NotePath] = []
        for note in notes:
            name = _stem(note.path)
            self._alike[_loose(name)].add(note.path)
            self._form[name_stems(name)].add(note.path)
            for alias in note.aliases:
                self._alias[name_key(alias)].add(note.path)
            self._paths.append(note.path)

    def meant(self, target: str, source: NotePath) -> tuple[SuggestionReasonKind, tuple[NotePath, ...]] | None:
        """Return how an unresolved link may have been meant, and the notes that fit, ``None`` where none does."""
        name = target.rpartition("/")[2]
        if not name:
            return None
        if "/" in target and (elsewhere := self._graph.resolve(name, source=source)) is not None:
            return SuggestionReasonKind.MOVED, (elsewhere,)
        plain = _stem(NotePath(name))
        loose = _loose(plain)
        for kind, fits in (
            (SuggestionReasonKind.ALIAS, self._alias.get(name_key(plain))),
            (SuggestionReasonKind.SPELLED_ALIKE, self._alike.get(loose) if loose else None),
            (SuggestionReasonKind.OTHER_FORM, self._forms(plain) if loose else None),
            (SuggestionReasonKind.TYPING_ERROR, self._nearly(loose)),
        ):
            others = tuple(sorted(path for path in fits or () if path != source))
            if others:
                return kind, others
        return None

    def _forms(self, name: str) -> set[NotePath]:
        return {path for path in self._form.get(name_stems(name), ()) if are_forms(name, _stem(path))}

    def _nearly(self, loose: str) -> set[NotePath]:
        if self._typed is None:
            self._typed = {}
            for path in self._paths:
                for key in _with_one_sign_less(_loose(_stem(path))):
                    self._typed.setdefault(key, set()).add(path)
        found: set[NotePath] = set()
        for key in _with_one_sign_less(loose):
            found |= self._typed.get(key, set())
        return {path for path in found if _is_one_slip(loose, _loose(_stem(path)))}


def unresolved_links(
    note: NoteWords, text: str, known: Callable[[], KnownNames], graph: LinkGraph, habits: Habits
) -> Iterator[LinkSuggestion]:
    """Yield for each link of a note that leads nowhere the link that it can have meant, in its own place.

    ``known`` is asked where there is such a link.
    """
    for link in note.links:
        if not link.target or link.kind not in _REWRITTEN or graph.resolve(link.target, source=note.path) is not None:
            continue
        meant = known().meant(link.target, note.path)
        if meant is None:
            continue
        kind, fits = meant
        target = fits[0]
        place = _place_of(link, text)
        written = _rewritten(link, target, kind, note.path, habits) if place is not None else None
        if place is None or written is None:
            continue
        sentence = sentence_around(text, place)
        yield LinkSuggestion(
            id=suggestion_id(note.path, target, place),
            source=note.path,
            target=target,
            kind=SuggestionKind.UNRESOLVED,
            anchor=SuggestionPlace(link.line, place.start, place.end, place.of(text)),
            replacement=written,
            score=round(_CHANCES[kind] / len(fits), 4),
            reasons=(SuggestionReason(kind, link.target if kind is SuggestionReasonKind.ALIAS else target),),
            name=link.target,
            sentence=sentence.of(text),
            sentence_start=sentence.start,
            certain=len(fits) == 1,
        )


def missing_notes(
    notes: Sequence[NoteWords], known: Callable[[], KnownNames], graph: LinkGraph, is_source: Callable[[NotePath], bool]
) -> Iterator[LinkSuggestion]:
    """Yield the notes that several notes link and that are not there, those with the most links first.

    The source is the first note that links it, the target the note as Obsidian would make it.
    """
    linking: dict[str, dict[NotePath, None]] = {}
    spellings: dict[str, Counter[str]] = {}
    for note in notes:
        for link in note.links:
            if link.kind in _REWRITTEN and link.target and is_source(note.path):
                linking.setdefault(name_key(link.target), {})[note.path] = None
                spellings.setdefault(name_key(link.target), Counter())[link.target] += 1
    wanted = [(sources, _commonest(spellings[key])) for key, sources in linking.items()]
    for sources, name in sorted(wanted, key=lambda one: (-len(one[0]), one[1])):
        first = next(iter(sources))
        path = NotePath(name if name.lower().endswith(".md") else f"{name}.md")
        is_attachment = "." in name.rpartition("/")[2] and not name.lower().endswith(".md") and " " not in name
        if len(sources) < _FEWEST_LINKING or is_attachment or not is_linkable(path):
            continue
        if graph.resolve(name, source=first) is not None or known().meant(name, first) is not None:
            continue
        yield LinkSuggestion(
            id=suggestion_id(path, path, None),
            source=first,
            target=path,
            kind=SuggestionKind.MISSING,
            anchor=None,
            replacement="",
            score=round(len(sources) / (len(sources) + 2), 4),
            reasons=(SuggestionReason(SuggestionReasonKind.LINKED_FROM, str(len(sources))),),
            name=name,
        )


def _commonest(spellings: Counter[str]) -> str:
    """Return how a name is written mostly; of two equally common spellings that with a capital."""
    return min(spellings, key=lambda one: (-spellings[one], one))


def _place_of(link: Link, text: str) -> Span | None:
    """Return where the link itself stands, in a property within its value."""
    at = text.find(link.text, link.span.start, link.span.end) if link.text else -1
    return Span(at, at + len(link.text)) if at >= 0 else None


def _rewritten(
    link: Link, target: NotePath, kind: SuggestionReasonKind, source: NotePath, habits: Habits
) -> str | None:
    """Return the link with another path, ``None`` where it cannot be told apart in what is written."""
    if link.kind is LinkKind.MARKDOWN:
        rules = LinkRules(habits.rules.format, markdown=True)
        shown = link.text.partition("](")[0].partition("[")[2]
        names, heading, block = habits.names, link.heading, link.block_id
        return write_link(names, target, source=source, rules=rules, heading=heading, block_id=block, alias=shown)
    path = shortest_link_text(habits.names, target, source=source, rules=LinkRules(habits.rules.format))
    if path is None or "[[" not in link.text or link.target not in link.text:
        return None
    start = link.text.index(link.target)
    rest = link.text[start + len(link.target) :]
    changes_words = kind in (SuggestionReasonKind.ALIAS, SuggestionReasonKind.OTHER_FORM)
    if changes_words and rest == "]]" and link.kind is LinkKind.WIKILINK:
        rest = f"|{link.target}]]"
    return f"{link.text[:start]}{path}{rest}"


def _stem(path: NotePath) -> str:
    name = path.rpartition("/")[2]
    return name[:-3] if name[-3:].lower() == ".md" else name


def _loose(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("ё", "е")
    return "".join(sign for sign in plain if sign.isalnum())


def _with_one_sign_less(name: str) -> Iterator[str]:
    """Yield the name, and all that is left where one sign is left out: two names with one slip between share one."""
    if _SHORTEST_TYPED <= len(name) <= _LONGEST_TYPED:
        yield name
        for at in range(len(name)):
            yield name[:at] + name[at + 1 :]


def _is_one_slip(one: str, other: str) -> bool:
    """Say whether two names differ in one letter: another, one more, one less, or two that changed places."""
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    left, right = one[start:], other[start:]
    if any(sign.isdigit() for sign in (*left[:1], *right[:1])):
        return False  # another number is another name
    swapped = len(left) > 1 and left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]
