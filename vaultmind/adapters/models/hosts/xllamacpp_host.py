"""llama.cpp's own server inside this process, by xllamacpp: the processor everywhere, Metal on macOS."""

import os
import sys
from pathlib import Path

from vaultmind.adapters.models.hosts.native_log import NativeLog
from vaultmind.adapters.models.hosts.placing import (
    Device,
    Offload,
    plan_offload,
    read_offload,
    read_reason,
    why_not_there,
)
from vaultmind.adapters.models.hosts.protocol import Announce, CannotLoad, HostRequest, Loaded

_SLOTS = 4  # so that a question about a passage does not push out the prompt that answers share


def load(request: HostRequest, announce: Announce) -> Loaded:
    """Serve a GGUF file; raise ``CannotLoad`` with the runtime's words when it cannot be."""
    import xllamacpp  # noqa: PLC0415 (the native library, 100 MB, is for this process alone)

    devices = _devices()
    wanted = plan_offload(request, devices)
    if wanted.layers:
        announce(wanted.device, wanted.layers)
    params = xllamacpp.CommonParams()
    params.model.path = request.path
    params.model_alias = {Path(request.path).name}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [request.key]
    params.n_ctx = request.context_tokens
    params.n_batch = params.n_ubatch = request.batch_tokens
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = request.threads
    params.n_parallel = _SLOTS
    params.kv_unified = True
    params.n_gpu_layers = _layers_to_ask(request, wanted)
    params.fit_params = params.n_gpu_layers < 0  # what is asked for was measured before
    params.lora_adapters = [_adapter(path) for path in request.adapters]
    params.cache_ram_mib = 0
    params.n_threads_http = 4
    params.warmup = False
    params.ui = params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = False
    params.verbosity = 4
    log = NativeLog()
    try:
        server = xllamacpp.Server(params)
    except Exception as error:
        raise CannotLoad(read_reason(log.close(), str(error))) from error
    on_gpu, layers = read_offload(log.close()) or (0, request.layers)
    return Loaded(
        url=server.listening_address,
        pid=os.getpid(),
        device=wanted.device if on_gpu else "CPU",
        layers_on_gpu=on_gpu,
        layers=layers,
        reason=why_not_there(wanted, on_gpu),
        kept=server,
    )


def _layers_to_ask(request: HostRequest, wanted: Offload) -> int:
    """Metal shares the memory of the machine and places by itself what it was not told to."""
    return -1 if sys.platform == "darwin" and request.gpu_layers < 0 else wanted.layers


def _devices() -> list[Device]:
    import xllamacpp  # noqa: PLC0415 (as above)

    kinds = xllamacpp.ggml_backend_dev_type
    graphics = (kinds.GGML_BACKEND_DEVICE_TYPE_GPU, kinds.GGML_BACKEND_DEVICE_TYPE_IGPU)
    found = [device for device in xllamacpp.get_device_info() if device["type"] in graphics]
    return [Device(device["name"], device["description"], device["memory_free"]) for device in found]


def _adapter(path: str) -> object:
    import xllamacpp  # noqa: PLC0415 (as above)

    adapter = xllamacpp.CommonAdapterLoraInfo()
    adapter.path, adapter.scale = path, 1.0
    return adapter
