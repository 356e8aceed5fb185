"""Vectors are paused and resumed, by the session and by the command line, and the pause outlives a restart."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from vaultmind import api
from vaultmind.api import IndexReport, IndexRequest, Session, VaultStatus, owning
from vaultmind.cli.main import main
from vaultmind.domain.views import SearchMode
from vaultmind.indexing import Indexer
from vaultmind.indexing.planning import Plan
from vaultmind.ports import Vector

PATIENCE_S = 120.0


@dataclass
class Slow:
    """A model that takes its time: a call for a step, and seconds for each after the first until it may be quick."""

    identity: str = "slow-1"
    dimensions: int = 8
    delay_s: float = 0.01
    calls: int = 0
    may_be_quick: threading.Event = field(default_factory=threading.Event)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        self.calls += 1
        if self.calls > 1:
            self.may_be_quick.wait(4.0)
        time.sleep(self.delay_s * len(texts))
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vector:
        vector = np.random.default_rng(crc32(text.encode())).normal(size=self.dimensions).astype(np.float32)
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


class Place:
    def __init__(self, folder: Path) -> None:
        self.model = Slow()
        self.root, self.data = folder / "vault", folder / "data"
        self.root.mkdir()
        for number in range(120):
            (self.root / f"{number}.md").write_text(f"Note {number} of the garden.", encoding="utf-8")

    def open(self) -> Session:
        return api.open_vault(vault=self.root, data=self.data)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path)
    monkeypatch.setattr(owning, "find_embedder", lambda *_: made.model)
    return made


def index(session: Session) -> IndexReport:
    return next(event for event in session.index(IndexRequest()) if isinstance(event, IndexReport))


def until(session: Session, is_so: Callable[[VaultStatus], bool]) -> VaultStatus:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so(status := session.status()):
        assert time.monotonic() < deadline, status
        time.sleep(0.02)
    return status


def test_a_pause_stops_vectors_alone_and_outlives_a_restart(place: Place) -> None:
    session = place.open()
    session.pause_vectors()
    report = index(session)
    assert (report.notes, report.waiting, report.embedding_calls) == (120, 120, 0)
    assert "--resume" in " ".join(report.notices)
    session.close()
    session = place.open()
    assert session.status().indexing.state == "paused"
    session.resume_vectors()
    place.model.may_be_quick.set()
    assert index(session).waiting == 0
    assert session.status().indexing.state == "current"
    session.close()
    session = place.open()
    assert session.status().indexing.state == "current"
    session.close()


def test_in_the_background_too(place: Place) -> None:
    session = place.open()
    session.pause_vectors()
    session.keep_current()  # type: ignore[attr-defined]
    paused = until(session, lambda status: status.notes == 120)
    assert (paused.indexing.state, paused.vectors) == ("paused", 0)
    session.resume_vectors()
    making = until(session, lambda status: 0 < status.vectors < 120)
    assert making.indexing.state == "vectors"
    assert making.indexing.total == 120
    session.pause_vectors()
    until(session, lambda status: status.indexing.state == "paused")
    assert session.status().vectors < 120
    place.model.may_be_quick.set()
    session.resume_vectors()
    until(session, lambda status: status.indexing.state == "current" and status.vectors == 120)
    session.close()


def test_a_first_reading_that_is_paused_rests_after_a_restart_too_until_it_is_resumed_or_waited_for(
    place: Place,
) -> None:
    def opened() -> Session:
        session = api.open_vault(vault=place.root, data=place.data, catch_up=False)
        session.keep_current()  # type: ignore[attr-defined]
        return session

    session = api.open_vault(vault=place.root, data=place.data, catch_up=False)
    session.pause_vectors()
    for _ in range(2):
        session.keep_current()  # type: ignore[attr-defined]
        time.sleep(0.5)
        assert (session.status().indexing.state, session.status().notes) == ("held", 0)
        session.close()
        session = api.open_vault(vault=place.root, data=place.data, catch_up=False)
    assert index(session).notes == 120
    session.close()
    session = opened()
    (place.root / "new.md").write_text("A new note.", encoding="utf-8")
    until(session, lambda status: (status.notes, status.indexing.state) == (121, "paused"))
    session.resume_vectors()
    session.close()
    session = opened()
    until(session, lambda status: status.indexing.state == "vectors")
    session.close()


def test_a_pause_in_the_last_moment_of_a_look_does_not_hold_the_next_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = api.open_vault(vault=place.root, data=place.data, catch_up=False)
    hashed = Indexer.plan_hashing

    def pausing(indexer: Indexer, limit: int) -> Plan:
        session.pause_vectors()
        return hashed(indexer, limit)

    monkeypatch.setattr(Indexer, "plan_hashing", pausing)
    session.keep_current()  # type: ignore[attr-defined]
    keeper = session._keeper  # type: ignore[attr-defined]
    until(
        session, lambda status: status.notes == 120 and not keeper.turns.is_long_taken and keeper._paused == "vectors"
    )
    session.close()
    monkeypatch.undo()
    monkeypatch.setattr(owning, "find_embedder", lambda *_: place.model)
    (place.root / "new.md").write_text("A new note.", encoding="utf-8")
    session = api.open_vault(vault=place.root, data=place.data, catch_up=False)
    session.keep_current()  # type: ignore[attr-defined]
    until(session, lambda status: (status.notes, status.indexing.state) == (121, "paused"))
    session.close()


def test_a_run_that_a_person_waits_for_ends_when_another_pauses_it(place: Place) -> None:
    session = place.open()
    events = session.index(IndexRequest())
    for event in events:
        if isinstance(event, api.Progress) and event.stage == "embed":
            session.pause_vectors()
            break
    *_, report = events
    assert isinstance(report, IndexReport)
    assert 0 < report.waiting < 120
    assert "--resume" in " ".join(report.notices)
    session.close()


def test_an_answer_and_a_refusal_say_what_cannot_be_found_by_meaning_yet(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    session = place.open()
    session.pause_vectors()
    index(session)
    missing = "120 of 120 passages can be found by their words alone so far."
    *_, found = session.ask(api.AskRequest("Which note is 7 of the garden?"))
    *_, refused = session.ask(api.AskRequest("Who was emperor of Rome in 117?"))
    assert isinstance(found, api.Answer)
    assert isinstance(refused, api.Answer)
    assert missing in found.notices
    assert missing in refused.notices
    assert (refused.refused, refused.is_early) == (True, True)
    assert refused.text == "What can be found so far does not say: by meaning, 0 of 120 passages."
    session.close()
    where = ["--vault", str(place.root), "--data", str(place.data), "--no-engine"]
    assert main([*where, "ask", "Who was emperor of Rome in 117?"]) == 0
    said = capsys.readouterr().out
    assert refused.text in said
    assert missing in said


def test_by_the_command_line(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    place.model.may_be_quick.set()
    where = ["--vault", str(place.root), "--data", str(place.data), "--no-engine", "--json"]
    assert main([*where, "index", "--pause"]) == 0
    assert json.loads(capsys.readouterr().out)["waiting"] == 120
    assert main([*where, "status"]) == 0
    assert json.loads(capsys.readouterr().out)["indexing"]["state"] == "paused"
    assert main([*where[:-1], "status"]) == 0
    assert "Paused" in capsys.readouterr().out
    assert main([*where, "index", "--resume"]) == 0
    assert json.loads(capsys.readouterr().out)["waiting"] == 0


def test_what_waits_for_its_vectors_is_said_only_of_a_search_that_meaning_has_a_part_in(place: Place) -> None:
    session = place.open()
    session.pause_vectors()
    index(session)

    def is_said(query: str, mode: SearchMode = "hybrid") -> bool:
        report = session.search(api.SearchRequest(query, mode=mode))
        assert report.passages or mode == "semantic"
        return any("by their words alone" in notice for notice in report.notices)

    assert is_said("garden")
    assert is_said("garden section:(note)")
    assert not any(map(is_said, ("section:(garden)", "/gard[e]n/", "path:1")))
    assert not is_said("garden", "lexical")
    session.close()


def test_what_works_for_nobody_rests_and_goes_on_without_a_kept_pause(place: Place) -> None:
    is_deserted = threading.Event()
    is_deserted.set()
    place.model.may_be_quick.set()
    session = place.open()
    session.keep_current(is_deserted.is_set)  # type: ignore[attr-defined]
    is_deserted.clear()
    until(session, lambda status: status.vectors == 120)
    is_deserted.set()
    for count in (121, 122):  # the vectors of the first would be made before the second is read
        (place.root / f"{count}.md").write_text(f"Note {count} of the garden.", encoding="utf-8")
        left = until(session, lambda status: status.notes == count)  # noqa: B023
    assert (left.vectors, left.indexing.state) == (120, "vectors")
    is_deserted.clear()
    until(session, lambda status: status.vectors == 122)
    session.close()
