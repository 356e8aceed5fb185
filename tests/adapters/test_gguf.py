import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.adapters.models.gguf import read_gguf
from vaultmind.domain.errors import ModelProblem

Value = int | str | list[str]


def text(written: str) -> bytes:
    return struct.pack("<Q", len(written.encode())) + written.encode()


def value(given_value: Value) -> bytes:
    match given_value:
        case int():
            return struct.pack("<II", 4, given_value)
        case str():
            return struct.pack("<I", 8) + text(given_value)
        case _:
            return struct.pack("<IIQ", 9, 8, len(given_value)) + b"".join(map(text, given_value))


SMALL_MODEL: dict[str, Value] = {
    "general.architecture": "llama",
    "general.name": "Tiny",
    "llama.block_count": 2,
    "llama.embedding_length": 64,
    "llama.attention.head_count": 4,
    "llama.attention.head_count_kv": 2,
    "llama.context_length": 512,
    "tokenizer.ggml.model": "gpt2",
    "tokenizer.ggml.tokens": ["a", "б"],
}


def gguf(values: dict[str, Value], *, tensor_bytes: int = 64, version: int = 3) -> bytes:
    head = b"GGUF" + struct.pack("<IQQ", version, 1, len(values))
    head += b"".join(text(key) + value(one) for key, one in values.items())
    head += text("output.weight") + struct.pack("<IQIQ", 1, 16, 0, 0)
    return head + b"\0" * (-len(head) % 32 + tensor_bytes)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "model.gguf"
    path.write_bytes(content)
    return path


def test_a_header_says_what_a_model_is_and_what_its_window_costs(tmp_path: Path) -> None:
    header = read_gguf(written(tmp_path, gguf(SMALL_MODEL)))
    assert (header.name, header.architecture, header.layers) == ("Tiny", "llama", 2)
    assert header.trained_context_tokens == 512
    assert header.cache_bytes_per_token == 2 * (16 + 16) * 2 * 2  # two bytes, key and value of 16, 2 heads, 2 layers
    assert not header.has_chat_template
    assert read_gguf(written(tmp_path, gguf({**SMALL_MODEL, "tokenizer.chat_template": "{}"}))).has_chat_template


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a GGUF model file"),
        (b"PK\3\4 a zip", "not a GGUF model file"),
        (b"GGUF", "does not fit together"),
        (gguf(SMALL_MODEL, version=1), r"is a GGUF file of version 1; versions 2 to 3 can be read\."),
        (gguf(SMALL_MODEL, version=7), r"is a GGUF file of version 7; versions 2 to 3 can be read\."),
        (gguf(SMALL_MODEL, version=3 << 24), r"for machines of another byte order \(big-endian\)\."),
        (b"GGUF this is no model at all", "is a damaged GGUF file: its header does not fit together"),
        (gguf(SMALL_MODEL, version=0), "is a damaged GGUF file"),
        (gguf(SMALL_MODEL, tensor_bytes=0), "cut short"),
        (gguf(SMALL_MODEL)[:200], "does not fit together"),
        (gguf({**SMALL_MODEL, "general.type": "adapter"}), "kind 'adapter'"),
        (gguf({"general.architecture": "llama"}), "no complete language model"),
        (gguf({**SMALL_MODEL, "llama.block_count": 4_000_000_000}), "no complete language model"),
        (b"GGUF" + struct.pack("<IQQ", 3, 2**63, 2**63), "does not fit together"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 2**62), "does not fit together"),
        (
            b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + text("a") + struct.pack("<IIQ", 9, 8, 2**26),
            "does not fit together",
        ),
    ],
)
def test_anything_else_is_refused_in_one_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(ModelProblem, match=said) as problem:
        read_gguf(written(tmp_path, content))
    assert str(problem.value).endswith(".")


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match=r"^There is no model file .*gone\.gguf\.$"):
        read_gguf(tmp_path / "gone.gguf")


@settings(max_examples=150, deadline=None)
@given(st.integers(4, len(gguf(SMALL_MODEL)) - 8), st.binary(min_size=1, max_size=8))
def test_a_damaged_header_is_never_more_than_a_problem(
    tmp_path_factory: pytest.TempPathFactory, place: int, damage: bytes
) -> None:
    content = bytearray(gguf(SMALL_MODEL))
    content[place : place + len(damage)] = damage
    path = written(tmp_path_factory.mktemp("gguf"), bytes(content))
    with suppress(ModelProblem):
        assert read_gguf(path).layers > 0
