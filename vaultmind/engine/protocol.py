"""The border between engine and clients: JSON lines whose calls and values follow from the ``Session`` interface.

A method that is added to the interface can be called by clients at once; there is no second list of methods. Values
are the frozen dataclasses of the domain, decoded by the types the interface names. Nothing here reads or writes.
"""

import inspect
import json
import threading
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass
from functools import cache
from typing import Any

import msgspec

from vaultmind.domain.errors import EngineProblem, VaultMindError
from vaultmind.ports import CancelToken

PROTOCOL = 1
LONGEST_LINE = 16 * 1024 * 1024
_LONGEST_PART = 4 * 1024 * 1024
_AT_ONCE = 32 * 1024
"""Bytes of a value that are read in one go: to read a map of 10,000 notes so would hold a window for 20 ms."""

_MADE_OUT: set[Any] = set()
_MAKING_OUT = threading.Lock()


class Hello(msgspec.Struct, frozen=True, tag="hello"):
    """The first line of a client. ``token`` is needed only where the address alone proves nothing."""

    protocol: int
    version: str
    token: str = ""


class Welcome(msgspec.Struct, frozen=True, tag="welcome"):
    """The engine's answer to ``Hello``; ``leaving`` says that it is older than the client and ends now."""

    protocol: int
    version: str
    pid: int
    leaving: bool = False


class Call(msgspec.Struct, frozen=True, tag="call"):
    """One call of a method, numbered by the client."""

    id: int
    method: str
    arguments: dict[str, Any]


class Cancel(msgspec.Struct, frozen=True, tag="cancel"):
    """The client no longer wants the answer to a call."""

    id: int


class Leave(msgspec.Struct, frozen=True, tag="leave"):
    """Somebody asks the engine to end."""


class Item(msgspec.Struct, frozen=True, tag="item"):
    """One value of a stream; ``kind`` is the name of its class."""

    id: int
    kind: str
    value: Any


class UnreadItem(Item, frozen=True, tag="item"):
    """An ``Item`` whose value is read by the method that was called, which knows its type."""

    value: msgspec.Raw


class Result(msgspec.Struct, frozen=True, tag="result"):
    """The value of a call, or the end of a stream."""

    id: int
    value: Any = None


class UnreadResult(Result, frozen=True, tag="result"):
    """A ``Result`` whose value is read by the method that was called, which knows its type."""

    value: msgspec.Raw = msgspec.Raw(b"null")


class Failure(msgspec.Struct, frozen=True, tag="failure"):
    """The error a call ended with: its class, one sentence, and what the error carries besides, by keyword."""

    id: int
    kind: str
    message: str
    details: dict[str, Any] = {}


class Part(msgspec.Struct, frozen=True, tag="part"):
    """A piece of a line that is longer than a line may be; the last piece says so."""

    text: str
    is_last: bool


