"""A model that is driven token by token: a prompt to pieces of text, with what was evaluated before kept."""

import codecs
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from vaultmind.ports import ChatTurn


class StepModel(Protocol):
    """A loaded model that one thread at a time drives token by token."""

    @property
    def context_tokens(self) -> int:
        """Return how many tokens fit: the prompt and the answer."""
        ...

    @property
    def batch_tokens(self) -> int:
        """Return how many tokens are evaluated at once; stopping waits for one batch at most."""
        ...

    @property
    def stops(self) -> Sequence[str]:
        """Return the texts that end an answer besides the model's own end."""
        ...

    def prompt(self, turns: Sequence[ChatTurn]) -> list[int]:
        """Return the tokens of a conversation in the model's template; never empty."""
        ...

    def rewind(self, length: int) -> int:
        """Keep the first ``length`` evaluated tokens; return how many could be kept."""
        ...

    def evaluate(self, tokens: Sequence[int], position: int) -> None:
        """Evaluate tokens that stand at ``position``; raise ``Interrupted`` when ``interrupt`` was called meanwhile."""
        ...

    def choose(self, temperature: float, seed: int) -> int:
        """Return the next token after what was evaluated; 0 takes the most likely one."""
        ...

    def likely(self, count: int) -> Mapping[str, float]:
        """Return the most likely next tokens with their log probabilities."""
        ...

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token; a character may need several."""
        ...

    def is_end(self, token: int) -> bool:
        """Say whether a token ends the answer."""
        ...

    def use_adapters(self, scales: Mapping[int, float]) -> None:
        """Apply the adapters at these places, no others."""
        ...

    def interrupt(self) -> None:
        """Have an evaluation that is under way in another thread end soon; it may end by itself before."""
        ...


class Interrupted(Exception):
    """Whoever asked is gone."""


class TooLong(Exception):
    """A prompt of ``tokens`` tokens for a window of ``window``."""

    def __init__(self, tokens: int, window: int) -> None:
        super().__init__(tokens, window)
        self.tokens = tokens
        self.window = window


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a model, and what to stop for."""

    turns: Sequence[ChatTurn]
    max_tokens: int
    temperature: float = 0.0
    seed: int = 0
    top: int = 0
    stops: Sequence[str] = ()
    adapters: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """Some text of an answer; the last has ``end``, ``stop`` or ``length``."""

    text: str
    top: Mapping[str, float] | None = None
    end: str = ""


@dataclass(slots=True)
class Effort:
    """What one answer took, in tokens and seconds; filled while it is made."""

    cached_tokens: int = 0
    read_tokens: int = 0
    written_tokens: int = 0
    reading_s: float = 0.0
    writing_s: float = 0.0


class Stepper:
    """Answers one question after another; the beginning that two prompts share is evaluated once."""

    def __init__(self, model: StepModel) -> None:
        self._model = model
        self._evaluated: list[int] = []
        self._adapters: Mapping[int, float] = {}

    def answer(self, question: Question, effort: Effort, is_gone: Callable[[], bool]) -> Iterator[Written]:
        """Yield the answer as it is made; raise ``TooLong`` before anything, ``Interrupted`` when nobody waits."""
        prompt = self._model.prompt(question.turns)
        window = self._model.context_tokens
        if len(prompt) >= window:
            raise TooLong(len(prompt), window)
        self._use(question.adapters)
        started = time.monotonic()
        self._read(prompt, effort, is_gone)
        effort.reading_s = time.monotonic() - started
        yield from self._write(question, window - len(prompt), effort, is_gone)

    def _use(self, adapters: Mapping[int, float]) -> None:
        """Switch adapters; what was evaluated with others does not serve."""
        wanted = {place: scale for place, scale in adapters.items() if scale}
        if wanted != self._adapters:
            self._model.use_adapters(wanted)
            self._adapters = wanted
            self._evaluated = []

    def _read(self, prompt: list[int], effort: Effort, is_gone: Callable[[], bool]) -> None:
        shared = 0
        most = min(len(prompt) - 1, len(self._evaluated))
        while shared < most and prompt[shared] == self._evaluated[shared]:
            shared += 1
        effort.cached_tokens = self._model.rewind(shared)
        self._evaluated = prompt[: effort.cached_tokens]
        effort.read_tokens = len(prompt) - effort.cached_tokens
        for begin in range(effort.cached_tokens, len(prompt), self._model.batch_tokens):
            self._evaluate(prompt[begin : begin + self._model.batch_tokens], is_gone)

    def _write(self, question: Question, room: int, effort: Effort, is_gone: Callable[[], bool]) -> Iterator[Written]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        held = _Held((*self._model.stops, *question.stops))
        started = time.monotonic()
        limit = min(question.max_tokens, room)
        while effort.written_tokens < limit:
            top = self._model.likely(question.top) if question.top else None
            token = self._model.choose(question.temperature, question.seed + effort.written_tokens)
            if self._model.is_end(token):
                yield Written(held.rest(), top, "stop")
                return
            effort.written_tokens += 1
            text, is_stopped = held.add(decoder.decode(self._model.piece(token)))
            effort.writing_s = time.monotonic() - started
            if is_stopped:
                yield Written(text, top, "stop")
                return
            if effort.written_tokens == limit:
                yield Written(text + held.rest(), top, "length")
                return
            if text or top:
                yield Written(text, top)
            self._evaluate([token], is_gone)
        yield Written("", None, "length")

    def _evaluate(self, tokens: list[int], is_gone: Callable[[], bool]) -> None:
        if is_gone():
            raise Interrupted
        self._model.evaluate(tokens, len(self._evaluated))
        self._evaluated += tokens


class _Held:
    """Text that may turn out to be the beginning of a stop is held back until it is known."""

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._text = ""

    def add(self, text: str) -> tuple[str, bool]:
        """Return what may be shown now, and whether a stop was reached; nothing after it is ever shown."""
        self._text += text
        places = [place for stop in self._stops if (place := self._text.find(stop)) >= 0]
        if places:
            return self._text[: min(places)], True
        kept = max((_overlap(self._text, stop) for stop in self._stops), default=0)
        shown, self._text = self._text[: len(self._text) - kept], self._text[len(self._text) - kept :]
        return shown, False

    def rest(self) -> str:
        """Return what was held back, at the end of an answer."""
        held, self._text = self._text, ""
        return held


def _overlap(text: str, stop: str) -> int:
    """Return how long an end of ``text`` is that begins ``stop``."""
    return next(
        (length for length in range(min(len(text), len(stop) - 1), 0, -1) if stop.startswith(text[-length:])), 0
    )
