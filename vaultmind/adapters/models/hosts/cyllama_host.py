"""The graphics device by cyllama's Vulkan and CUDA wheels, driven token by token; it stops within a batch."""

import ctypes
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from vaultmind.adapters.models.hosts.chat_templates import CHATML
from vaultmind.adapters.models.hosts.native_log import NativeLog
from vaultmind.adapters.models.hosts.placing import (
    Device,
    plan_offload,
    read_offload,
    read_reason,
    why_not_there,
)
from vaultmind.adapters.models.hosts.protocol import Announce, CannotLoad, HostRequest, Loaded
from vaultmind.adapters.models.hosts.step_server import StepServer
from vaultmind.adapters.models.hosts.stepping import Interrupted
from vaultmind.ports import ChatTurn


def load(request: HostRequest, announce: Announce) -> Loaded:
    """Serve a GGUF file, as many layers on the graphics device as are to be there; raise ``CannotLoad``."""
    import cyllama.llama.llama_cpp as native  # noqa: PLC0415 (the native library is for this process alone)

    log = NativeLog()
    try:
        native.ggml_backend_load_all()
        wanted = plan_offload(request, _devices(native))
        if wanted.layers:
            announce(wanted.device, wanted.layers)
        parameters = native.LlamaModelParams()
        parameters.n_gpu_layers = wanted.layers
        model = native.LlamaModel(request.path, parameters, verbose=True)
        served = _CyllamaModel(native, model, request)
    except (ValueError, RuntimeError, OSError, MemoryError) as error:
        if isinstance(error, CannotLoad):
            raise
        raise CannotLoad(read_reason(log.close(), str(error).splitlines()[0])) from error
    on_gpu, layers = read_offload(log.close()) or (0, request.layers)
    server = StepServer(served, name=request.name, key=request.key)
    return Loaded(
        url=server.url,
        pid=os.getpid(),
        device=wanted.device if on_gpu else "CPU",
        layers_on_gpu=on_gpu,
        layers=layers,
        reason=why_not_there(wanted, on_gpu),
        kept=server,
    )


def _devices(native: Any) -> list[Device]:
    found = []
    for place, device in enumerate(native.ggml_backend_dev_info()):
        if device["type"] in ("GPU", "IGPU"):
            found.append(Device(device["name"], device["description"], _free_bytes(native, place)))
    return found


def _free_bytes(native: Any, place: int) -> int | None:
    """Return the free memory of a device, which cyllama does not hand on, from the library that it stands on."""
    try:
        library = ctypes.CDLL(native.__file__)
        library.ggml_backend_dev_get.restype = ctypes.c_void_p
        library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
        device = ctypes.c_void_p(library.ggml_backend_dev_get(place))
        free, whole = ctypes.c_size_t(), ctypes.c_size_t()
        library.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(whole))
    except (OSError, AttributeError):  # Windows finds no symbol of a library's own libraries
        return None
    return free.value


class _CyllamaModel:
    """A model as ``StepModel``."""

    stops: Sequence[str] = ()

    def __init__(self, native: Any, model: Any, request: HostRequest) -> None:
        self._native = native
        self._model = model
        self._words = model.get_vocab()
        self.batch_tokens = request.batch_tokens
        parameters = native.LlamaContextParams()
        parameters.n_ctx = request.context_tokens
        parameters.n_batch = parameters.n_ubatch = request.batch_tokens
        parameters.n_threads = parameters.n_threads_batch = request.threads
        self._context = native.LlamaContext(model, parameters, verbose=False)
        self._context.install_cancel_callback()
        self.context_tokens = int(self._context.n_ctx)
        self._adapters = [model.lora_adapter_init(path) for path in request.adapters]
        self._template = _template_of(model, self._words)

    def prompt(self, turns: Sequence[ChatTurn]) -> list[int]:
        """Return the tokens of a conversation in the template that the file brings, or in ChatML."""
        text = self._template(turns)
        begin = self._words.token_bos()
        tokens = [int(token) for token in self._words.tokenize(text, add_special=True, parse_special=True)]
        return tokens[1:] if tokens[:2] == [begin, begin] else tokens

    def rewind(self, length: int) -> int:
        """Keep so many evaluated tokens, or none where this kind of model cannot forget in part."""
        if self._context.memory_seq_rm(0, length, -1):
            return length
        self._context.kv_cache_clear()
        return 0

    def evaluate(self, tokens: Sequence[int], position: int) -> None:
        """Evaluate tokens at ``position``; raise ``Interrupted`` when ``interrupt`` was called meanwhile."""
        self._context.cancel = False
        try:
            self._context.decode(self._native.llama_batch_get_one(list(tokens), position))
        except InterruptedError as error:
            raise Interrupted from error
        except ValueError as error:
            raise RuntimeError(str(error).splitlines()[0]) from error

    def choose(self, temperature: float, seed: int) -> int:
        """Return the next token."""
        sampler = self._native.LlamaSampler(self._native.LlamaSamplerChainParams())
        if temperature <= 0:
            sampler.add_greedy()
        else:
            sampler.add_temp(temperature)
            sampler.add_dist(seed)
        return int(sampler.sample(self._context, -1))

    def likely(self, count: int) -> Mapping[str, float]:
        """Return the most likely next tokens with their log probabilities."""
        logits = np.asarray(self._context.get_logits_ith(-1), dtype=np.float64)
        highest = logits.max()
        logs = logits - highest - np.log(np.exp(logits - highest).sum())
        found: dict[str, float] = {}
        for token in np.argsort(-logs, kind="stable"):
            found.setdefault(self.piece(int(token)).decode("utf-8", "replace"), float(logs[token]))
            if len(found) == count:
                break
        return found

    def piece(self, token: int) -> bytes:
        """Return the bytes of a token."""
        return bytes(self._words.token_to_bytes(token, 0, True))

    def is_end(self, token: int) -> bool:
        """Say whether a token ends the answer."""
        return bool(self._words.is_eog(token))

    def use_adapters(self, scales: Mapping[int, float]) -> None:
        """Apply the adapters at these places; the base stays as it is."""
        self._context.set_adapters_lora([(self._adapters[place], scale) for place, scale in scales.items()])

    def interrupt(self) -> None:
        """End the evaluation that is under way."""
        self._context.cancel = True


def _template_of(model: Any, words: Any) -> Any:
    """Return a function from turns to the prompt's text, by the template of the file, in cyllama's own sandbox."""
    from cyllama._vendor.jinja2 import ext  # noqa: PLC0415 (as above)
    from cyllama._vendor.jinja2.exceptions import TemplateError  # noqa: PLC0415 (as above)
    from cyllama._vendor.jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 (as above)

    def refuse(words: str) -> None:
        raise TemplateError(words)

    def chatml(turns: Sequence[ChatTurn]) -> str:
        return "".join(part.text for part in CHATML.render(turns))

    written = model.get_default_chat_template()
    if not written:
        return chatml
    sandbox = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[ext.loopcontrols])
    sandbox.globals["raise_exception"] = refuse
    sandbox.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
    try:
        template = sandbox.from_string(written)
    except TemplateError:
        return chatml
    names = {"bos_token": words.token_bos(), "eos_token": words.token_eos()}
    marks = {name: words.token_to_piece(token, special=True) if token >= 0 else "" for name, token in names.items()}

    def rendered(turns: Sequence[ChatTurn]) -> str:
        messages = [{"role": turn.role, "content": turn.text} for turn in turns]
        try:
            return str(template.render(messages=messages, add_generation_prompt=True, **marks))
        except TemplateError:
            return chatml(turns)

    return rendered
