"""Servers of other programs: looked for where they usually are, and tried with one line that is in no note."""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from vaultmind.adapters.models.addresses import is_on_this_machine
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, Patience
from vaultmind.domain.errors import EndpointProblem, KeyRefused, ModelProblem
from vaultmind.domain.model import EndpointTrial, FoundServer, KeySource
from vaultmind.ports import CancelToken, ChatTurn

USUAL_PORTS: Mapping[str, int] = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
TRIAL = "Reply with one word: ready"
"""All that a trial sends."""

_LOOKING = Patience(connect_s=0.7)
_TRYING = Patience(connect_s=5.0, first_token_s=120.0, next_token_s=30.0)
_TRIAL_TOKENS = 24


def find_servers(ports: Mapping[str, int] = USUAL_PORTS) -> tuple[FoundServer, ...]:
    """Return the servers that answer ``GET /v1/models`` on loopback, asked without a key, in the order of ``ports``."""
    with ThreadPoolExecutor(len(ports)) as asking:
        found = list(asking.map(lambda port: _ask(*port), ports.items()))
    return tuple(server for server in found if server is not None)


def try_endpoint(
    url: str,
    model: str = "",
    *,
    key: str | None = None,
    key_source: KeySource = KeySource.NONE,
    may_leave_machine: bool = False,
    cancel: CancelToken | None = None,
) -> EndpointTrial:
    """Ask a server for its models and one of them for a word; without ``model`` the first.

    Raises ``ModelProblem`` with one sentence for whatever is wrong: nobody there, a key refused, no such model.
    """
    offered = OpenAiEndpoint(url, model, key=key, may_leave_machine=may_leave_machine, patience=_TRYING).models()
    require_offered(url, model, offered)
    endpoint = OpenAiEndpoint(url, model or offered[0], key=key, may_leave_machine=may_leave_machine, patience=_TRYING)
    began = time.monotonic()
    first_s, said, pieces, rate = 0.0, "", 0, 0.0
    with closing(endpoint.stream((ChatTurn("user", TRIAL),), max_tokens=_TRIAL_TOKENS, cancel=cancel)) as words:
        for piece in words:
            first_s = first_s or time.monotonic() - began
            said += piece.text
            pieces += bool(piece.text)
            rate = piece.timings.writing_tokens_s if piece.timings is not None else rate
    writing_s = time.monotonic() - began - first_s
    if not rate and pieces > 1 and writing_s > 0:
        rate = (pieces - 1) / writing_s
    return EndpointTrial(
        url, endpoint.name, offered, " ".join(said.split()), first_s, rate, key_source, not is_on_this_machine(url)
    )


def require_offered(url: str, model: str, offered: Sequence[str]) -> None:
    """Raise ``EndpointProblem`` where a server offers no model, or not the one that is named.

    Ollama calls ``llama3`` ``llama3:latest``.
    """
    if not offered:
        raise EndpointProblem(f"{url} answers, but offers no model; load one there first.")
    if model and model not in offered and f"{model}:latest" not in offered:
        raise EndpointProblem(f"{url} has no model {model}; it offers {', '.join(offered[:5])}.")


def _ask(name: str, port: int) -> FoundServer | None:
    url = f"http://127.0.0.1:{port}/v1"
    try:
        models = OpenAiEndpoint(url, "", patience=_LOOKING).models()
    except KeyRefused:
        return FoundServer(name, url, (), needs_key=True)
    except ModelProblem:
        return None
    return FoundServer(name, url, models) if models else None
