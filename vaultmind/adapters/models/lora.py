"""LoRA adapters in GGUF files: whether one fits a model, before native code sees either."""

from pathlib import Path

from vaultmind.adapters.models.gguf import GgufContents, read_contents
from vaultmind.domain.errors import ModelProblem

_A, _B = ".lora_a", ".lora_b"
_TURNED = "token_embd.weight"  # its factors are stored the other way round


def is_adapter(path: Path) -> bool:
    """Say whether a GGUF file holds an adapter instead of a model."""
    return read_contents(path).kind == "adapter"


def require_fit(adapter: Path, base: Path) -> None:
    """Raise ``ModelProblem`` in one sentence where ``adapter`` is no LoRA for the model in ``base``."""
    lora, model = read_contents(adapter), read_contents(base)
    if lora.kind != "adapter" or lora.values.get("adapter.type") != "lora":
        raise ModelProblem(f"{adapter.name} is no LoRA adapter, but a GGUF file of kind {lora.kind!r}.")
    if lora.architecture != model.architecture:
        raise ModelProblem(
            f"{adapter.name} is for a {lora.architecture} model, and {base.name} is a {model.architecture} model."
        )
    pairs = {name.removesuffix(_A) for name in lora.tensors if name.endswith(_A)}
    if not pairs or {name.removesuffix(_B) for name in lora.tensors if name.endswith(_B)} != pairs:
        raise ModelProblem(f"{adapter.name} is a damaged LoRA adapter: its factors are not in pairs.")
    strange = next((name for name in sorted(pairs) if not _fits(name, lora, model)), None)
    if strange is not None:
        raise ModelProblem(f"{adapter.name} does not fit {base.name}: its {strange} is of another model.")


def _fits(name: str, lora: GgufContents, model: GgufContents) -> bool:
    """Say whether the two factors of a tensor multiply to its shape."""
    tensor = model.tensors.get(name)
    if tensor is None or len(tensor.shape) != 2:
        return False
    a, b = lora.tensors[name + _A].shape, lora.tensors[name + _B].shape
    if len(a) != 2 or len(b) != 2:
        return False
    if name == _TURNED:
        return a[1] == b[1]
    return (a[0], b[1]) == tensor.shape and a[1] == b[0]
