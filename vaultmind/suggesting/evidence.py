"""What speaks for a link between two notes: every sign as a number, for the targets that any sign speaks for."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.suggesting.anchors import Mention, Name, NameKind, Names, NameUse, Pair
from vaultmind.suggesting.groups import Groups
from vaultmind.suggesting.learning import Rows
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.meaning import Passages
from vaultmind.suggesting.structure import LinkMatrix, Numbers, Weights, greatest
from vaultmind.suggesting.words import NoteWords

SIGNS = (
    "named", "linked_rate", "linked", "plain", "commonness", "name_kind", "name_words", "name_signs", "name_targets",
    "place", "only_in_heading", "names_in_note", "capital", "rate_in_this_case",
    "links_back", "adamic_adar", "resource_allocation", "two_steps", "cited_together", "citing_alike",
    "voted", "voted_by_words", "walk", "cosine", "title_in", "title_of_source_in", "in_degree", "out_degree",
    "out_degree_of_source", "folder_rate", "tag_rate", "same_folder", "same_beginning", "meaning",
    "adamic_adar_share", "voted_share", "voted_by_words_share", "cosine_share", "walk_share", "longer_named",
    "sense",
)  # fmt: skip
"""The columns of ``Weighed.rows``."""

_PRIOR = {
    NameKind.TITLE: 0.5,
    NameKind.ALIAS: 0.4,
    NameKind.HEADLINE: 0.3,
    NameKind.PART_OF_TITLE: 0.3,
    NameKind.DISPLAY: 0.1,
}
"""How many links a name counts as having without any."""
_NO_NAME = 6
_TARGETS_OF_A_NAME = 12


@dataclass(frozen=True, slots=True)
class Naming:
    """The mention by which a source names a target, and how such a mention fares in the vault."""

    mention: Mention
    kind: NameKind
    linked: int
    plain: int
    rate: float
    commonness: float
    targets: int
    rate_in_this_case: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """The targets that a source might link, with their signs: ``rows`` of shape ``(targets, signs)``."""

    source: int
    targets: Numbers
    rows: Rows
    namings: Mapping[int, Naming]
    voters: Numbers
    """The notes with links most like those of the source, most alike first."""
    mentions: Mapping[int, Sequence[Mention]] = field(default_factory=dict)
    """All mentions that may mean a target, not only that which speaks most for it."""


class Evidence:
    """All that a vault knows of its links, as if the ``hidden`` pairs were not linked."""

    def __init__(
        self,
        notes: Sequence[NoteWords],
        graph: LinkGraph,
        likeness: WordLikeness,
        *,
        hidden: Set[Pair] = frozenset(),
        passages: Passages | None = None,
        known: "Evidence | None" = None,
    ) -> None:
        """Take in notes; ``known`` is evidence of the same notes that hides fewer pairs, and spares reading again."""
        self.notes = list(notes)
        self.likeness = likeness
        self.passages = passages
        self.numbers = {note.path: number for number, note in enumerate(notes)}
        self._hidden = hidden
        self._hiding = {source for source, _ in hidden}
        self._graph = graph
        self.names: Names = Names(notes, graph, hidden) if known is None else known.names.without(hidden)
        linked = known.targets_by_note if known is not None else (linked_notes(note, graph) for note in notes)
        self.targets_by_note: list[set[NotePath]] = [
            {to for to in targets if (note.path, to) not in hidden} for note, targets in zip(notes, linked, strict=True)
        ]
        pairs = ((number, to) for number in range(len(notes)) for to in self._targets_of(number))
        self.links = LinkMatrix(len(notes), pairs)
        self.groups = Groups(notes, self.links)
        self._beginnings = [note.title.casefold() for note in notes]
        self._mentions: list[Sequence[Mention]] = [[] for _ in notes]
        self._counted: list[tuple[Mention, ...]] = [() for _ in notes]
        self._named: list[set[int]] = [set() for _ in notes]
        self._named_by: list[set[int]] = [set() for _ in notes]
        for number in range(len(notes)):
            self._look_for_names(number, known.mentions_in(number) if known is not None else None)

    def update(self, changed: Sequence[NoteWords], gone: Iterable[NotePath], graph: LinkGraph) -> None:
        """Take in notes that are new, changed or gone, and those whose links lead elsewhere because of them.

        Names, mentions and links are then what they would be if all were read anew; how rare words are, and what was
        learnt from the links, stays.
        """
        self._graph = graph
        gone = [path for path in gone if path in self.numbers]
        paths = [*gone, *(note.path for note in changed)]
        incoming = Names(changed, graph)
        renamed = {name for path in paths for name in self.names.names_with(path) | incoming.names_with(path)}
        before = {name: self.names.targets(name) for name in renamed}
        for path in paths:
            self.names.drop(path)
        for path in gone:
            number = self.numbers.pop(path)
            self._take(number, NoteWords(NotePath(""), ""), set())
        for note in changed:
            self.names.add(note, graph)
            self.numbers.setdefault(note.path, len(self.notes))
            if self.numbers[note.path] == len(self.notes):
                self._grow()
        for note in changed:
            self._take(self.numbers[note.path], note, linked_notes(note, graph))
        firsts = {name[0] for name in renamed if self.names.targets(name) != before[name]}
        again = {self.numbers[note.path] for note in changed}
        if firsts:
            again.update(number for number, note in enumerate(self.notes) if not firsts.isdisjoint(note.stems))
        for number in again:
            self._forget_names_in(number)
        self.names.forget_unused(renamed)
        for number in again:
            self._look_for_names(number)

    def _grow(self) -> None:
        self.notes.append(NoteWords(NotePath(""), ""))
        self.links.grow()
        self._beginnings.append("")
        self.targets_by_note.append(set())
        self._mentions.append([])
        self._counted.append(())
        self._named.append(set())
        self._named_by.append(set())
        if self.passages is not None:
            self.passages.replace(len(self.passages), (), None)

    def _take(self, number: int, note: NoteWords, targets: set[NotePath]) -> None:
        """Put a note in its place, but for the names in it."""
        if not note.path:
            self._forget_names_in(number)
        self.notes[number], self.targets_by_note[number] = note, targets
        self._beginnings[number] = note.title.casefold()
        self.links.replace(number, self._targets_of(number))
        self.groups.replace(number, note)
        self.likeness.replace(number, note)

    def _targets_of(self, number: int) -> list[int]:
        return [self.numbers[to] for to in self.targets_by_note[number] if to in self.numbers]

    def _look_for_names(self, number: int, before: Sequence[Mention] | None = None) -> None:
        """Look for names in a note; ``before`` are those found when every name there is now was known, and others."""
        note, uses = self.notes[number], self.names.uses
        if before is None or note.path in self._hiding or any(one.name not in uses for one in before):
            before = self.names.mentions(note, self._free(note))
        found = self._mentions[number] = before
        self._counted[number] = self.names.count_plain(found, self.targets_by_note[number])
        for mention in found:
            for to in self.names.uses[mention.name].kinds:
                if to in self.numbers:
                    self._named[number].add(self.numbers[to])
                    self._named_by[self.numbers[to]].add(number)

    def _forget_names_in(self, number: int) -> None:
        self.names.uncount_plain(self._counted[number])
        for to in self._named[number]:
            self._named_by[to].discard(number)
        self._mentions[number], self._counted[number] = [], ()
        self._named[number].clear()

    def pairs(self) -> list[Pair]:
        """Return source and target of every link from note to note."""
        return [
            (note.path, to)
            for note, targets in zip(self.notes, self.targets_by_note, strict=True)
            for to in targets
            if to in self._graph
        ]

    def has_unresolved(self, number: int) -> bool:
        """Say whether some link of a note leads nowhere."""
        note = self.notes[number]
        return any(link.target and self._graph.resolve(link.target, source=note.path) is None for link in note.links)

    def mentions_in(self, number: int) -> Sequence[Mention]:
        """Return the names that stand in a note."""
        return self._mentions[number]

    def naming(self, number: int) -> Set[int]:
        """Return the notes in whose text a note is named."""
        return self._named_by[number]

    def weigh(self, source: int) -> Weighed:
        """Return every target that some sign speaks for, never the note itself nor what it links already."""
        links, note = self.links, self.notes[source]
        mentions: dict[int, list[Mention]] = {}
        namings = self._namings(source, mentions)
        cosine = self.likeness.cosines(source)
        adamic, allocated = links.by_shared_neighbours(source)
        alike = links.citing_alike(source)
        voted, voters = links.voted(source, alike.copy())
        by_words, _ = links.voted(source, cosine.copy())
        walk = links.walk(source)
        title_in = self.likeness.titles_in(note)
        together = links.cited_together(source)
        folder_rate, tag_rate = self.groups.rates(source)
        meaning = self._meaning_of(source)
        chosen = np.zeros(links.count, dtype=bool)
        chosen[[*namings, *links.into[source].tolist()]] = True
        for scores, count in (
            (adamic, 30), (voted, 40), (by_words, 30), (cosine, 20), (walk, 30), (title_in, 15), (together, 15),
            (folder_rate, 12), (tag_rate, 12), (meaning, 20),
        ):  # fmt: skip
            chosen[greatest(scores, count)] = True
        chosen[source] = False
        chosen[links.out[source]] = False
        targets: Numbers = np.flatnonzero(chosen).astype(np.int32)
        back = np.zeros(links.count)
        back[links.into[source]] = 1.0
        columns = [
            *self._named_columns(source, targets, namings),
            back[targets], adamic[targets], allocated[targets],
            links.two_steps(source)[targets], together[targets], alike[targets], voted[targets], by_words[targets],
            walk[targets], cosine[targets], title_in[targets], self._source_named_in(source, targets),
            np.log1p(links.in_degree[targets]), np.log1p(links.out_degree[targets]),
            np.full(len(targets), np.log1p(links.out_degree[source])),
            folder_rate[targets], tag_rate[targets], self.groups.same_folder(source, targets),
            self._same_beginning(source, targets), meaning[targets],
            _share(adamic, targets), _share(voted, targets), _share(by_words, targets),
            _share(_without(cosine, source), targets), _share(_without(walk, source), targets),
            self._longer_named(targets, namings),
            self._sense(source, targets, namings, (cosine, adamic, walk, meaning)),
        ]  # fmt: skip
        rows = np.stack(columns, axis=1).astype(np.float32) if len(targets) else np.zeros((0, len(SIGNS)), np.float32)
        return Weighed(source, targets, rows, namings, voters, mentions)

    def _free(self, note: NoteWords) -> Mapping[int, bool]:
        """Return which links of a note are to be read as plain words, because they are hidden."""
        if note.path not in self._hiding:
            return {}
        return {
            number: (note.path, to) in self._hidden
            for number, link in enumerate(note.in_text)
            if link.target and (to := self._graph.resolve(link.target, source=note.path)) is not None
        }

    def _namings(self, source: int, mentions: dict[int, list[Mention]]) -> dict[int, Naming]:
        """Return for each target the mention that speaks most for it; ``mentions`` takes all of each."""
        best: dict[int, Naming] = {}
        for mention in self._mentions[source]:
            use = self.names.uses[mention.name]
            weights = {to: use.linked.get(to, 0) + _PRIOR[kind] for to, kind in use.kinds.items()}
            total = sum(weights.values())
            linked = sum(use.linked.values())
            in_case = _rate_in_case(use, is_capital=mention.is_capital)
            several = sorted(weights, key=lambda to: (-weights[to], use.kinds[to], to))[:_TARGETS_OF_A_NAME]
            for to in several:
                number = self.numbers.get(to)
                if number is None or number == source:
                    continue
                rate = weights[to] / (linked + use.plain + 1.0)
                share = weights[to] / total
                naming = Naming(
                    mention, use.kinds[to], use.linked.get(to, 0), use.plain, rate, share, len(weights), in_case * share
                )
                mentions.setdefault(number, []).append(mention)
                known = best.get(number)
                if known is None or (rate, bool(mention.places)) > (known.rate, bool(known.mention.places)):
                    best[number] = naming
        return best

    def _named_columns(self, source: int, targets: Numbers, namings: Mapping[int, Naming]) -> list[Weights]:
        length = max(1, len(self.notes[source].stems))
        signs = np.zeros((14, len(targets)))
        signs[5], signs[9] = _NO_NAME, 2.0
        for at, target in enumerate(targets.tolist()):
            naming = namings.get(target)
            if naming is None:
                continue
            mention = naming.mention
            signs[:, at] = (
                np.log1p(mention.count), naming.rate, np.log1p(naming.linked), np.log1p(naming.plain),
                naming.commonness, naming.kind, len(mention.name), sum(map(len, mention.name)),
                np.log1p(naming.targets), (mention.places[0] / length) if mention.places else 1.0,
                not mention.places, len(self._mentions[source]),
                mention.is_capital, naming.rate_in_this_case,
            )  # fmt: skip
        return list(signs)

    def _longer_named(self, targets: Numbers, namings: Mapping[int, Naming]) -> Weights:
        """Return for each target whether another is named by a longer name that holds its whole title."""
        beginnings = {
            naming.mention.name[:length] for naming in namings.values() for length in range(1, len(naming.mention.name))
        }
        return np.array(
            [
                float((naming := namings.get(target)) is not None and naming.mention.name in beginnings)
                for target in targets.tolist()
            ]
        )

    def _sense(
        self, source: int, targets: Numbers, namings: Mapping[int, Naming], around: Sequence[Weights]
    ) -> Weights:
        """Return how much more what stands around speaks for each target than for the others its name may mean.

        Between -1 and 1; 0 where a name means one note alone. ``around`` are words, neighbours and passages in common;
        folders and tags count with them.
        """
        meant: dict[Name, list[int]] = {}
        for at, target in enumerate(targets.tolist()):
            if target in namings:
                meant.setdefault(namings[target].mention.name, []).append(at)
        senses = np.zeros(len(targets))
        for rows in (rows for rows in meant.values() if len(rows) > 1):
            fits = np.zeros(len(rows))
            for scores in (*(one[targets[rows]] for one in around), *self.groups.nearness(source, targets[rows])):
                fits += scores / max(float(scores.max()), 1e-9)
            for at, row in enumerate(rows):
                others = float(np.delete(fits, at).max())
                senses[row] = (fits[at] - others) / max(fits[at], others, 1.0)
        return senses

    def _source_named_in(self, source: int, targets: Numbers) -> Weights:
        """Return whether each target names the source."""
        naming = self._named_by[source]
        return np.array([float(to in naming) for to in targets.tolist()])

    def _same_beginning(self, source: int, targets: Numbers) -> Weights:
        """Return how many first signs of their names two notes share, as a share of the shorter."""
        own, others = self._beginnings[source], self._beginnings
        first = own[:1]
        named = (others[to] for to in targets.tolist())
        return np.array([_common_start(own, one) if one[:1] == first else 0.0 for one in named], dtype=float)

    def _meaning_of(self, source: int) -> Weights:
        return np.zeros(len(self.notes)) if self.passages is None else self.passages.closeness(source)


def linked_notes(note: NoteWords, graph: LinkGraph) -> set[NotePath]:
    """Return the notes that a note links, itself left out."""
    found = {graph.resolve(link.target, source=note.path) for link in note.links if link.target}
    return {to for to in found if to is not None and to != note.path}


def _rate_in_case(use: NameUse, *, is_capital: bool) -> float:
    """Return the share of notes that link a name among those that write it in this case."""
    linked, plain = use.linked_capital, use.plain_capital
    if not is_capital:
        linked, plain = sum(use.linked.values()) - linked, use.plain - plain
    return (linked + 0.2) / (linked + plain + 1.0)


def _common_start(one: str, other: str) -> float:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared / max(1, min(len(one), len(other)))


def _without(scores: Weights, note: int) -> Weights:
    others = scores.copy()
    others[note] = 0.0
    return others


def _share(scores: Weights, targets: Numbers) -> Weights:
    most = float(scores.max()) if len(scores) else 0.0
    shares: Weights = scores[targets] / most if most > 0 else np.zeros(len(targets))
    return shares
