import subprocess
import sys
from collections.abc import Iterator
from itertools import product
from typing import Protocol

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.answer import Answer, AnswerMode
from vaultmind.domain.chunk import Chunk, Passage, Ranks
from vaultmind.domain.errors import EngineProblem, NoteConflict, NoteNotFound
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.vault_map import MapNote, VaultMap
from vaultmind.domain.views import AnswerDelta, AskRequest, SearchReport, SearchRequest
from vaultmind.engine.protocol import (
    LONGEST_LINE,
    Call,
    Decoder,
    Failure,
    FromClient,
    FromEngine,
    Item,
    Result,
    Unread,
    encode,
    error_of,
    failure_of,
    methods_of,
)
from vaultmind.ports import CancelToken
from vaultmind.session.interface import Session


class Small(Protocol):
    """An interface with one method of each form."""

    def search(self, request: SearchRequest) -> SearchReport: ...
    def ask(
        self, request: AskRequest, *, times: int = 1, cancel: CancelToken | None = None
    ) -> Iterator[AnswerDelta | Answer]: ...
    def forget(self, note: NotePath) -> None: ...
    def close(self) -> None: ...


def crossed(message: FromEngine, kind: object = FromEngine) -> FromEngine:
    decoder = Decoder(kind)
    *parts, last = [decoder.decode(line) for line in encode(message)]
    assert all(part is None for part in parts)
    assert isinstance(last, FromEngine)
    return last


TEXT = st.text(max_size=30) | st.just("caf\udce9.md")
PASSAGES = st.builds(
    Passage,
    st.integers(1, 2**53),
    st.builds(
        Chunk,
        TEXT.map(NotePath),
        st.integers(0, 9),
        st.builds(Span, st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.integers(1, 9), st.integers(1, 9)),
        st.lists(TEXT, max_size=2).map(tuple),
        TEXT,
        TEXT,
    ),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(Ranks, st.none() | st.integers(1, 9)),
    st.lists(TEXT.map(NotePath), max_size=2).map(tuple),
)


def test_every_method_of_the_session_can_be_called_but_close() -> None:
    assert set(methods_of(Session)) == {name for name in vars(Session) if not name.startswith("_")} - {"close"}


@pytest.mark.parametrize("name", methods_of(Session))
def test_whatever_the_session_takes_and_gives_can_cross_the_border(name: str) -> None:
    method = methods_of(Session)[name]
    taken = [kind for parameter, kind in method.parameters.items() if parameter != method.token]
    for kind in (*taken, *(method.items.values() if method.is_stream else [method.result])):
        assert msgspec.json.Decoder(kind).type == kind


@settings(max_examples=60, deadline=None)
@given(st.lists(PASSAGES, max_size=3).map(tuple), TEXT)
def test_values_cross_the_border_unchanged(passages: tuple[Passage, ...], text: str) -> None:
    report = SearchReport(text, passages, 1.5, ("one",))
    for kind in (FromEngine, Unread):
        result = crossed(Result(7, report), kind)
        assert isinstance(result, Result)
        assert methods_of(Small)["search"].value(result.value) == report


def test_the_items_of_a_stream_are_told_apart() -> None:
    method = methods_of(Small)["ask"]
    answer = Answer("Why?", "So [1].", refused=False, mode=AnswerMode.GENERATED)
    for value, kind in product((AnswerDelta("So"), answer), (FromEngine, Unread)):
        item = crossed(Item(7, type(value).__name__, value), kind)
        assert isinstance(item, Item)
        assert method.item(item.kind, item.value) == value
    assert method.is_stream
    assert not methods_of(Small)["search"].is_stream
    with pytest.raises(EngineProblem, match="a Surprise"):
        method.item("Surprise", {})


NOTES = 3_000
MAP = VaultMap(
    tuple(MapNote(NotePath(f"Заметка {n}.md"), f"№ {n}", "2026-01-01", ("part",), n / 3) for n in range(NOTES)),
    tuple((n, (n * 7 + 1) % NOTES) for n in range(NOTES)),
)


def test_a_long_value_is_read_in_short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces: list[int] = []
    decode = msgspec.json.decode

    def counted(line: msgspec.Raw, *, type: object) -> object:  # noqa: A002 (its name)
        if "Raw" not in str(type):
            pieces.append(memoryview(line).nbytes)
        return decode(line, type=type)

    result = crossed(Result(7, MAP), Unread)
    assert isinstance(result, Result)
    monkeypatch.setattr(msgspec.json, "decode", counted)
    assert methods_of(Session)["vault_map"].value(result.value) == MAP
    assert max(pieces) < 50_000 < sum(pieces)


@pytest.mark.parametrize(
    "line",
    [
        b'{"notes": [%s], "links": []}' % (b"7," * 40_000 + b"7"),
        b'{"notes": "%s", "links": []}' % (b"x" * 80_000),
        b'{"notes": [], "ways": [%s]}' % (b"7," * 40_000 + b"7"),
        b'{"notes": [], "links": [%s]}' % (b'"\xff",' * 40_000 + b"7"),
        b"[%s]" % (b"7," * 40_000 + b"7"),
        b"7",
    ],
)
def test_a_value_that_is_none_of_its_type_is_refused(line: bytes) -> None:
    with pytest.raises(EngineProblem, match="not its language"):
        methods_of(Session)["vault_map"].value(msgspec.Raw(line))


