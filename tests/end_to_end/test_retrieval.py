"""Retrieval over a real index: files, catalog, words and vectors on disk; only the model is a small one of our own."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event
from zlib import crc32

import numpy as np
import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache
from vaultmind.answers.extractive import answer_extractively
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import LexicalQuery
from vaultmind.domain.related import ReasonKind
from vaultmind.domain.series import find_series
from vaultmind.domain.span import Span
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing import Indexer
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.reading import read_note
from vaultmind.ports import IndexedNote, Scored, Vector
from vaultmind.retrieval.related import related_notes
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.texts import reading_from
from vaultmind.retrieval.titles import TitleIndex
from vaultmind.retrieval.weights import SHIPPED, QuestionKind
from vaultmind.session.knowledge import Knowledge

VAULT = {
    "Pump.md": "# Pump\nThe old pump in the garden was built by [[Anna Berg]]. It lifts water from nine metres.",
    "Anna Berg.md": "She was born in Tartu and studied hydraulics there before the war.",
    "Tartu.md": "A town on the river Emajõgi. Founded in 1030.",
    "Roof.md": "The roof of the barn leaks in spring. Tar helps for a year.",
    "Roof copy.md": "The roof of the barn leaks in spring. Tar helps for a year.",
    "Дача.md": "---\ntags: [дом]\n---\nКлючи от дачи лежат у соседки Ирины. Насос включает сторож.",
    "Chat.md": (
        ">[!nexus_user] **User** - 16.06.2025 at 21:34\n> Who repairs the fence?\n<!-- UID: a -->\n\n"
        ">[!nexus_agent] **Assistant** - 16.06.2025 at 21:35\n> Boris repairs the fence every autumn.\n<!-- UID: b -->"
    ),
    "Journal/2025-06-16.md": "Walked to the mill. Bread with Ivan.",
    "1 Letters.md": "First letter to the council.",
    "2 Letters.md": "Second letter to the council.",
    "List.md": "\n".join(f"- [[{name}]]" for name in ("Pump", "Roof", "Anna Berg", "Tartu")),
}


class Stems:
    """A model that only counts stems, so that equal words are near."""

    identity, dimensions = "stems-1", 96

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        vector = np.full(self.dimensions, 0.01, np.float32)
        for stem in stems_of(text, keep_stop_words=False):
            vector[crc32(stem.encode()) % self.dimensions] += 1
        return vector / np.float32(np.linalg.norm(vector))


class Index:
    def __init__(self, folder: Path) -> None:
        self.vault = folder / "vault"
        for path, text in VAULT.items():
            (self.vault / path).parent.mkdir(parents=True, exist_ok=True)
            (self.vault / path).write_text(text, encoding="utf-8")
        self.model = Stems()
        self.catalog = SqliteCatalog(folder / "catalog.sqlite")
        self.vectors = EdgeVectorStore(folder / "vectors", dimensions=96, identity="stems-1")
        self.indexer = Indexer(
            files=DiskVaultFiles(self.vault),
            catalog=self.catalog,
            clock=SystemClock(),
            vectors=self.vectors,
            embedder=CachedEmbedder(self.model, VectorCache(folder / "cache.sqlite")),
        )
        self.indexer.run(IndexRequest())
        self.knowledge = Knowledge(self.catalog)

    def retriever(self, **changes: object) -> Retriever:
        parts = {"vectors": self.vectors, "embedder": self.model, "weights": SHIPPED, **changes}
        return Retriever(
            parts.pop("catalog", self.catalog),  # type: ignore[arg-type]
            self.catalog,
            graph=self.knowledge.graph,
            titles=self.knowledge.titles,
            is_excluded=parts.pop("is_excluded", self.knowledge.is_excluded),  # type: ignore[arg-type]
            **parts,  # type: ignore[arg-type]
        )

    def text_now(self, path: NotePath) -> str:
        return read_note(path, (self.vault / path).read_bytes()).repaired_text


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    opened = Index(tmp_path_factory.mktemp("retrieval"))
    yield opened
    opened.vectors.close()
    opened.catalog.close()


def notes(passages: Sequence[Passage]) -> list[str]:
    return list(dict.fromkeys(passage.chunk.note for passage in passages))


def test_words_are_found_in_any_form_and_without_vectors(index: Index) -> None:
    for parts in ({}, {"vectors": None, "embedder": None}):
        first = index.retriever(**parts).search("где ключ от дач")[0]
        assert first.chunk.note == "Дача.md"
        assert first.ranks.lexical == 1
        assert (first.ranks.semantic is None) == bool(parts)


def test_each_mode_consults_its_list_alone(index: Index) -> None:
    (words, meaning) = (
        index.retriever().search("old pump", mode=mode, use_graph=False)[0] for mode in ("lexical", "semantic")
    )
    assert (words.ranks.lexical, words.ranks.semantic) == (1, None)
    assert (meaning.ranks.lexical, meaning.ranks.semantic) == (None, 1)


def test_a_linked_note_comes_with_the_way_that_led_to_it_behind_the_first(index: Index) -> None:
    question = "who built the old garden pump and where was that person born"
    plain = index.retriever().search(question, use_graph=False)
    linked = index.retriever().search(question)
    assert linked[0].chunk_id == plain[0].chunk_id
    anna = next(passage for passage in linked if passage.chunk.note == "Anna Berg.md")
    assert "Pump.md" in anna.via
    assert anna.ranks.graph is not None


def test_turned_off_links_change_nothing(index: Index) -> None:
    off = index.retriever(weights=replace(SHIPPED, neighbours=0, second_hop_seeds=0))
    question = "who built the old garden pump"
    assert notes(off.search(question)) == notes(index.retriever().search(question, use_graph=False))


def test_a_second_hop_asks_for_what_the_first_note_lacks_and_the_model_reads_both_as_one(index: Index) -> None:
    question = "who built the old garden pump and what founded town is where that person studied hydraulics"
    read: list[str] = []
    asked: list[tuple[str, ...]] = []
    looked_again = Event()
    waited: list[bool] = []

    class Reading(Stems):
        def embed_query(self, text: str) -> Vector:
            if read:
                waited.append(looked_again.wait(30))
            read.append(text)
            return super().embed_query(text)

    class Asked:
        def __getattr__(self, name: str) -> object:
            return getattr(index.catalog, name)

        def search(self, query: LexicalQuery, *, limit: int) -> Sequence[Scored]:
            asked.append(tuple(term.text for term in query.any))
            if len(asked) == 2:
                looked_again.set()
            return index.catalog.search(query, limit=limit)

    weights = replace(SHIPPED, centring=0.0, second_hop_terms=2, neighbours=0)
    retriever = Retriever(index.catalog, Asked(), index.vectors, Reading(), index.knowledge.graph, weights=weights)  # type: ignore[arg-type]
    found = retriever.search(question)
    assert read[0] == question
    assert read[1].startswith("who and what founded town is where that person studied hydraulics ")
    assert "built by [[Anna Berg]]" in read[1]
    assert len(read) == 2
    assert waited == [True], "words are looked for while the model reads"
    assert len(asked) == 2
    assert len(asked[1]) == 2
    assert not set(asked[1]) & {"built", "old", "garden", "pump"}, "the first note holds these"
    assert any("Pump.md" in passage.via for passage in found)


def test_a_name_is_found_where_its_words_stand_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    together = "Met Anna Berg at the station in the rain."
    apart = "Berg stayed, Anna left again."
    monkeypatch.setitem(VAULT, "Diary.md", together)
    monkeypatch.setitem(VAULT, "Register.md", apart)
    monkeypatch.delitem(VAULT, "Anna Berg.md")
    opened = Index(tmp_path)
    try:
        flat = replace(SHIPPED, legs=dict.fromkeys(SHIPPED.legs, SHIPPED.legs[QuestionKind.SENTENCE]))
        assert notes(opened.retriever(weights=flat).search("Anna Berg", use_graph=False))[0] == "Register.md"
        assert notes(opened.retriever().search("Anna Berg", use_graph=False))[0] != "Register.md"
    finally:
        opened.vectors.close()
        opened.catalog.close()


def test_what_says_the_same_is_found_once(index: Index) -> None:
    found = notes(index.retriever().search("roof of the barn leaks"))
    assert len({"Roof.md", "Roof copy.md"} & set(found)) == 1


def test_operators_filter_both_lists(index: Index) -> None:
    search = index.retriever().search
    assert notes(search("насос tag:дом")) == ["Дача.md"]
    assert "Pump.md" not in notes(search("pump -garden", use_graph=False))
    assert notes(search('"nine metres"', use_graph=False)) == ["Pump.md"]
    assert notes(search("role:assistant fence")) == ["Chat.md"]
    assert notes(search("path:Journal")) == ["Journal/2025-06-16.md"]
    assert search("tag:nowhere pump") == []


@pytest.mark.parametrize("written", ["metres OR fence", "metres OR fence OR wall OR gate OR shed OR lawn OR path"])
def test_one_of_the_words_joined_by_or_must_occur_whatever_means_alike_or_is_linked(index: Index, written: str) -> None:
    assert set(notes(index.retriever().search(written, limit=99))) == {"Pump.md", "Chat.md"}


def test_a_word_ruled_out_alone_finds_every_other_note(index: Index) -> None:
    assert set(notes(index.retriever().search("-garden", limit=99))) == VAULT.keys() - {"Pump.md"}


def test_a_name_comes_before_longer_names_that_hold_it(index: Index) -> None:
    assert notes(index.retriever().search("file:roof"))[0] == "Roof.md"


@pytest.mark.parametrize("written", ["barn -garden", '"garden was built"', "title:pump water"])
def test_links_bring_in_nothing_that_the_operators_rule_out(index: Index, written: str) -> None:
    linked, plain = (index.retriever().search(written, use_graph=graph) for graph in (True, False))
    assert notes(linked) == notes(plain)
    assert not any(passage.via for passage in linked)


@pytest.mark.parametrize("written", ["", " ", '"', "-", "-pump", "tag:", "[]", "\0", "OR", "((", "*", "?" * 500, "и"])
def test_any_text_is_a_search(index: Index, written: str) -> None:
    found = index.retriever().search(written, limit=3)
    assert len(found) <= 3


def test_excluded_notes_stay_out_even_when_linked(index: Index) -> None:
    shut = index.retriever(is_excluded=lambda note: note == "Anna Berg.md")
    assert "Anna Berg.md" not in notes(shut.search("who built the old garden pump and where was that person born"))


def test_a_chunk_whose_vector_is_not_made_yet_is_no_worse_for_it(index: Index) -> None:
    class Half:
        """The store without the vectors of one note."""

        def __init__(self) -> None:
            self.hidden = set(index.catalog.chunk_ids_of(NotePath("Pump.md")))

        def search(self, vector: Vector, *, limit: int, language: str | None = None) -> list[object]:
            return [hit for hit in index.vectors.search(vector, limit=limit) if hit.chunk_id not in self.hidden]

        def similarities(self, vector: Vector, chunk_ids: Collection[int]) -> object:
            return index.vectors.similarities(vector, [one for one in chunk_ids if one not in self.hidden])

    assert index.retriever(vectors=Half()).search("old pump lifts water")[0].chunk.note == "Pump.md"


def test_passages_that_go_while_a_question_is_answered_are_left_out(index: Index) -> None:
    class Leaving:
        """The catalog, which forgets one note between the first look at its passages and the reading of them."""

        def __getattr__(self, name: str) -> object:
            return getattr(index.catalog, name)

        def chunks(self, chunk_ids: Iterable[int]) -> Mapping[int, Chunk]:
            found = index.catalog.chunks(chunk_ids)
            return {number: chunk for number, chunk in found.items() if chunk.note != "Pump.md"}

    class Level:
        def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
            return [0.0] * len(texts)

    question = "old pump lifts water"
    assert notes(index.retriever().search(question))[0] == "Pump.md"
    retriever = index.retriever(catalog=Leaving(), reranker=Level())
    for use_graph in (True, False):
        left = notes(retriever.search(question, use_graph=use_graph))
        assert "Anna Berg.md" in left
        assert "Pump.md" not in left


def test_a_reranker_reorders_what_it_reads(index: Index) -> None:
    class Backwards:
        def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
            return [100.0 if "Tar helps" in text else 0.0 for text in texts]

    question = "pump water roof"
    plain = index.retriever().search(question, use_graph=False)
    turned = index.retriever(reranker=Backwards(), weights=replace(SHIPPED, reranker=9.0)).search(
        question, use_graph=False
    )
    assert "Tar helps" in turned[0].chunk.text
    assert "Tar helps" not in plain[0].chunk.text
    assert set(notes(turned)) == set(notes(plain))


def test_a_passage_reached_by_links_keeps_its_place_whatever_a_reranker_reads_in_it(index: Index) -> None:
    class AgainstAnna:
        def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
            assert not any("studied hydraulics" in text for text in texts)
            return [float(len(text)) for text in texts]

    question = "who built the old garden pump and where was that person born"
    plain = notes(index.retriever().search(question))
    turned = notes(index.retriever(reranker=AgainstAnna(), weights=replace(SHIPPED, reranker=9.0)).search(question))
    assert turned.index("Anna Berg.md") == plain.index("Anna Berg.md")


def test_daily_notes_that_are_meant_come_forward(index: Index) -> None:
    day = NotePath("Journal/2025-06-16.md")
    question = "what about the letter to the council"
    assert day not in notes(index.retriever().search(question))[:2]
    assert notes(index.retriever().search(question, days=[day, NotePath("Journal/2025-06-17.md")])).index(day) < 3


def test_few_days_that_are_meant_come_further_forward_than_many(index: Index) -> None:
    day = NotePath("Journal/2025-06-16.md")
    others = [NotePath(f"Journal/2025-07-{number}.md") for number in range(10, 20)]
    few = index.retriever().search("what bread was eaten last week", use_graph=False, days=[day])
    many = index.retriever().search("what bread was eaten last week", use_graph=False, days=[day, *others])
    score_of_few, score_of_many = (
        next(passage.score for passage in found if passage.chunk.note == day) for found in (few, many)
    )
    assert score_of_few > score_of_many


def test_an_explanation_names_what_each_leg_says(index: Index) -> None:
    retriever = index.retriever()
    pump = retriever.explain(NotePath("Pump.md"), "old pump windmill")
    assert (pump.place, pump.ranks.lexical, pump.has_vectors) == (1, 1, True)
    assert (pump.words_found, pump.words_missing) == (("old", "pump"), ("windmill",))
    assert "place 1" in pump.sentences()[0]
    assert retriever.explain(NotePath("Pump.md"), "pump tag:дом").sentences() == [
        "A filter of the query leaves the note out."
    ]
    assert retriever.explain(NotePath("No.md"), "pump").sentences() == ["The note is not in the index."]


def test_cards_are_related_by_their_order(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    for title in ("1 Soil", "1a Worms", "1a1 Castings", "1b Fungi", "2 Water"):
        catalog.replace(IndexedNote(NotePath(f"{title}.md"), Stamp(1, 1, 1, 1), title, title))
    knowledge = Knowledge(catalog)
    parts = {"catalog": catalog, "graph": knowledge.graph, "vectors": None, "series": knowledge.series()}
    found = related_notes(NotePath("1b Fungi.md"), limit=5, **parts)  # type: ignore[arg-type]
    assert {one.note: one.reasons[0].detail for one in found} == {
        "1a1 Castings.md": "previous by its number",
        "2 Water.md": "next by its number",
    }
    catalog.close()


def test_a_kept_answer_is_related_after_every_note_of_the_persons_own(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    for title in ("1 Soil", "1a Worms", "1a1 Castings", "1b Fungi", "2 Water"):
        made = {"generated-by": "vaultmind"} if title == "1a1 Castings" else {}
        path = NotePath(f"{title}.md")
        catalog.replace(IndexedNote(path, Stamp(1, 1, 1, 1), title, title, properties=made))
    knowledge = Knowledge(catalog)
    parts = {"catalog": catalog, "graph": knowledge.graph, "vectors": None, "series": knowledge.series()}
    for limit, wanted in ((5, ["2 Water.md", "1a1 Castings.md"]), (1, ["2 Water.md"])):
        found = related_notes(NotePath("1b Fungi.md"), limit=limit, **parts)  # type: ignore[arg-type]
        assert [one.note for one in found] == wanted
    catalog.close()


def test_a_note_whose_whole_name_is_asked_for_comes_first(tmp_path: Path) -> None:
    catalog = SqliteCatalog(tmp_path / "catalog.sqlite")
    texts = {
        "Coffee": "Beans come from Ethiopia. Roasting brings out the aroma of them all, and more.",
        "Coffee house": "In",
        "Kettle": "Coffee, coffee and coffee",
    }
    for title, text in texts.items():
        path = NotePath(f"{title}.md")
        chunk = Chunk(path, 0, Span(0, len(text)), (1, 1), (), title, text, "en")
        catalog.replace(IndexedNote(path, Stamp(1, 1, 1, 1), text, title, chunks=(chunk,)))
    knowledge = Knowledge(catalog)

    def first(question: str, *, titles: TitleIndex | None) -> str:
        retriever = Retriever(catalog, catalog, None, None, knowledge.graph, titles=titles)
        return retriever.search(question)[0].chunk.note

    assert first("coffees", titles=knowledge.titles) == "Coffee.md"
    assert first("coffees", titles=None) != "Coffee.md"
    assert first("coffee house", titles=knowledge.titles) == "Coffee house.md"
    catalog.close()


@pytest.mark.parametrize("days", [(), (NotePath("Journal/2025-06-16.md"),)])
def test_the_place_of_an_explanation_is_that_among_the_passages_shown(index: Index, days: tuple[NotePath, ...]) -> None:
    retriever, question = index.retriever(), "who mends the roof of the barn in spring, bread"
    shown = [passage.chunk.note for passage in retriever.search(question, limit=50, days=days)]
    told = {note: retriever.explain(NotePath(note), question, days=days) for note in VAULT}
    places = {note: shown.index(NotePath(note)) + 1 if note in shown else None for note in VAULT}
    assert {note: why.place for note, why in told.items()} == places
    first, copy = sorted(("Roof.md", "Roof copy.md"), key=lambda note: places[note] is None)
    assert (told[first].said_by, told[copy].said_by) == (None, first)
    assert told[copy].sentences()[0] == f"It is found, but {first} says the same before it and stands for it."


def test_related_notes_have_their_reasons(index: Index) -> None:
    knowledge = index.knowledge
    titles = {row.path: row.title for row in index.catalog.notes()}
    parts = {
        "catalog": index.catalog,
        "graph": knowledge.graph,
        "vectors": index.vectors,
        "series": find_series(titles),
    }

    def reasons(note: str) -> dict[str, set[ReasonKind]]:
        found = related_notes(NotePath(note), limit=20, **parts)  # type: ignore[arg-type]
        assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
        return {one.note: {reason.kind for reason in one.reasons} for one in found}

    pump = reasons("Pump.md")
    assert {ReasonKind.LINK, ReasonKind.SHARED_LINKS, ReasonKind.CITED_TOGETHER} <= pump["Anna Berg.md"] | pump[
        "List.md"
    ]
    assert ReasonKind.BACKLINK in pump["List.md"]
    assert ReasonKind.CITED_TOGETHER in pump["Roof.md"]
    assert ReasonKind.SERIES in reasons("1 Letters.md")["2 Letters.md"]
    assert ReasonKind.MEANING in reasons("Roof.md")["Roof copy.md"]


@pytest.mark.parametrize("has_model", [True, False])
def test_an_answer_is_a_sentence_of_the_notes_with_its_place(index: Index, has_model: bool) -> None:
    retriever = index.retriever() if has_model else index.retriever(vectors=None, embedder=None)
    question = "Где лежат ключи от дачи?"
    answer = answer_extractively(
        question, retriever.search(question), read_note=index.text_now, meaning=retriever.meaning
    )
    assert answer.text == "Ключи от дачи лежат у соседки Ирины. [1]"
    (citation,) = answer.citations
    assert (citation.note, citation.lines, citation.verified) == ("Дача.md", (4, 4), True)


def test_what_the_notes_do_not_say_is_refused_in_the_language_of_the_question(index: Index) -> None:
    retriever = index.retriever(vectors=None, embedder=None)
    for question, refusal in (
        ("Сколько стоит билет на луну?", "В ваших заметках об этом не сказано."),
        ("How much is a ticket to the moon?", "Your notes do not say."),
        ("Which old moon rocket engine burns liquid methane?", "Your notes do not say."),
    ):
        answer = answer_extractively(question, retriever.search(question), read_note=index.text_now)
        assert (answer.refused, answer.text, answer.citations) == (True, refusal, ())


def test_an_assistants_words_are_found_but_are_no_evidence(index: Index) -> None:
    retriever = index.retriever(vectors=None, embedder=None)
    question = "Who repairs the fence every autumn?"
    passages = retriever.search(question)
    assert "Boris" in passages[0].chunk.text
    assert answer_extractively(question, passages, read_note=index.text_now).refused
    chosen = answer_extractively(question, passages, read_note=index.text_now, any_evidence=True)
    assert chosen.text.startswith("Boris repairs the fence")


def test_a_sentence_that_its_note_no_longer_says_is_not_said(index: Index) -> None:
    retriever = index.retriever(vectors=None, embedder=None)
    question = "Где лежат ключи от дачи?"
    answer = answer_extractively(question, retriever.search(question), read_note=lambda _: "Ключи потеряны.")
    assert answer.refused


def test_a_group_is_asked_for_or_left_out_and_never_the_opposite(index: Index) -> None:
    retriever = index.retriever()
    assert set(notes(retriever.search("(Tartu OR Tar) -barn"))) == {"Tartu.md", "Anna Berg.md", "List.md"}
    everything = set(notes(retriever.search("-nowhere", limit=50)))
    left = set(notes(retriever.search("-(garden OR barn)", limit=50)))
    assert everything - left == {"Pump.md", "Roof.md", "Roof copy.md"}
    assert everything - set(notes(retriever.search("-(pump Tartu)", limit=50))) == {"List.md"}
    assert set(notes(retriever.search("(pump Tartu) OR fence"))) == {"List.md", "Chat.md"}


@pytest.mark.parametrize("query", ["line:garden", "section:(old pump)", "/gard[e]n/", "path:Pump"])
def test_a_list_of_what_conditions_take_waits_for_no_model(index: Index, query: str) -> None:
    class Slow(Stems):
        def embed_query(self, text: str) -> Vector:
            raise AssertionError("a model is asked")

    class Judging:
        def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
            raise AssertionError("a model is asked")

    read = reading_from(DiskVaultFiles(index.vault))
    retriever = index.retriever(embedder=Slow(), reranker=Judging(), read=read)
    assert "Pump.md" in notes(retriever.search(query))
    with pytest.raises(AssertionError, match="a model is asked"):
        retriever.search(f"{query} spring")
