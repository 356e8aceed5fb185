"""Model files of 2023, by ctransformers: its library is driven token by token, with a buffer that fits its tokens."""

import ctypes
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from vaultmind.adapters.models.hosts.chat_templates import Part, template_for
from vaultmind.adapters.models.hosts.native_log import NativeLog
from vaultmind.adapters.models.hosts.placing import read_reason
from vaultmind.adapters.models.hosts.protocol import Announce, CannotLoad, HostRequest, Loaded
from vaultmind.adapters.models.hosts.step_server import StepServer
from vaultmind.adapters.models.legacy_files import read_words
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import ChatTurn

_MARK = re.compile(r"<[^<>\s]{1,30}>")


def load(request: HostRequest, announce: Announce) -> Loaded:  # noqa: ARG001 (nothing is placed: processor only)
    """Serve a file that was found fit before; raise ``CannotLoad`` when it cannot be."""
    from ctransformers.llm import LLM, Config  # noqa: PLC0415 (the native library is for this process alone)

    if request.adapters:
        raise CannotLoad("ctransformers applies no LoRA adapters")
    config = Config(context_length=request.context_tokens, batch_size=request.batch_tokens, threads=request.threads)
    log = NativeLog()
    try:
        native = LLM(request.path, "llama", config=config)
        model = LegacyModel(native, request)
    except (RuntimeError, ValueError, OSError, ModelProblem) as error:
        raise CannotLoad(read_reason(log.close(), str(error).splitlines()[0])) from error
    log.close()
    server = StepServer(model, name=request.name, key=request.key)
    return Loaded(url=server.url, pid=os.getpid(), device="CPU", layers_on_gpu=0, layers=request.layers, kept=server)


class LegacyModel:
    """A model as ``StepModel``. Greedy by numpy, since the library's own sampler is slower and cannot be."""

    stops: Sequence[str]

    def __init__(self, native: Any, request: HostRequest) -> None:
        self._native = native
        self._threads = request.threads
        self.batch_tokens = request.batch_tokens
        self.context_tokens = min(int(native.context_length), request.context_tokens)
        words = read_words(Path(request.path))
        self._marks = words.marks if words is not None else self._find_marks()
        self._has_beginning = words.has_beginning if words is not None else not self._marks
        self._template = template_for(f"{request.name} {Path(request.path).name}", self._marks)
        self.stops = self._template.stops
        self._ends = {self._marks[stop] for stop in self.stops if stop in self._marks}

    def prompt(self, turns: Sequence[ChatTurn]) -> list[int]:
        """Return the tokens of a conversation; a mark inside the person's own words stays text."""
        tokens: list[int] = []
        text = ""
        for piece in self._pieces(self._template.render(turns)):
            if isinstance(piece, str):
                text += piece
                continue
            tokens += self._tokens(text)
            tokens.append(piece)
            text = ""
        tokens += self._tokens(text)
        beginning = [int(self._native.bos_token_id)] if self._has_beginning else []
        return tokens if tokens[:1] == beginning else beginning + tokens

    def rewind(self, length: int) -> int:
        """Keep so many tokens: the library forgets by where it evaluates next."""
        return length

    def evaluate(self, tokens: Sequence[int], position: int) -> None:
        """Evaluate tokens at ``position``."""
        given = (ctypes.c_int * len(tokens))(*tokens)
        if not self._native.ctransformers_llm_batch_eval(
            given, len(tokens), position, self.batch_tokens, self._threads
        ):
            raise RuntimeError("the runtime could not evaluate the prompt")

    def choose(self, temperature: float, seed: int) -> int:
        """Return the next token."""
        logits = self._logits()
        if temperature <= 0:
            return int(np.argmax(logits))
        scaled = (logits - logits.max()) / temperature
        chances = np.exp(scaled)
        return int(np.random.default_rng(seed).choice(len(chances), p=chances / chances.sum()))

    def likely(self, count: int) -> Mapping[str, float]:
        """Return the most likely next tokens with their log probabilities."""
        logits = self._logits()
        highest = logits.max()
        logs = logits - highest - np.log(np.exp(logits - highest).sum())
        best = np.argsort(-logs, kind="stable")
        found: dict[str, float] = {}
        for token in best:
            found.setdefault(self.piece(int(token)).decode("utf-8", "replace"), float(logs[token]))
            if len(found) == count:
                break
        return found

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token; a mark has none in a GGUF file."""
        return bytes(self._native.ctransformers_llm_detokenize(token))

    def is_end(self, token: int) -> bool:
        """Say whether a token ends the answer: the library prints nothing for a mark that stops would find."""
        return token in self._ends or bool(self._native.is_eos_token(token))

    def use_adapters(self, scales: Mapping[int, float]) -> None:
        """Take none: the host refused to load with adapters."""

    def interrupt(self) -> None:
        """Do nothing: the library cannot be interrupted within a batch."""

    def _logits(self) -> "np.ndarray[Any, np.dtype[np.float64]]":
        native = self._native
        size = native.ctransformers_llm_logits_size()
        found = np.ctypeslib.as_array(native.ctransformers_llm_logits_data(), shape=(size,))
        return found[-int(native.vocab_size) :].astype(np.float64)

    def _tokens(self, text: str) -> list[int]:
        """Return the tokens of a text. They may outnumber its characters: the library writes past a smaller buffer."""
        if not text:
            return []
        encoded = text.replace("\0", "").encode("utf-8", "replace")
        buffer = (ctypes.c_int * (len(encoded) + 2))()
        count = self._native.ctransformers_llm_tokenize(encoded, False, buffer)
        return list(buffer[:count])

    def _pieces(self, parts: Iterator[Part]) -> Iterator[str | int]:
        """Yield text, and the token of a mark where one of ours is a word of the model."""
        for part in parts:
            if not part.is_ours:
                yield part.text
                continue
            at = 0
            for found in _MARK.finditer(part.text):
                token = self._marks.get(found.group())
                if token is not None:
                    yield part.text[at : found.start()]
                    yield token
                    at = found.end()
            yield part.text[at:]

    def _find_marks(self) -> dict[str, int]:
        """Return the words that look like marks of a file before GGUF, which does not say which of them are."""
        found: dict[str, int] = {}
        for token in range(int(self._native.vocab_size)):
            piece = self.piece(token)
            if piece[:2] == b"<|" and piece[-2:] == b"|>":
                found[piece.decode("utf-8", "replace")] = token
        return found