def test_what_a_newer_engine_adds_to_a_long_value_is_left_out() -> None:
    plain = msgspec.to_builtins(MAP)
    assert methods_of(Session)["vault_map"].value(msgspec.Raw(msgspec.json.encode(plain | {"ways": [7]}))) == MAP


def test_arguments_are_bound_as_in_a_call_and_a_cancel_token_is_never_sent() -> None:
    method = methods_of(Small)["ask"]
    packed = method.pack((AskRequest("Why?"),), {"times": 2, "cancel": object()})
    assert method.unpack(msgspec.json.decode(msgspec.json.encode(packed))) == {
        "request": AskRequest("Why?"),
        "times": 2,
    }
    assert method.token == "cancel"
    with pytest.raises(TypeError):
        method.pack((), {"requests": AskRequest("Why?")})


@pytest.mark.parametrize("sent", [{"request": 7}, {"request": {"question": 7}}, {"surprise": 1}])
def test_arguments_of_other_types_are_refused(sent: dict[str, object]) -> None:
    with pytest.raises(EngineProblem, match="asked for ask with arguments"):
        methods_of(Small)["ask"].unpack(sent)


def test_errors_keep_their_class_their_sentence_and_what_they_carry() -> None:
    conflict = NoteConflict("It has changed.", note="a.md", on_disk=b"\xff\0", wanted=None)
    again = error_of(crossed(failure_of(1, conflict)))  # type: ignore[arg-type]
    assert isinstance(again, NoteConflict)
    assert (str(again), again.note, again.on_disk, again.wanted) == ("It has changed.", "a.md", b"\xff\0", None)
    assert type(error_of(crossed(failure_of(1, NoteNotFound("No."))))) is NoteNotFound  # type: ignore[arg-type]


def test_a_bug_is_named_but_its_words_do_not_leave_the_engine() -> None:
    error = error_of(failure_of(1, ValueError("secret words of a note")))
    assert isinstance(error, EngineProblem)
    assert "ValueError" in str(error)
    assert "secret" not in str(error)


def test_an_error_of_a_newer_engine_keeps_its_sentence() -> None:
    error = error_of(Failure(1, "NotInventedYet", "The moon is full.", {"phase": 1}))
    assert isinstance(error, EngineProblem)
    assert str(error) == "The moon is full."


def test_a_long_message_travels_in_lines_that_are_not_too_long() -> None:
    text = '"\\é' * 7_000_000
    lines = list(encode(Result(1, text)))
    assert len(lines) > 1
    assert max(map(len, lines)) <= LONGEST_LINE
    decoder = Decoder(FromEngine)
    assert [decoder.decode(line) for line in lines][-1] == Result(1, text)


def test_a_message_without_end_is_refused() -> None:
    decoder = Decoder(FromEngine, longest_message=100)
    line = b'{"type": "part", "text": "%s", "is_last": false}' % (b"x" * 60)
    assert decoder.decode(line) is None
    with pytest.raises(EngineProblem, match="too long"):
        decoder.decode(line)


@settings(max_examples=100)
@given(st.binary(max_size=40))
def test_anything_else_is_no_message(line: bytes) -> None:
    with pytest.raises(EngineProblem):
        Decoder(FromClient).decode(line)


@pytest.mark.parametrize(
    "line", [b'{"type":"call"}', b'{"type":"result","id":1}', b"[" * 100_000, b'{"type":"call","id":']
)
def test_what_only_looks_like_a_message_is_refused(line: bytes) -> None:
    with pytest.raises(EngineProblem):
        Decoder(FromClient).decode(line)


def test_a_call_is_one_line() -> None:
    (line,) = encode(Call(1, "search", {"query": "line\nend"}))
    assert line.count(b"\n") == 1
    assert Decoder(FromClient).decode(line) == Call(1, "search", {"query": "line\nend"})


_READ_AT_ONCE = """
import dataclasses, sys, threading
from vaultmind.engine import protocol
sys.setswitchinterval(1e-5)
for _ in range(200):
    inner = dataclasses.make_dataclass("Inner", [("x", int, 0), ("words", tuple[str, ...], ())])
    fields = [("name", str, ""), ("one", inner | None, None), ("all", tuple[inner, ...], ())]
    kind = dataclasses.make_dataclass("Kind", fields)
    barrier = threading.Barrier(4)
    def read():
        barrier.wait()
        assert protocol._read({"name": "x", "one": {"x": 1}, "all": [{"x": 2}]}, kind).all[0].x == 2
    threads = [threading.Thread(target=read) for _ in range(4)]
    [one.start() for one in threads]
    [one.join() for one in threads]
print("read")
"""


def test_values_of_a_new_type_are_read_by_several_threads_at_once() -> None:
    done = subprocess.run([sys.executable, "-c", _READ_AT_ONCE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "read\n"), done.stderr[-500:]
