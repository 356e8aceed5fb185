"""What every embedder keeps, shown on the model that VaultMind starts with and on one of fastembed's own kind."""

import threading
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.vectors.embedders import E5Embedder, FastembedEmbedder
from vaultmind.ports import Embedder, Vector
from vaultmind.retrieval.language import Meaning

TEXTS = [
    "Томаты любят тёплую землю и ровный полив.",
    "Tomatoes like warm soil and steady watering.",
    "The lease ends in March; the landlord wants it in writing.",
]


@pytest.fixture(scope="session", params=["e5", "static"])
def embedder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    if request.param == "e5":
        return E5Embedder(request.getfixturevalue("e5_folder"))
    folder = tmp_path_factory.mktemp("static")
    write_static_model(folder)
    return FastembedEmbedder("minishlab/potion-base-8M", folder)


def write_static_model(folder: Path) -> None:
    """Write a model of fastembed's static kind, small but whole: random rows for the letters of two alphabets."""
    import json

    from tokenizers import Tokenizer, models, pre_tokenizers

    letters = ["[PAD]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz", *"абвгдеёжзийклмнопрстуфхцчшщъыьэюя", *".,;:"]
    tokenizer = Tokenizer(models.WordLevel({letter: i for i, letter in enumerate(letters)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    config = {"model_max_length": 512, "pad_token": "[PAD]", "unk_token": "[UNK]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))
    (folder / "config.json").write_text(json.dumps({"normalize": True}))
    rows = np.random.default_rng(0).normal(size=(len(letters), 256)).astype("<f4")
    header = json.dumps({"embeddings": {"dtype": "F32", "shape": list(rows.shape), "data_offsets": [0, rows.nbytes]}})
    head = header.encode()
    (folder / "model.safetensors").write_bytes(len(head).to_bytes(8, "little") + head + rows.tobytes())
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    (folder / "pulled.json").write_text(json.dumps({"repository": "r", "commit": "0" * 40, "files": sizes}))


def cosine(left: Vector, right: Vector) -> float:
    return float(left @ right)


class TestEmbedder:
    def test_passages_are_unit_vectors_in_order(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(TEXTS)
        assert vectors.shape == (3, embedder.dimensions)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
        np.testing.assert_array_equal(vectors[1], embedder.embed_passages([TEXTS[1]])[0])

    def test_a_question_is_one_unit_vector(self, embedder: Embedder) -> None:
        vector = embedder.embed_query("Что любят томаты?")
        assert vector.shape == (embedder.dimensions,)
        assert vector.dtype == np.float32
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_a_vector_does_not_depend_on_what_is_beside_it(self, embedder: Embedder) -> None:
        alone = [embedder.embed_passages([text])[0] for text in TEXTS]
        together = embedder.embed_passages([*TEXTS, "x" * 5000])
        np.testing.assert_array_equal(np.stack(alone), together[:3])

    def test_no_texts_are_no_vectors(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimensions)

    @pytest.mark.parametrize(
        "text",
        ["", " \n\t", "\x00\x01", "\ud83d half a character", "漢字かな", "😀" * 50, "\u0301" * 40, "<s></s><pad>"],
    )
    def test_any_text_has_a_vector(self, embedder: Embedder, text: str) -> None:
        assert np.isfinite(embedder.embed_passages([text])).all()
        assert np.isfinite(embedder.embed_query(text)).all()

    def test_a_text_of_megabytes_is_read_up_to_the_window(self, embedder: Embedder) -> None:
        long = "слово " * 400_000
        np.testing.assert_array_equal(embedder.embed_passages([long])[0], embedder.embed_passages([long + "конец"])[0])

    def test_threads_get_the_same_vectors(self, embedder: Embedder) -> None:
        expected, wrong = embedder.embed_passages(TEXTS), []

        def embed() -> None:
            if not np.array_equal(embedder.embed_passages(TEXTS), expected):
                wrong.append(threading.current_thread().name)

        threads = [threading.Thread(target=embed) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert wrong == []

    def test_the_identity_names_the_dimensions(self, embedder: Embedder) -> None:
        assert embedder.identity.endswith(f"/{embedder.dimensions}")


def test_words_of_a_language_are_read_in_longer_pieces_than_random_letters(e5_folder: Path) -> None:
    meaning = Meaning(E5Embedder(e5_folder), centring=0.0)
    for words in (["прививка"], ["Grafting"], ["ыфва", "колодец"], ["Äpfel", "lagern"]):
        assert meaning.reads_any(words), words
    for words in (["ыфва", "олдж"], ["asdf", "qwer"], ["x"], []):
        assert not meaning.reads_any(words), words
