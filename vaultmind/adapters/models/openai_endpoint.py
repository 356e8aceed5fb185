"""A language model behind an OpenAI-compatible address: our own host, llama-server, Ollama, vLLM, a service."""

import json
import queue
import ssl
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Generator, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager, suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from vaultmind.adapters.models.addresses import is_on_this_machine, require_secure
from vaultmind.domain.errors import Cancelled, EndpointProblem, KeyRefused, ModelProblem, NotAllowed, PromptTooLong
from vaultmind.domain.model import Timings
from vaultmind.ports import CancelToken, ChatTurn, Token

if TYPE_CHECKING:
    import httpx

_LONGEST_LINE = 1_000_000
_LONGEST_ERROR = 65_536
_POLL_S = 0.05
_STOP_S = 2.0
_WINDOW_NAMES = ("max_model_len", "loaded_context_length", "context_length")
"""What servers call the window of a model in the list of their models: vLLM, LM Studio, others."""
_CONTEXT_CODES = frozenset({"exceed_context_size_error", "context_length_exceeded"})


_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds; the first token may take minutes, since the prompt is evaluated before it."""

    connect_s: float = 5.0
    first_token_s: float = 300.0
    next_token_s: float = 60.0


DEFAULT_PATIENCE = Patience()


class OpenAiEndpoint:
    """One model at one address, by streamed chat completions. Redirects are refused, and so are proxies for our own.

    An address off this machine needs https and ``may_leave_machine``, else ``ModelProblem`` is raised here.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None = None,
        may_leave_machine: bool = False,
        patience: Patience = DEFAULT_PATIENCE,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        require_secure(url)
        parts = urlsplit(url)
        self._is_local = is_on_this_machine(url)
        if not self._is_local and not may_leave_machine:
            raise NotAllowed(
                f"{parts.hostname} is off this machine, and this vault has not been allowed to be sent there; "
                f"`vaultmind models allow {parts.hostname}` allows it."
            )
        self._base = url.rstrip("/").removesuffix("/v1") + "/v1"
        self._host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
        self._model = model
        self._patience = patience
        self._extra = extra or {}
        self._client_options: dict[str, Any] = {
            "headers": {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {}),
            "verify": ssl.create_default_context() if parts.scheme == "https" else False,
            "follow_redirects": False,
            "trust_env": not self._is_local,
            "timeout": (patience.connect_s, None, None, None),
        }

    @property
    def name(self) -> str:
        return self._model

    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,
    ) -> Generator[Token, None, None]:
        """Yield pieces as they come; closing the iterator, or ``cancel``, closes the connection at once."""
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": turn.role, "content": turn.text} for turn in turns],
            "stream": True,
            "max_tokens": max_tokens,
            "temperature": temperature,
            "seed": seed,
            **self._extra,
            "stream_options": {"include_usage": True},
        }
        if top_logprobs:
            body |= {"logprobs": True, "top_logprobs": top_logprobs}
        call = _Call(self._pieces(body, limit=4 * max_tokens + 64))
        try:
            while (piece := call.next_piece(cancel)) is not None:
                yield piece
        finally:
            call.stop()

    def models(self) -> tuple[str, ...]:
        """Return the names of the models at this address; this also shows that it is up and takes the key."""
        try:
            return tuple(str(entry["id"]) for entry in self._listed())
        except (KeyError, TypeError) as error:
            raise self._nonsense() from error

    def window(self) -> int | None:
        """Return how many tokens the model takes, ``None`` where its server does not tell, or cannot be asked."""
        try:
            entry: Mapping[str, Any] = next((one for one in self._listed() if one.get("id") == self._model), {})
        except (EndpointProblem, AttributeError):
            return None
        told = [entry.get(name) for name in _WINDOW_NAMES]
        told.append((entry.get("meta") or {}).get("n_ctx"))
        return next((one for one in told if isinstance(one, int) and one > 0), None)

    def _listed(self) -> list[Any]:
        import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

        with self._said_in_words(), httpx.Client(**self._client_options) as client:
            response = client.get(f"{self._base}/models", timeout=self._patience.connect_s)
        if response.status_code != HTTPStatus.OK:
            raise self._refusal(response.status_code, response.content)
        try:
            return list(response.json()["data"])
        except (ValueError, KeyError, TypeError) as error:
            raise self._nonsense() from error

    def close(self) -> None:
        """Do nothing: no connection is kept between two calls."""

    async def _pieces(self, body: Mapping[str, Any], *, limit: int) -> AsyncIterator[Token]:
        """Yield the pieces of one answer; raise ``EndpointProblem`` for whatever is not one."""
        import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

        last: Token | None = None
        timings: Timings | None = None
        with self._said_in_words():
            async with (
                httpx.AsyncClient(**self._client_options) as client,
                aclosing(self._events(client, body)) as events,
            ):
                async for event in events:
                    piece, told = self._piece(event)
                    timings = told or timings
                    limit -= 1
                    if limit < 0:
                        raise EndpointProblem(f"{self._who} does not stop at the length it was asked for.")
                    if piece is not None:
                        if last is not None:
                            yield last
                        last = piece if piece.stop is not None else None
                        if last is None:
                            yield piece
        if last is None:
            raise EndpointProblem(f"{self._who} broke off in the middle of its answer.")
        yield replace(last, timings=timings)

    async def _events(self, client: "httpx.AsyncClient", body: Mapping[str, Any]) -> AsyncGenerator[str]:
        """Yield the payload of each server-sent event up to ``[DONE]``."""
        request = client.build_request("POST", f"{self._base}/chat/completions", json=body)
        response = await self._in_time(client.send(request, stream=True), self._patience.first_token_s)
        try:
            if response.status_code != HTTPStatus.OK:
                said = await self._in_time(_beginning(response), self._patience.connect_s)
                raise self._refusal(response.status_code, said)
            lines = _lines(response)
            patience_s = self._patience.first_token_s
            while (line := await self._in_time(anext(lines, None), patience_s)) is not None:
                if len(line) >= _LONGEST_LINE:
                    raise self._nonsense()
                field, _, payload = line.decode("utf-8", "replace").partition(":")
                if field not in ("data", "error", "event", "id", "retry", ""):
                    raise self._nonsense()
                if field not in ("data", "error"):
                    continue
                patience_s = self._patience.next_token_s
                if payload.strip() == "[DONE]":
                    return
                yield payload
        finally:
            await response.aclose()

    def _piece(self, event: str) -> tuple[Token | None, Timings | None]:
        """Return what one event says, and what it tells of the time; the latter may come after the last word."""
        try:
            said = json.loads(event)
            if "choices" not in said:
                raise self._refusal(_status_of(said), event.encode())
            timings = _timings_of(said)
            if not said["choices"]:
                return None, timings
            choice = said["choices"][0]
            text = choice.get("delta", {}).get("content") or ""
            top = _alternatives(choice.get("logprobs"))
            stop = choice.get("finish_reason")
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise self._nonsense() from error
        if not isinstance(text, str):
            raise self._nonsense()
        return (Token(text, top, str(stop) if stop else None) if text or top or stop else None), timings

    async def _in_time(self, waited_for: Awaitable[_Value], seconds: float) -> _Value:
        import asyncio  # noqa: PLC0415 (as above)

        try:
            async with asyncio.timeout(seconds):
                return await waited_for
        except TimeoutError as error:
            raise EndpointProblem(f"{self._who} sent nothing for {seconds:g} s.") from error

    @property
    def _who(self) -> str:
        return f"The model {self._model} at {self._host}"

    def _nonsense(self) -> EndpointProblem:
        return EndpointProblem(f"{self._host} does not speak the OpenAI protocol.")

    def _refusal(self, status: int, said: bytes) -> ModelProblem:
        """Return in one sentence what an answer with an error status means."""
        error = _error_of(said)
        if _CONTEXT_CODES & {str(error.get("type")), str(error.get("code"))}:
            asked, window = error.get("n_prompt_tokens"), error.get("n_ctx")
            figures = f" ({asked} tokens, {window} fit)" if asked and window else ""
            return PromptTooLong(f"The question with its passages is too long for the model {self._model}{figures}.")
        if status in (401, 403):
            if "Authorization" in self._client_options["headers"]:
                return KeyRefused(f"{self._host} refused the key; `vaultmind models key {self._base}` saves one.")
            return KeyRefused(f"{self._host} wants a key; `vaultmind models key {self._base}` saves one.")
        if 300 <= status < 400:
            return EndpointProblem(f"{self._host} wants to send us elsewhere; redirects are not followed.")
        if status == 404:
            return EndpointProblem(f"{self._host} knows no model {self._model}, or has no /v1/chat/completions.")
        if status == 429:
            return EndpointProblem(f"{self._host} asks to wait: too many questions for now.")
        if status == 503:
            return EndpointProblem(f"{self._host} is still loading its model, or is overloaded; try again in a moment.")
        reason = " ".join(str(error.get("message", "")).split())[:200].rstrip(".")
        return EndpointProblem(f"{self._who} failed with status {status}{': ' + reason if reason else ''}.")

    @contextmanager
    def _said_in_words(self) -> Iterator[None]:
        """Turn what can go wrong on a connection into one sentence."""
        import httpx  # noqa: PLC0415 (an engine that asks nobody starts without it)

        try:
            yield
        except httpx.ConnectError as error:
            if _has_cause(error, ssl.SSLCertVerificationError):
                raise EndpointProblem(f"The certificate of {self._host} cannot be trusted.") from error
            raise EndpointProblem(f"Nothing answers at {self._host}; is the model's server running?") from error
        except httpx.TimeoutException as error:
            raise EndpointProblem(f"{self._host} does not answer in time.") from error
        except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError) as error:
            raise EndpointProblem(f"{self._who} broke off in the middle of its answer.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EndpointProblem(f"{self._host} could not be asked: {type(error).__name__}.") from error


class _Call:
    """One asynchronous reading in a thread of its own, so that it can be cut off at any stage of the connection."""

    def __init__(self, pieces: AsyncIterator[Token]) -> None:
        import asyncio  # noqa: PLC0415 (as above)

        self._arrived: queue.SimpleQueue[Token | Exception | None] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._task = self._loop.create_task(self._read(pieces))
        self._thread = threading.Thread(target=self._run, name="model-stream", daemon=True)
        self._thread.start()

    def next_piece(self, cancel: CancelToken | None) -> Token | None:
        """Return the next piece, or ``None`` at the end; raise what the reading raised, or ``Cancelled`` at once."""
        while True:
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Stopped.")
            try:
                arrived = self._arrived.get(timeout=_POLL_S if cancel is not None else None)
            except queue.Empty:
                continue
            if isinstance(arrived, Exception):
                raise arrived
            return arrived

    def stop(self) -> None:
        """Close the connection, wherever it stands."""
        with suppress(RuntimeError):  # the loop is closed when the reading has ended by itself
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(_STOP_S)

    async def _read(self, pieces: AsyncIterator[Token]) -> None:
        try:
            async for piece in pieces:
                self._arrived.put(piece)
            self._arrived.put(None)
        except Exception as error:  # noqa: BLE001 (handed over to the thread that waits for it)
            self._arrived.put(error)

    def _run(self) -> None:
        import asyncio  # noqa: PLC0415 (as above)

        try:
            with suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()


async def _lines(response: "httpx.Response") -> AsyncIterator[bytes]:
    """Yield the lines that are not empty, as sent; one longer than the limit is yielded cut, where the limit fell."""
    held = b""
    async for received in response.aiter_raw():
        *whole, held = (held + received).split(b"\n")
        for line in whole:
            if line.strip():
                yield line.strip()
        if len(held) >= _LONGEST_LINE:
            yield held[:_LONGEST_LINE]
            return
    if held.strip():
        yield held.strip()


async def _beginning(response: "httpx.Response") -> bytes:
    """Return as much of a response as an error message needs."""
    read = b""
    async for received in response.aiter_raw():
        read += received
        if len(read) >= _LONGEST_ERROR:
            break
    return read[:_LONGEST_ERROR]


def _timings_of(said: Mapping[str, Any]) -> Timings | None:
    """Return what an event tells of the time it took: llama.cpp's ``timings``, else OpenAI's ``usage``."""
    told, usage = said.get("timings"), said.get("usage")
    if isinstance(told, dict) and told.get("prompt_n") is not None:
        return Timings(
            read_tokens=int(told["prompt_n"]),
            cached_tokens=max(int(told.get("cache_n") or 0), 0),
            written_tokens=int(told.get("predicted_n") or 0),
            reading_s=float(told.get("prompt_ms") or 0) / 1000,
            writing_s=float(told.get("predicted_ms") or 0) / 1000,
        )
    if isinstance(usage, dict) and usage.get("prompt_tokens") is not None:
        details = usage.get("prompt_tokens_details")
        cached = int((details or {}).get("cached_tokens") or 0) if isinstance(details, dict | None) else 0
        whole = int(usage["prompt_tokens"])
        return Timings(max(whole - cached, 0), cached, int(usage.get("completion_tokens") or 0))
    return None


def _error_of(said: bytes) -> Mapping[str, Any]:
    """Return the error object of a response, or an empty one where there is none to be found."""
    try:
        error = json.loads(said)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {"message": error}


def _status_of(said: Mapping[str, Any]) -> int:
    """Return the status that an error inside a stream carries, 500 where it has none."""
    error = said.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) else 500


def _alternatives(logprobs: Any) -> Mapping[str, float] | None:
    """Return the most likely tokens at the first place of a piece, with their log probabilities."""
    if not logprobs or not logprobs.get("content"):
        return None
    best: dict[str, float] = {}
    for entry in logprobs["content"][0]["top_logprobs"]:
        token, value = str(entry["token"]), float(entry["logprob"])
        best[token] = max(value, best.get(token, value))
    return best


def _has_cause(error: BaseException | None, kind: type[BaseException]) -> bool:
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
