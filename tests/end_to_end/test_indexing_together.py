"""Several people and programs at one index: runs that are waited for, the background, and questions in between."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from vaultmind import api
from vaultmind.adapters.files.watcher import PollingWatcher
from vaultmind.api import Answer, AskRequest, IndexingView, IndexReport, IndexRequest, Progress, SearchRequest
from vaultmind.indexing import Indexer
from vaultmind.session.vault import VaultSession

NOTES = 1_000
PATIENCE_S = 120.0


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    folder.mkdir()
    for number in range(NOTES):
        (folder / f"{number}.md").write_text(
            f"Note {number} of the garden. [[{number + 1}]]\n\n" * 20, encoding="utf-8"
        )
    return folder


@pytest.fixture
def session(vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[VaultSession]:
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n[index]\nworkers = 1\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    opened = api.open_vault(vault=vault, data=tmp_path / "data", catch_up=False)
    assert isinstance(opened, VaultSession)
    yield opened
    opened.close()


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def index(session: VaultSession) -> IndexReport:
    return next(event for event in session.index(IndexRequest()) if isinstance(event, IndexReport))


def test_a_run_tells_what_the_background_took_in_before_it_and_tells_it_once(
    session: VaultSession, vault: Path
) -> None:
    session.keep_current()
    until(lambda: session.status().notes == NOTES and session.status().indexing.state == "current")
    first = index(session)
    assert {(one.kind.value, one.note) for one in first.changed} == {("added", f"{n}.md") for n in range(NOTES)}
    (vault / "new.md").write_text("A caterpillar.")
    until(lambda: session.search(SearchRequest("caterpillar")).passages)
    (vault / "new.md").write_text("A caterpillar changed.")
    until(lambda: session.search(SearchRequest("changed")).passages)
    assert [(one.kind.value, one.note) for one in index(session).changed] == [("added", "new.md")]
    assert index(session).changed == ()


def test_questions_are_answered_while_the_first_run_goes_on(
    session: VaultSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.session.vault._PATIENCE_S", 0.01)
    events = session.index(IndexRequest())
    progress = next(event for event in events if isinstance(event, Progress))
    assert progress.stage == "read"
    assert session.status().indexing.state == "words"
    session.catch_up()
    report = session.search(SearchRequest("garden"))
    assert report.passages
    assert any("are being read" in notice for notice in report.notices)
    *_, last = events
    assert isinstance(last, IndexReport)
    assert not any("are being read" in notice for notice in session.search(SearchRequest("garden")).notices)


def test_a_refusal_before_all_is_read_says_how_much_is(session: VaultSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(question: str) -> Answer:
        *_, answer = session.ask(AskRequest(question))
        assert isinstance(answer, Answer)
        assert answer.refused
        return answer

    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 2)
    stored = session._indexer._store
    session.pause_vectors()
    session.keep_current()
    unread = refused("Who mended the pump?")
    assert unread.text == "The notes are still being looked through; what is read so far does not say."
    assert unread.is_early
    assert "The notes are still being looked through: not all of them can be found yet." in unread.notices
    monkeypatch.setattr(session._indexer, "_store", lambda *outcomes: (stored(*outcomes), session.pause_vectors()))
    session.resume_vectors()
    until(lambda: session.status().notes > 0 and session.status().indexing.state == "held")
    read = session.status().notes
    assert refused("Who mended the pump?").text == f"What is read so far does not say: {read} of {NOTES} files."
    said = refused("Кто починил насос?").text
    assert said == f"В том, что уже прочитано, ответа нет. Прочитано файлов: {read} из {NOTES}."
    monkeypatch.undo()
    list(session.index(IndexRequest()))
    late = refused("Who mended the pump?")
    assert not late.is_early
    assert "so far" not in late.text


def test_the_first_reading_rests_while_it_is_paused_and_takes_in_what_is_saved(
    session: VaultSession, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 2)
    assert session.status().indexing == IndexingView("words")
    stored = session._indexer._store

    def pause_at_first(*outcomes: Any) -> None:
        stored(*outcomes)
        if not paused:
            paused.append(session.pause_vectors())

    paused: list[None] = []
    monkeypatch.setattr(session._indexer, "_store", pause_at_first)
    session.keep_current()
    until(lambda: session.status().indexing.state == "held")
    held = session.status().indexing
    assert 0 < held.done < (held.total or 0)
    assert any("Reading is paused" in notice for notice in session.search(SearchRequest("garden")).notices)
    (vault / "saved.md").write_text("A caterpillar.")
    until(lambda: session.search(SearchRequest("caterpillar")).passages)
    assert session.status().indexing == held
    session.resume_vectors()
    until(lambda: session.status().indexing.state == "current")
    assert session.status().notes == NOTES + 1


def test_a_first_reading_that_was_left_is_said_as_not_done_and_goes_on_where_it_was(
    session: VaultSession, vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 2)
    stored = session._indexer._store
    monkeypatch.setattr(session._indexer, "_store", lambda *outcomes: (stored(*outcomes), session.pause_vectors()))
    session.keep_current()
    until(lambda: session.status().indexing.state == "held")
    session.close()
    with closing(api.open_vault(vault=vault, data=tmp_path / "data", catch_up=False)) as again:
        assert isinstance(again, VaultSession)
        read = again.status().notes
        assert 0 < read < NOTES
        held = again.status().indexing
        assert (held.state, held.done, held.total) == ("held", read, NOTES)
        notices = again.search(SearchRequest("garden")).notices
        assert f"Reading is paused: {read} of {NOTES} files so far." in notices
        told = [event for event in again.index(IndexRequest()) if isinstance(event, Progress)]
        assert read < told[0].done < told[-1].done == told[-1].total == NOTES
    with closing(api.open_vault(vault=vault, data=tmp_path / "data", catch_up=False)) as done:
        assert done.status().indexing == IndexingView("words")


def test_a_pause_before_anything_is_known_of_the_vault_holds_the_reading(session: VaultSession, vault: Path) -> None:
    """Saved notes are taken in all the same; what was there already is not read."""
    assert isinstance(session._indexer, Indexer)
    planned, may_plan = session._indexer.plan, threading.Event()
    looking = threading.Event()

    def plan(*paths: Any, **how: Any) -> Any:
        found = planned(*paths, **how)
        looking.set()
        assert may_plan.wait(PATIENCE_S)
        return found

    session._indexer.plan = plan  # type: ignore[method-assign]
    session.keep_current()
    assert looking.wait(PATIENCE_S)
    assert session.status().indexing == IndexingView("words")
    session.pause_vectors()
    may_plan.set()
    assert session.status().indexing.state == "held"
    (vault / "saved.md").write_text("A caterpillar.")
    until(lambda: session.search(SearchRequest("caterpillar")).passages)
    assert session.status().notes == 1
    session.resume_vectors()
    until(lambda: session.status().indexing.state == "current")
    assert session.status().notes == NOTES + 1


def test_who_waits_for_the_whole_index_is_not_held_up_by_a_pause(
    session: VaultSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.indexing.indexer._NOTES_PER_COMMIT", 2)
    stored = session._indexer._store
    monkeypatch.setattr(session._indexer, "_store", lambda *outcomes: (stored(*outcomes), session.pause_vectors()))
    session.keep_current()
    until(lambda: session.status().indexing.state == "held")
    assert index(session).notes == NOTES


def test_a_vault_whose_first_look_ends_at_this_moment_is_not_said_to_be_empty(
    session: VaultSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A look that ends between two questions of who wants to know whether there are notes."""
    ended: list[IndexReport] = []
    totals = session._catalog.totals

    def counted() -> object:
        found = totals()
        if not ended:
            ended.append(IndexReport())
            ended.append(session._indexer.run(IndexRequest(vectors=False)))
        return found

    monkeypatch.setattr(type(session._keeper), "is_running", property(lambda _: True))
    monkeypatch.setattr(session._catalog, "totals", counted)
    assert session.search(SearchRequest("garden")).passages


