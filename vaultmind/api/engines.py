"""The engine of a vault, from both ends: join it, and be it."""

import contextlib
import logging
import os
import signal
import time
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vaultmind import __version__
from vaultmind.adapters.index.index_lock import engine_of, wait_until_free
from vaultmind.adapters.priority import give_way
from vaultmind.adapters.spawn import start_detached
from vaultmind.api.vaults import known_vault
from vaultmind.domain.errors import IndexBusy, VaultMindError
from vaultmind.engine.address import read_address
from vaultmind.engine.client import START_S, check_announcement, open_remote, still_starting
from vaultmind.engine.client import stop_engine as ask_engine_to_leave
from vaultmind.engine.protocol import PROTOCOL, Welcome, failure_of
from vaultmind.session.interface import Session

_LOG = logging.getLogger(__name__)
_LEAVING_S = 30.0
_PAUSE_S = 0.25


def join_engine(*, vault: Path | None = None, data: Path | None = None, catch_up: bool = True) -> Session:
    """Return the session of the engine that owns the vault's index; one is started where there is none.

    Several programs may do so at once. Raises what ``open_vault`` raises, and ``EngineProblem``.
    """
    known, places = known_vault(vault, data)
    known.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def start() -> None:
        arguments = ["--vault", str(known.root), "--data", str(places.data), "engine", "--announce"]
        try:
            said = start_detached("vaultmind", arguments, patience_s=START_S)
        except TimeoutError as error:
            raise still_starting() from error
        try:
            check_announcement(said)
        except IndexBusy:
            if not _is_coming_or_going(known.folder):
                raise
            time.sleep(_PAUSE_S)

    session = open_remote(known.folder, version=__version__, start=start)
    if catch_up:
        try:
            session.catch_up()
        except BaseException:
            session.close()
            raise
    return session


def serve_vault(*, vault: Path | None = None, data: Path | None = None, is_announced: bool = False) -> None:
    """Be the engine of a vault until stopped: own its index, follow its changes, answer clients.

    With ``is_announced`` it says on standard output whether it serves, gives way to other programs where they compute,
    rests once it is without clients, and leaves when that has lasted for a minute.
    Raises ``IndexBusy`` when the vault has an engine already.
    """
    from vaultmind.api.owning import Outlook, own  # noqa: PLC0415 (a client needs none of it)
    from vaultmind.engine.server import EngineServer, Renewal, announce  # noqa: PLC0415

    with contextlib.ExitStack() as held:
        try:
            known, places = known_vault(vault, data)
            _keep_log(known.folder / "logs")
            outlook = Outlook(places)

            def opened(*, gives_way: bool = False) -> Session:
                session = own(known, places=places, settings=outlook.take(), state="engine")
                if gives_way:  # what somebody waits for has been done
                    give_way()
                session.keep_current(lambda: any(one.is_deserted() for one in serving))
                outlived.append(session.is_outlived)
                return session

            outlived: list[Callable[[], bool]] = []
            serving: list[EngineServer] = []
            session = opened(gives_way=is_announced)
            renewal = Renewal(lambda: outlook.has_changed() or outlived[-1](), opened)
            idle_s = 60.0 if is_announced else None
            server = EngineServer(session, known.folder, version=__version__, idle_s=idle_s, renewal=renewal)
            serving.append(server)
            held.callback(server.close_session)
        except Exception as error:
            if not isinstance(error, VaultMindError):
                _LOG.error(
                    "%s at the start\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__))
                )
            if is_announced:
                announce(failure_of(0, error))
            raise
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: server.stop())
        if is_announced:
            announce(Welcome(PROTOCOL, __version__, os.getpid()))
        server.run()


def _is_coming_or_going(index_folder: Path) -> bool:
    """Say whether an engine has the index and does not listen: it will, or it will be gone, or has just gone."""
    engine, address = engine_of(index_folder / "index.lock"), read_address(index_folder)
    if engine is None:
        return wait_until_free(index_folder / "index.lock", patience_s=_PAUSE_S)
    return address is None or address.pid != engine


def stop_engine(*, vault: Path | None = None, data: Path | None = None) -> bool:
    """Ask the vault's engine to leave, wait until it has, and return whether there was one."""
    known, _ = known_vault(vault, data)
    address = read_address(known.folder)
    was_there = ask_engine_to_leave(known.folder, version=__version__)
    if was_there and address is not None:  # whoever follows the vault, e.g. the window, may have begun the next
        wait_until_free(known.folder / "index.lock", patience_s=_LEAVING_S, of=address.pid)
    return was_there


def _keep_log(folder: Path) -> None:
    """Keep what goes wrong in the engine, never a note's words, in five files of a megabyte."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(
        folder / "engine.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("vaultmind")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
