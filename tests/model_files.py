"""Small model files that the tests write themselves: of 2023, LoRA adapters, and a bad endpoint beside good hosts."""

import struct
from pathlib import Path

import gguf
import numpy as np

from vaultmind.adapters.models.gguf import read_contents


def lora(base: Path, target: Path, *, strength: float, tensors: tuple[str, ...] = ("blk.0.attn_q.weight",)) -> Path:
    """Write a LoRA of rank 4 with random factors for some tensors of ``base``; strength 0 changes nothing."""
    chance = np.random.default_rng(0)
    writer = gguf.GGUFWriter(target, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    shapes = {name: tensor.shape for name, tensor in read_contents(base).tensors.items() if name in tensors}
    for name, (taken, given) in shapes.items():
        for factor, shape in {"lora_a": (4, taken), "lora_b": (given, 4)}.items():
            writer.add_tensor(f"{name}.{factor}", (chance.standard_normal(shape) * strength).astype(np.float32))
    return written(writer, target)


def of_2023(base: Path, target: Path) -> Path:
    """Write ``base`` as a llama.cpp of August 2023 wants it: words with scores, a last layer of its own."""
    reader = gguf.GGUFReader(base)
    fields, kinds = reader.fields, gguf.GGUFValueType
    left_out = {"general.architecture", "tokenizer.ggml.model", "tokenizer.ggml.pre", "tokenizer.ggml.merges"}
    left_out |= {"tokenizer.ggml.tokens", "tokenizer.ggml.token_type"}
    writer = gguf.GGUFWriter(target, "llama")
    for key, field in fields.items():
        if not key.startswith("GGUF.") and key not in left_out:
            inner = field.types[-1] if field.types[0] == kinds.ARRAY else None
            writer.add_key_value(key, field.contents(), field.types[0], sub_type=inner)
    words, types = as_sentencepiece(
        fields["tokenizer.ggml.tokens"].contents(), fields["tokenizer.ggml.token_type"].contents()
    )
    writer.add_tokenizer_model("llama")
    writer.add_token_list(words)
    writer.add_token_types(types)
    writer.add_token_scores([-float(place) for place in range(len(words))])
    for tensor in reader.tensors:
        writer.add_tensor(tensor.name, tensor.data, raw_shape=tensor.data.shape, raw_dtype=tensor.tensor_type)
        if tensor.name == "token_embd.weight":
            writer.add_tensor("output.weight", tensor.data, raw_shape=tensor.data.shape, raw_dtype=tensor.tensor_type)
    return written(writer, target)


def as_sentencepiece(words: list[str], types: list[int]) -> tuple[list[str], list[int]]:
    """Return GPT-2's words as SentencePiece writes them, each once, and their types: 1 normal, 3 control, 6 a byte."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {chr(byte): byte for byte in plain}
    letters |= {chr(256 + place): byte for place, byte in enumerate(set(range(256)) - set(plain))}
    made: dict[str, int] = {}
    for place, (word, kind) in enumerate(zip(words, types, strict=True)):
        if kind != 1:
            made[word] = 3
            continue
        raw = bytes(letters[letter] for letter in word)
        try:
            text = raw.decode().replace(" ", "\u2581")
        except UnicodeDecodeError:
            text = ""
        if len(raw) == 1 and (not text or not text.isprintable()):
            made[f"<0x{raw[0]:02X}>"] = 6
        else:
            made[text if text and text not in made else f"<word:{place}>"] = 1
    return list(made), list(made.values())


def before_gguf(target: Path, *, version: int = 3, layers: int = 2, width: int = 64, magic: bytes = b"tjgg") -> Path:
    """Write a tiny Llama with random weights in the format of spring 2023; every byte is a word of it."""
    words = [b"<unk>", b"<s>", b"</s>", *(bytes([byte]) for byte in range(256))]
    heads, multiple = 4, 32
    hidden = -(-(2 * 4 * width // 3) // multiple) * multiple
    chance = np.random.default_rng(1)
    with target.open("wb") as file:
        file.write(magic)
        if magic != b"lmgg":
            file.write(struct.pack("<I", version))
        file.write(struct.pack("<7I", len(words), width, multiple, heads, layers, width // heads, 0))
        for word in words:
            file.write(struct.pack("<I", len(word)) + word)
            file.write(struct.pack("<f", 0.0) if magic != b"lmgg" else b"")
        shapes: dict[str, tuple[int, ...]] = {"tok_embeddings.weight": (len(words), width), "norm.weight": (width,)}
        shapes["output.weight"] = (len(words), width)
        for layer in range(layers):
            shapes |= {f"layers.{layer}.attention.{one}.weight": (width, width) for one in ("wq", "wk", "wv", "wo")}
            shapes |= {f"layers.{layer}.{one}_norm.weight": (width,) for one in ("attention", "ffn")}
            shapes |= {f"layers.{layer}.feed_forward.{one}.weight": (hidden, width) for one in ("w1", "w3")}
            shapes[f"layers.{layer}.feed_forward.w2.weight"] = (width, hidden)
        for name, shape in shapes.items():
            file.write(struct.pack("<3I", len(shape), len(name), 0))
            file.write(struct.pack(f"<{len(shape)}I", *reversed(shape)) + name.encode())
            file.write(b"\0" * (-file.tell() % 32))
            file.write((chance.standard_normal(shape) * 0.1).astype(np.float32).tobytes())
    return target


def gguf_of_version_1(target: Path) -> Path:
    """Write the header of a GGUF file of August 2023: its counts have 32 bits."""
    entries = {"general.architecture": "falcon", "tokenizer.ggml.model": "gpt2"}

    def text(value: str) -> bytes:
        return struct.pack("<I", len(value)) + value.encode()

    content = b"GGUF" + struct.pack("<III", 1, 1, len(entries) + 2)
    content += b"".join(text(key) + struct.pack("<I", 8) + text(value) for key, value in entries.items())
    for key in ("falcon.block_count", "falcon.embedding_length"):
        content += text(key) + struct.pack("<II", 4, 32)
    content += text("output.weight") + struct.pack("<IIIQ", 1, 8, 0, 0)
    content += b"\0" * (-len(content) % 32) + b"\0" * 32
    target.write_bytes(content)
    return target


def written(writer: gguf.GGUFWriter, target: Path) -> Path:
    """Write everything that was added."""
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return target