def test_links_of_a_note_that_is_read_are_known_before_the_run_is_over(session: VaultSession) -> None:
    assert session.graph().links == ()
    events = session.index(IndexRequest())
    seen = [len(session.graph().links) for event in events if isinstance(event, Progress) and event.done < NOTES]
    assert any(0 < links < (NOTES - 1) * 20 for links in seen)
    assert len(session.graph().links) == (NOTES - 1) * 20


def test_two_runs_at_once_do_the_work_once(session: VaultSession) -> None:
    reports: list[IndexReport] = []
    threads = [threading.Thread(target=lambda: reports.append(index(session))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    assert sorted(len(report.changed) for report in reports) == [0, NOTES]


def test_notes_that_vanish_at_once_are_told_of_until_they_come_back_or_are_let_go(
    session: VaultSession, vault: Path, tmp_path: Path
) -> None:
    index(session)
    away = tmp_path / "away"
    away.mkdir()
    for number in range(0, NOTES, 2):
        (vault / f"{number}.md").rename(away / f"{number}.md")
    session.catch_up()
    told = " ".join(session.status().notices)
    assert "500 notes vanished at once, e.g. 0.md" in told
    assert "--confirm-deletions" in told
    state = session.note_status("0.md")
    assert (state.state, "no longer on the disk" in state.reason) == ("waiting", True)
    (away / "0.md").rename(vault / "0.md")
    assert "499 notes vanished" in " ".join(session.status().notices)
    for _ in session.index(IndexRequest(confirm_deletions=True)):
        pass
    assert "vanished" not in " ".join(session.status().notices)
    assert session.status().notes == NOTES // 2 + 1


def test_how_the_vault_is_watched_is_told_where_that_is_not_by_events(
    session: VaultSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = "Changes are looked for every 5 seconds, because the system has no watches left."
    monkeypatch.setattr(session._keeper, "_open_watcher", lambda: PollingWatcher(5.0, notice))
    assert notice not in session.status().notices
    session.keep_current()
    until(lambda: notice in session.status().notices)


def test_without_a_model_nothing_waits_for_a_vector(session: VaultSession) -> None:
    assert index(session).waiting == 0
    assert session.status().waiting == 0
