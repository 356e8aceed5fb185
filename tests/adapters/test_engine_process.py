"""What only real engine processes can show: races to start one, kill -9 in the middle, leaving, being alone."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from vaultmind import api
from vaultmind.adapters.index.index_lock import IndexLock
from vaultmind.adapters.spawn import child_command
from vaultmind.api import engines
from vaultmind.domain.errors import IndexBusy
from vaultmind.engine.address import read_address
from vaultmind.session.interface import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed with signals here")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A vault of 400 notes without an engine yet, and without an embedding model."""
    settings, runtime, vault = tmp_path / "settings.toml", tmp_path / "run", tmp_path / "vault"
    settings.write_text('[embedding]\nmodel = "off"\n')
    runtime.mkdir(mode=0o700)
    vault.mkdir()
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    for number in range(400):
        (vault / f"Note {number}.md").write_text(f"word{number} is in [[Note {number + 1}]].\n" * 20, encoding="utf-8")
    where = {"vault": vault, "data": tmp_path / "data"}
    yield SimpleNamespace(where=where, vault=vault, data=tmp_path / "data")
    api.stop_engine(**where)


def engine_of(place: SimpleNamespace) -> int:
    (folder,) = (place.data / "vaults").iterdir()
    address = read_address(folder)
    assert address is not None
    return address.pid


def ask_until_it_fails(session: Session) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        session.status()
        time.sleep(0.1)


def asked(session: Session) -> str:
    """Return what is found; a vault that is being looked at for long is not waited for by the program."""
    end = time.monotonic() + 60
    while not (found := session.search(api.SearchRequest("word7")).passages):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found[0].chunk.note