FromClient = Hello | Call | Cancel | Leave | Part
FromEngine = Welcome | Item | Result | Failure | Part
Unread = Welcome | UnreadItem | UnreadResult | Failure | Part
"""``FromEngine`` as a client takes it in, so that the thread that hands out messages builds no values."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the interface: what it takes, and what it gives, as one value or as a stream of them."""

    name: str
    signature: inspect.Signature
    parameters: Mapping[str, Any]
    result: Any
    items: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None
    """The parameter that takes a ``CancelToken``; it is never sent, each side has its own."""
    is_repeatable: bool = False
    """Whether it may be asked again when nobody knows if it was done."""
    is_resumable: bool = False
    """Whether, asked for again, the stream goes on where it was."""

    @property
    def is_stream(self) -> bool:
        """Say whether the method yields values."""
        return bool(self.items)

    def pack(self, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call as they are sent; raise ``TypeError`` as the call itself would."""
        bound = self.signature.bind(*arguments, **named).arguments
        return {name: _plain(value) for name, value in bound.items() if name != self.token}

    def unpack(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments of a call as values; raise ``EngineProblem`` when they are not what it takes."""
        try:
            return {name: msgspec.convert(value, _made_out(self.parameters[name])) for name, value in sent.items()}
        except (KeyError, msgspec.ValidationError) as error:
            raise EngineProblem(f"The engine was asked for {self.name} with arguments it does not know.") from error

    def item(self, kind: str, value: Any) -> Any:
        """Return one value of the stream, whether it was read or not."""
        if kind not in self.items:
            raise EngineProblem(f"The engine answered {self.name} with a {kind}, which this program does not know.")
        return _read(value, self.items[kind])

    def value(self, sent: Any) -> Any:
        """Return the value of the call, whether it was read or not."""
        return _read(sent, self.result)


@cache
def methods_of(interface: type) -> Mapping[str, Method]:
    """Return the methods of a session interface that can be called from another process; ``close`` is not one."""
    return {
        name: _method(name, function)
        for name, function in inspect.getmembers(interface, inspect.isfunction)
        if not name.startswith("_") and name != "close"
    }


def encode(message: FromClient | FromEngine) -> Iterator[bytes]:
    """Yield the lines of a message, each with its line end and none longer than ``LONGEST_LINE``."""
    line = _encoded(message)
    if len(line) < LONGEST_LINE:
        yield line + b"\n"
        return
    text = line.decode("ascii") if line.isascii() else line.decode()
    for start in range(0, len(text), _LONGEST_PART // 2):
        piece = Part(text[start : start + _LONGEST_PART // 2], is_last=start + _LONGEST_PART // 2 >= len(text))
        yield _encoded(piece) + b"\n"


class Decoder:
    """Reads lines of one direction, joining the parts of long ones; raises ``EngineProblem`` for anything else."""

    def __init__(self, kind: Any, *, longest_message: int = 64 * LONGEST_LINE) -> None:
        self._kind = kind
        self._plain = FromEngine if kind is Unread else kind
        self._longest = longest_message
        self._parts: list[str] = []
        self._held = 0

    def decode(self, line: bytes) -> Any:
        """Return the message that ends with this line, or ``None`` when more parts must come."""
        message = _decoded(line, self._kind, self._plain)
        if not isinstance(message, Part):
            return message
        self._parts.append(message.text)
        self._held += len(message.text)
        if self._held > self._longest:
            raise EngineProblem("A message between engine and client is too long.")
        if not message.is_last:
            return None
        whole = "".join(self._parts).encode("utf-8", "surrogatepass")
        self._parts, self._held = [], 0
        return _decoded(whole, self._kind, self._plain)


def failure_of(call: int, error: Exception) -> Failure:
    """Return an error as it crosses the border; what is not meant for people is called a fault of the engine."""
    kind = type(error)
    if not isinstance(error, VaultMindError):
        said = f"The engine failed inside ({kind.__name__}); its log says more."
        return Failure(call, EngineProblem.__name__, said)
    return Failure(call, kind.__name__, str(error), {name: getattr(error, name) for name in _details_of(kind)})


def error_of(failure: Failure) -> VaultMindError:
    """Return the error a ``Failure`` stands for; one of an unknown class keeps its sentence."""
    kind = _errors().get(failure.kind, EngineProblem)
    known = _details_of(kind)
    details = {name: msgspec.convert(value, known[name]) for name, value in failure.details.items() if name in known}
    return kind(failure.message, **details)


def _details_of(kind: type[Exception]) -> Mapping[str, Any]:
    """Return the keyword arguments an error is made with besides its sentence, and their types."""
    make = next(vars(base)["__init__"] for base in kind.__mro__ if "__init__" in vars(base))
    if not inspect.isfunction(make):
        return {}
    parameters = inspect.signature(make).parameters.values()
    hints = typing.get_type_hints(make)
    return {one.name: hints[one.name] for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}


def _method(name: str, function: Callable[..., Any]) -> Method:
    hints = typing.get_type_hints(function)
    result = hints.pop("return", type(None))
    token = next((parameter for parameter, kind in hints.items() if _mentions(kind, CancelToken)), None)
    signature = inspect.signature(function)
    signature = signature.replace(parameters=list(signature.parameters.values())[1:])
    is_stream = typing.get_origin(result) is Iterator
    items = {kind.__name__: kind for kind in _members(typing.get_args(result)[0])} if is_stream else {}
    return Method(name, signature, hints, result, items, token, *_marks_of(function))


def _marks_of(function: Callable[..., Any]) -> tuple[bool, bool]:
    marks = vars(function)
    return marks.get("is_repeatable", False), marks.get("is_resumable", False)


def _members(kind: Any) -> tuple[Any, ...]:
    return typing.get_args(kind) if typing.get_origin(kind) in (typing.Union, types.UnionType) else (kind,)


def _mentions(kind: Any, wanted: type) -> bool:
    return wanted in _members(kind)


def _errors() -> Mapping[str, type[VaultMindError]]:
    found: dict[str, type[VaultMindError]] = {}
    waiting: list[type[VaultMindError]] = [VaultMindError]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value)


def _encoded(message: FromClient | FromEngine) -> bytes:
    try:
        return msgspec.json.encode(message)
    except UnicodeEncodeError:  # a file name that is no Unicode travels as escaped surrogates
        return json.dumps(_plain(message)).encode()


def _read(sent: Any, kind: Any) -> Any:
    """Return a value by its type; a long one in pieces, between which another thread may have the interpreter."""
    if not isinstance(sent, msgspec.Raw):
        return msgspec.convert(sent, _made_out(kind))
    if memoryview(sent).nbytes > _AT_ONCE:
        if typing.get_origin(kind) is tuple and typing.get_args(kind)[1:] == (...,):
            return tuple(_rows(sent, typing.get_args(kind)[0]))
        if is_dataclass(kind):
            return _fields(sent, kind)
    return _decoded(sent, kind)


def _rows(sent: msgspec.Raw, kind: Any) -> Iterator[Any]:
    """Yield the values of a list, some of them read together."""
    rows = types.GenericAlias(list, (kind,))
    together: list[msgspec.Raw] = []
    size = 0
    for row in _decoded(sent, list[msgspec.Raw]):
        together.append(row)
        size += memoryview(row).nbytes
        if size > _AT_ONCE:
            yield from _decoded(b"[" + b",".join(together) + b"]", rows)
            together, size = [], 0
    yield from _decoded(b"[" + b",".join(together) + b"]", rows)


def _fields(sent: msgspec.Raw, kind: Any) -> Any:
    """Return a dataclass, each field read by itself; one that this program does not know is left out."""
    known = typing.get_type_hints(kind)
    fields = _decoded(sent, dict[str, msgspec.Raw])
    try:
        return kind(**{name: _read(value, known[name]) for name, value in fields.items() if name in known})
    except TypeError as error:
        raise EngineProblem("What came over the engine's socket is not its language.") from error


def _made_out(kind: Any) -> Any:
    """Return a type that msgspec has made out: where two threads have it do so at once, the process crashes (0.22)."""
    if kind not in _MADE_OUT:
        with _MAKING_OUT:
            msgspec.json.Decoder(kind)
            _MADE_OUT.add(kind)
    return kind


def _decoded(line: bytes | msgspec.Raw, kind: Any, plain: Any = None) -> Any:
    """Return what a line says; ``plain`` is its type where Python's own reader must do it, which leaves none unread."""
    try:
        return msgspec.json.decode(line, type=_made_out(kind))
    except (msgspec.DecodeError, RecursionError) as error:
        try:
            return msgspec.convert(json.loads(bytes(line)), _made_out(plain or kind))
        except (ValueError, RecursionError) as again:
            raise EngineProblem("What came over the engine's socket is not its language.") from (again or error)
