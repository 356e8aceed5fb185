"""Model servers of other programs on this machine, looked for where they usually are; no key is sent."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, Patience
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import FoundServer

USUAL_PORTS: Mapping[str, int] = {"Ollama": 11434, "LM Studio": 1234, "llama.cpp": 8080, "vLLM": 8000}
_PATIENCE = Patience(connect_s=0.7)


def find_servers(ports: Mapping[str, int] = USUAL_PORTS) -> tuple[FoundServer, ...]:
    """Return the servers that answer ``GET /v1/models`` on loopback with a model, in the order of ``ports``."""
    with ThreadPoolExecutor(len(ports)) as asking:
        found = list(asking.map(lambda port: _ask(*port), ports.items()))
    return tuple(server for server in found if server is not None)


def _ask(name: str, port: int) -> FoundServer | None:
    url = f"http://127.0.0.1:{port}/v1"
    try:
        models = OpenAiEndpoint(url, "", patience=_PATIENCE).models()
    except ModelProblem:
        return None
    return FoundServer(name, url, models) if models else None
