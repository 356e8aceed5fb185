"""What a session promises, alone in this process and over the socket of a real engine process alike."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace

import pytest

from vaultmind import api
from vaultmind.domain.errors import Cancelled, NoteNotFound
from vaultmind.domain.report import IndexReport
from vaultmind.domain.writing import WriteKind
from vaultmind.ports import Progress
from vaultmind.session.interface import Session

NOTES = {
    "Garden.md": "# Soil\n\nThe soil of the garden is red clay. See [[Well]].\n",
    "Well.md": "---\naliases: [Колодец]\ndepth: 12\n---\nThe well is twelve metres deep. ^depth\n\n[[Nowhere]]\n",
    "Дневник/Полив.md": "Яблони поливают вечером по средам. Вода из [[Well|колодца]].\n",
}

Place = SimpleNamespace


@pytest.fixture(scope="module", params=[api.open_vault, api.join_engine], ids=["alone", "engine"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A vault with an index of words, and how to open it."""
    folder = tmp_path_factory.mktemp("session")
    vault, data = folder / "vault", folder / "data"
    for name, text in NOTES.items():
        path = vault / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        settings = folder / "settings.toml"
        settings.write_text('[embedding]\nmodel = "off"\n')
        patch.setenv("VAULTMIND_CONFIG", str(settings))
        runtime = folder / "run"
        runtime.mkdir(mode=0o700)
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        session = request.param(vault=vault, data=data)
        yield Place(session=session, vault=vault)
        session.close()
        api.stop_engine(vault=vault, data=data)


@pytest.fixture
def session(place: Place) -> Session:
    opened: Session = place.session
    return opened


class Flag:
    def __init__(self) -> None:
        self.is_set = False

    def cancelled(self) -> bool:
        return self.is_set


def until(found: Callable[[], bool], *, patience_s: float = 60) -> bool:
    deadline = time.monotonic() + patience_s
    while not found():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def test_a_note_is_found_by_a_few_letters_of_its_title_or_alias(session: Session) -> None:
    assert [found.note for found in session.find_notes("grdn")] == ["Garden.md"]
    by_alias = session.find_notes("клдц")
    assert [(found.note, found.name) for found in by_alias] == [("Well.md", "Колодец")]
    assert session.find_notes("zzz") == ()
    assert len(session.find_notes("", limit=2)) == 2


def test_a_vault_that_can_be_written_gives_no_reason_why_not(session: Session) -> None:
    assert session.status().why_read_only == ""


def test_an_index_run_ends_with_a_report(session: Session) -> None:
    *before, report = session.index(api.IndexRequest())
    assert all(isinstance(event, Progress) for event in before)
    assert isinstance(report, IndexReport)
    assert (report.notes, report.unresolved) == (3, 1)


def test_passages_come_with_score_and_ranks(session: Session) -> None:
    report = session.search(api.SearchRequest("яблоня полив", limit=2))
    assert report.passages[0].chunk.note == "Дневник/Полив.md"
    assert report.passages[0].ranks.lexical == 1
    assert session.search(api.SearchRequest("zebra")).passages == ()


def test_a_note_is_shown_as_it_was_read(session: Session) -> None:
    view = session.note("Well")
    assert view.properties == {"aliases": ["Колодец"], "depth": 12}
    assert view.blocks[0].id == "depth"
    assert {backlink.source for backlink in view.backlinks} == {"Garden.md", "Дневник/Полив.md"}
    assert session.note("Well", with_backlinks=False) == replace(view, backlinks=())
    assert view.text == NOTES["Well.md"]
    assert view.text[view.blocks[0].start : view.blocks[0].end] == "The well is twelve metres deep. ^depth"
    assert view.uri.startswith("obsidian://open?path=")
    assert view.uri.endswith("Well.md")


def test_a_damaged_note_is_shown_repaired_with_the_way_to_its_offsets_on_disk(session: Session, place: Place) -> None:
    sound = "Если вода уходит из колодца, смотри [[Well]]. Это бывает каждое лето, когда нет дождей.\n"
    damaged = sound.encode().decode("mac_roman")
    (place.vault / "Damaged.md").write_text(damaged, encoding="utf-8")
    session.catch_up()
    view = session.note("Damaged.md")
    link = view.links[0]
    assert view.repaired_from == "mac_roman"
    assert view.text == sound
    assert view.offsets.to_disk(view.text.index("[[Well]]")) == link.start == damaged.index("[[Well]]")
    (place.vault / "Damaged.md").unlink()
    session.catch_up()


def test_a_picture_of_the_vault_is_handed_out_and_nothing_else(session: Session, place: Place) -> None:
    (place.vault / "well.png").write_bytes(bytes(range(256)))
    (place.vault.parent / "secret.png").write_bytes(b"secret")
    session.catch_up()
    assert session.attachment("well.png").content == bytes(range(256))
    for path in ("../secret.png", str(place.vault.parent / "secret.png"), "Well.md", "no.png"):
        with pytest.raises(NoteNotFound):
            session.attachment(path)
    with (place.vault / "well.png").open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    with pytest.raises(api.VaultProblem, match="10 MB"):
        session.attachment("well.png")
    (place.vault / "well.png").unlink()
    with pytest.raises(NoteNotFound, match=r"no file well\.png"):
        session.attachment("well.png")