def test_an_engine_starts_without_what_only_a_model_or_a_damaged_note_needs() -> None:
    script = (
        "import sys, vaultmind.cli.main, vaultmind.api.owning, vaultmind.engine.server;"
        "late = {'asyncio', 'click', 'ftfy', 'httpx', 'rich', 'qdrant_client', 'qdrant_edge'};"
        "print(sorted(late & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_an_engine_that_a_program_started_gives_way_to_others_with_its_session(place: SimpleNamespace) -> None:
    session = api.join_engine(**place.where)
    engine = psutil.Process(engine_of(place))
    wanted = min(psutil.Process().nice() + 5, 19)
    try:
        assert engine.nice() == wanted
        if sys.platform == "linux":
            group = Path(f"/proc/{engine.pid}/autogroup")
            assert not group.exists() or group.read_text().split()[-1] == "5"
    finally:
        session.close()


def test_racing_starts_end_in_one_engine(place: SimpleNamespace) -> None:
    pids: list[int] = []

    def join() -> None:
        session = api.join_engine(**place.where)
        pids.append(session.status().engine.pid)
        session.close()

    def serve() -> None:
        command = [
            sys.executable,
            "-m",
            "vaultmind",
            "--vault",
            place.vault,
            "--data",
            place.data,
            "engine",
            "--announce",
        ]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    direct = [threading.Thread(target=serve, daemon=True) for _ in range(2)]
    clients = [threading.Thread(target=join) for _ in range(20)]
    for thread in (*direct, *clients):
        thread.start()
    for thread in clients:
        thread.join()
    assert len(pids) == 20
    assert len(set(pids)) == 1


def test_a_killed_engine_is_replaced_and_nothing_is_lost(place: SimpleNamespace) -> None:
    before = {path.name: path.read_bytes() for path in place.vault.iterdir()}
    session = api.join_engine(**place.where, catch_up=False)
    for delay_s in (0.0, 0.15):
        stream = session.index(api.IndexRequest())
        next(stream)
        time.sleep(delay_s)
        killed = psutil.Process(engine_of(place))
        killed.kill()
        try:
            list(stream)  # comes to its end where the engine was quicker than the signal
        except api.EngineProblem as problem:
            assert "ask again" in str(problem)  # noqa: PT017
        killed.wait(60)
        session.status()  # asked again where it meets the dead engine, so the session has the next one now
    *_, report = session.index(api.IndexRequest())
    assert isinstance(report, api.IndexReport)
    assert report.notes == 400
    assert asked(session) == "Note 7.md"
    assert {path.name: path.read_bytes() for path in place.vault.iterdir()} == before
    session.close()


def test_a_session_that_was_idle_while_its_engine_died_goes_on(place: SimpleNamespace) -> None:
    session = api.join_engine(**place.where)
    first = engine_of(place)
    os.kill(first, signal.SIGKILL)
    psutil.Process(first).wait(60)
    assert asked(session) == "Note 7.md"
    assert engine_of(place) != first
    session.close()


def test_an_engine_follows_the_vault_without_being_asked(place: SimpleNamespace) -> None:
    session = api.join_engine(**place.where)
    (place.vault / "Heron.md").write_text("A heron stood in the pond.", encoding="utf-8")
    deadline = time.monotonic() + 60
    while not session.search(api.SearchRequest("heron")).passages:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    session.close()


def test_alone_and_engine_keep_out_of_each_others_way(place: SimpleNamespace) -> None:
    alone = api.open_vault(**place.where)
    with pytest.raises(IndexBusy, match="in use by process"):
        api.join_engine(**place.where)
    alone.close()
    session = api.join_engine(**place.where)
    with pytest.raises(IndexBusy, match=f"in use by process {engine_of(place)}"):
        api.open_vault(**place.where)
    session.close()


def test_an_engine_that_has_the_index_and_does_not_listen_yet_is_waited_for(
    place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.open_vault(**place.where).close()
    (folder,) = (place.data / "vaults").iterdir()
    heard = threading.Event()
    check = engines.check_announcement
    monkeypatch.setattr(engines, "check_announcement", lambda line: (heard.set(), check(line)))
    monkeypatch.setattr("vaultmind.engine.client._BUSY_S", 0.0)
    joined: list[Session] = []
    with IndexLock(folder / "index.lock", is_engine=True):
        client = threading.Thread(target=lambda: joined.append(api.join_engine(**place.where)))
        client.start()
        assert heard.wait(60)
    client.join(120)
    assert asked(joined[0]) == "Note 7.md"
    joined[0].close()


def test_who_had_the_index_and_let_it_go_before_one_looked_is_not_in_the_way(
    place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    api.open_vault(**place.where).close()
    (folder,) = (place.data / "vaults").iterdir()
    held = IndexLock(folder / "index.lock")
    check = engines.check_announcement
    monkeypatch.setattr(engines, "check_announcement", lambda line: (held.release(), check(line)))
    monkeypatch.setattr("vaultmind.engine.client._BUSY_S", 0.0)
    session = api.join_engine(**place.where)
    assert asked(session) == "Note 7.md"
    session.close()


def test_an_engine_that_cannot_open_the_vault_says_why(place: SimpleNamespace) -> None:
    api.open_vault(**place.where).close()
    (folder,) = (place.data / "vaults").iterdir()
    Path(os.environ["VAULTMIND_CONFIG"]).write_text("[answers]\nmodl = 1\n")
    with pytest.raises(api.VaultMindError, match=r"no setting answers\.modl"):
        api.join_engine(**place.where)
    assert read_address(folder) is None


def test_an_engine_whose_starter_gave_up_serves_the_next_client(place: SimpleNamespace) -> None:
    where = ["--vault", str(place.vault), "--data", str(place.data)]
    command = child_command("vaultmind", [*where, "engine", "--announce"])
    api.open_vault(**place.where).close()
    (folder,) = (place.data / "vaults").iterdir()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as engine:
        assert engine.stdout is not None
        engine.stdout.close()  # as of a client that was killed, or had no more patience
        while read_address(folder) is None:
            assert engine.poll() is None
            time.sleep(0.02)
        session = api.join_engine(**place.where)
        assert session.status().engine.pid == engine.pid
        session.close()
        assert api.stop_engine(**place.where)


def test_an_engine_that_is_merely_slow_is_said_to_be(place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultmind.api.engines.START_S", 0.0)
    with pytest.raises(api.EngineProblem, match="still starting; ask again"):
        api.join_engine(**place.where)
    monkeypatch.undo()


def test_what_fails_while_an_engine_opens_is_in_its_log_without_its_words(
    place: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "words of a note"

    def fail(*_: object, **__: object) -> None:
        raise ValueError(words)

    monkeypatch.setattr("vaultmind.api.owning.own", fail)
    logger = logging.getLogger("vaultmind")
    before, level = list(logger.handlers), logger.level
    try:
        with pytest.raises(ValueError, match=words):
            api.serve_vault(**place.where)
    finally:
        for handler in set(logger.handlers) - set(before):
            logger.removeHandler(handler)
            handler.close()
        logger.setLevel(level)
    (folder,) = (place.data / "vaults").iterdir()
    log = (folder / "logs" / "engine.log").read_text(encoding="utf-8")
    assert "ValueError at the start" in log
    assert words not in log


def test_a_stopped_engine_leaves_nothing_behind(place: SimpleNamespace) -> None:
    session = api.join_engine(**place.where)
    pid = engine_of(place)
    session.close()
    assert api.stop_engine(**place.where)
    deadline = time.monotonic() + 60
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not list(Path(os.environ["XDG_RUNTIME_DIR"]).rglob("*.sock"))
    assert not api.stop_engine(**place.where)


def test_another_embedding_model_is_noticed_while_the_engine_runs(place: SimpleNamespace, e5_folder: Path) -> None:
    settings = Path(os.environ["VAULTMIND_CONFIG"])
    session = api.join_engine(**place.where)
    engine = session.status().engine
    assert engine.embedder is None
    seen = session.watch()
    settings.write_text(f'[embedding]\nmodel = "{e5_folder}"\n')
    end = time.monotonic() + 60
    while session.status().engine.embedder is None:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert session.status().engine.pid == engine.pid
    assert asked(session) == "Note 7.md"
    assert next(report for report in seen if report.embedded).notes == 400
    seen.close()
    session.close()


def test_settings_that_cannot_be_read_are_told_by_the_next_command(place: SimpleNamespace) -> None:
    session = api.join_engine(**place.where)
    Path(os.environ["VAULTMIND_CONFIG"]).write_text("[embedding\n")
    with pytest.raises(api.VaultMindError, match="settings"):
        ask_until_it_fails(session)
    Path(os.environ["VAULTMIND_CONFIG"]).write_text('[embedding]\nmodel = "off"\n')
    deadline = time.monotonic() + 60
    while session.status().notes != 400:  # the first engine may have been stopped before it had looked at all of them
        assert time.monotonic() < deadline
        time.sleep(0.1)
    session.close()


def test_who_stops_an_engine_may_have_its_index_at_once(place: SimpleNamespace) -> None:
    for _ in range(3):
        api.join_engine(**place.where).close()
        assert api.stop_engine(**place.where)
        api.open_vault(**place.where).close()
