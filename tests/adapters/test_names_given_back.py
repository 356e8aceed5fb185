"""What another program wrote while the names of a note and of our text were swapped, and swapped back, is not lost.

The other program is as careless as many are: it reads a note, and later writes what it read with its own words added.
Between the two swaps it may read our text, which has not the words it wrote a moment before, and write that over them.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adapters.written_vault import Vault
from vaultmind.adapters.files import posix_folder
from vaultmind.adapters.files.held_file import HeldFile, Watch
from vaultmind.domain.edit import checksum_of
from vaultmind.domain.errors import NoteConflict, VaultMindError
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import WriteKind, WriteRequest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there nobody else opens a note that is being written")
NOTE = NotePath("n.md")
OLD, OURS = b"old\n", b"old\nours\n"
Act = Callable[[], object]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(tmp_path)
    made.put(NOTE, OLD)
    return made


class Careless:
    """A program that replaces the note by what it read last and one more word."""

    def __init__(self, vault: Vault) -> None:
        self._note = vault.root / NOTE
        self._read = b""

    def read(self) -> None:
        self._read = self._note.read_bytes()

    def write(self, word: bytes) -> None:
        beside = self._note.with_name("theirs")
        beside.write_bytes(self._read + word)
        beside.replace(self._note)

    def change(self, word: bytes) -> None:
        self.read()
        self.write(word)


def around_swaps(monkeypatch: pytest.MonkeyPatch, acts: dict[int, tuple[Act | None, Act | None]]) -> None:
    """Let something happen right before and right after the swaps with these numbers."""
    swaps = [0]
    swap = posix_folder.exchange_names

    def disturbed(folder: int, one: str, other: str) -> bool:
        swaps[0] += 1
        before, after = acts.get(swaps[0], (None, None))
        if before is not None:
            before()
        done = swap(folder, one, other)
        if after is not None:
            after()
        return done

    monkeypatch.setattr(posix_folder, "exchange_names", disturbed)


def is_somewhere(vault: Vault, word: bytes) -> bool:
    kept = [vault.journal.content(one) for entry in vault.journal.entries() for one in entry.kept]
    return any(word in content for content in [*vault.all().values(), *kept])


def append(vault: Vault) -> None:
    vault.notes.write(WriteRequest(NOTE, WriteKind.APPEND, "ours"))


def test_words_that_were_displaced_are_kept_before_the_name_is_given_back(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Careless(vault)
    around_swaps(
        monkeypatch,
        {1: (lambda: stranger.change(b"first\n"), None), 2: (stranger.read, lambda: stranger.write(b"second\n"))},
    )
    append(vault)
    assert is_somewhere(vault, b"first\n")
    assert is_somewhere(vault, b"second\n")


def test_words_written_over_ours_are_kept_before_they_have_the_name_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Careless(vault)
    around_swaps(
        monkeypatch,
        {
            1: (lambda: stranger.change(b"first\n"), None),
            2: (lambda: stranger.change(b"second\n"), None),
            3: (stranger.read, lambda: stranger.write(b"third\n")),
        },
    )
    append(vault)
    for word in (b"first\n", b"second\n", b"third\n"):
        assert is_somewhere(vault, word)


def test_words_that_recovery_gives_the_name_back_to_are_kept_before(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = Careless(vault)
    child = os.fork()
    if not child:
        around_swaps(monkeypatch, {1: (lambda: stranger.change(b"first\n"), lambda: os._exit(0))})
        append(vault)
        os._exit(1)
    assert os.waitpid(child, 0)[1] == 0
    around_swaps(monkeypatch, {1: (stranger.read, lambda: stranger.write(b"second\n"))})
    vault.notes.recover()
    assert is_somewhere(vault, b"first\n")
    assert is_somewhere(vault, b"second\n")


def test_a_journal_without_room_does_not_keep_a_note_from_its_name(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: bytes) -> None:
        raise VaultMindError("There is no room left.")

    around_swaps(monkeypatch, {1: (lambda: Careless(vault).change(b"first\n"), None)})
    with pytest.raises(NoteConflict):
        vault.disk.replace(NOTE, OURS, expected=checksum_of(OLD), token="t", keep=refuse)
    assert vault.all() == {NOTE: OLD + b"first\n"}


@pytest.mark.skipif(sys.platform != "linux", reason="leases are those of Linux")
def test_who_waits_to_write_goes_on_when_the_file_has_its_name_again(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched: list[HeldFile] = []
    found_next: list[bytes] = []
    watch = HeldFile.watch

    def seen(held: HeldFile, **options: bool) -> Watch:
        watched.append(held)
        return watch(held, **options)

    def write_and_look() -> None:
        with (vault.root / NOTE).open("ab") as file:
            file.write(b"theirs\n")
        found_next.append((vault.root / NOTE).read_bytes())

    stranger = threading.Thread(target=write_and_look)

    def begin_to_open() -> None:
        stranger.start()
        while watched[-1].undisturbed():
            time.sleep(0.001)

    monkeypatch.setattr(HeldFile, "watch", seen)
    # Were the stranger let go on before the second swap, it would be done in this time, and see our text.
    around_swaps(monkeypatch, {1: (begin_to_open, None), 2: (lambda: stranger.join(0.3), None)})
    with pytest.raises(NoteConflict):
        vault.disk.replace(NOTE, OURS, expected=checksum_of(OLD), token="t")
    stranger.join()
    assert found_next == [OLD + b"theirs\n"]
    assert vault.all() == {NOTE: OLD + b"theirs\n"}