def test_the_note_in_front_of_obsidian_is_followed_until_it_is_cancelled(session: Session, place: Place) -> None:
    def show(note: str) -> None:
        leaf = {"id": "1", "type": "leaf", "state": {"state": {"file": note}}}
        written = {"main": {"type": "tabs", "children": [leaf]}, "active": "1"}
        (place.vault / ".obsidian").mkdir(exist_ok=True)
        (place.vault / ".obsidian" / "workspace.json").write_text(json.dumps(written), encoding="utf-8")

    show("Garden.md")
    flag = Flag()
    seen = session.follow_active(cancel=flag)
    assert next(seen).note == "Garden.md"
    show("Well.md")
    assert next(seen).note == "Well.md"
    flag.is_set = True
    with pytest.raises(Cancelled):
        next(seen)


def test_the_graph_has_every_note_and_link(session: Session) -> None:
    graph = session.graph()
    assert set(graph.notes) == set(NOTES)
    assert [link.target for link in graph.unresolved] == ["Nowhere"]


def test_status_says_how_much_there_is_and_who_serves(session: Session) -> None:
    status = session.status()
    assert status.notes == 3
    assert status.engine.pid > 0
    assert session.note_status("Garden.md").state == "indexed"


def test_vectors_are_paused_and_resumed(session: Session) -> None:
    session.pause_vectors()
    session.resume_vectors()
    assert session.status().indexing == api.IndexingView("current", 0, 3, 0.0)


def test_an_answer_is_streamed_and_ends_with_its_citations(session: Session) -> None:
    *deltas, answer = session.ask(api.AskRequest("How deep is the well?"))
    assert isinstance(answer, api.Answer)
    assert "".join(delta.text for delta in deltas if isinstance(delta, api.AnswerDelta)) == answer.text
    assert answer.citations[0].note == "Well.md"
    assert answer.citations[0].verified
    assert answer.citations[0].uri.startswith("obsidian://")
    assert answer.citations[0].block_id == "depth"
    assert answer.citations[0].uri.endswith("%23%5Edepth")


def test_errors_are_of_their_own_class(session: Session) -> None:
    with pytest.raises(NoteNotFound, match="Nobody"):
        session.note("Nobody")
    with pytest.raises(api.ModelProblem, match="no-such-model"):
        list(session.ask(api.AskRequest("How deep?", model="no-such-model")))


def test_a_write_is_done_found_and_taken_back(session: Session, place: Place) -> None:
    before = (place.vault / "Garden.md").read_bytes()
    session.write(api.WriteRequest("Garden.md", WriteKind.APPEND, "Zucchini grow beside the fence.\n"))
    assert (place.vault / "Garden.md").read_bytes() != before
    session.catch_up()
    assert session.search(api.SearchRequest("zucchini")).passages[0].chunk.note == "Garden.md"
    session.undo()
    assert (place.vault / "Garden.md").read_bytes() == before
    assert len(session.history().entries) >= 2


def test_what_was_written_is_shown_again_and_the_history_goes_on(session: Session) -> None:
    first = session.write(api.WriteRequest("Garden.md", WriteKind.APPEND, "Zucchini."))
    session.undo()
    assert first.journal is not None
    shown = session.written(first.journal)
    assert shown.diff == first.diff
    assert [line.id for line in shown.entries] == [first.journal]
    newest = session.history(limit=1).entries
    assert session.history(before=newest[0].id).entries[0].id == first.journal


def test_a_conflict_copy_is_found_and_settled(session: Session, place: Place) -> None:
    before = (place.vault / "Garden.md").read_bytes()
    copy = place.vault / "Garden.sync-conflict-20240131-101500-ABCDEFG.md"
    copy.write_bytes(before + b"And plums.\n")
    session.catch_up()
    (found,) = session.conflicts().copies
    assert (found.original, found.is_alone, found.is_equal) == ("Garden.md", False, False)
    assert "+And plums." in found.diff
    session.settle_conflict(found.copy, api.Keep.COPY)
    assert (place.vault / "Garden.md").read_bytes() == before + b"And plums.\n"
    assert not copy.exists()
    session.undo()
    report = session.settle_conflict(found.copy, api.Keep.BOTH)
    assert report.new_note == "Garden (2).md"
    assert (place.vault / "Garden.md").read_bytes() == before
    session.catch_up()
    assert session.conflicts().copies == ()
    with pytest.raises(NoteNotFound, match="no conflict copy"):
        session.settle_conflict("Well.md", api.Keep.COPY)


def test_catching_up_takes_in_what_changed_on_disk(session: Session, place: Place) -> None:
    path = place.vault / "New.md"
    path.write_text("A heron stood in the pond.", encoding="utf-8")
    session.catch_up()
    assert session.search(api.SearchRequest("heron")).passages
    path.unlink()
    session.catch_up()
    assert not session.search(api.SearchRequest("heron")).passages


def test_watching_tells_of_a_saved_note_until_it_is_cancelled(session: Session, place: Place) -> None:
    flag, seen = Flag(), []
    ended = threading.Event()

    def watch() -> None:
        try:
            for report in session.watch(cancel=flag):
                seen.extend(change.note for change in report.changed)
        except Cancelled:
            ended.set()

    threading.Thread(target=watch, daemon=True).start()
    for number in range(30):  # what was saved before the watching began is told to nobody
        (place.vault / "Saved.md").write_text(f"An owl called at night {number}.", encoding="utf-8")
        if until(lambda: "Saved.md" in seen, patience_s=2):
            break
    assert "Saved.md" in seen
    flag.is_set = True
    assert ended.wait(60)
    assert session.search(api.SearchRequest("owl")).passages


def test_a_stream_that_is_closed_early_leaves_the_session_usable(session: Session) -> None:
    stream = session.ask(api.AskRequest("How deep is the well?"))
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert session.status().notes >= 3


def test_several_threads_may_ask_at_once(session: Session) -> None:
    found: list[int] = []

    def ask() -> None:
        found.extend(len(session.search(api.SearchRequest("well")).passages) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    assert min(found) > 0
