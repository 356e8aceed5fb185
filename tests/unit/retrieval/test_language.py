import numpy as np

from vaultmind.ports import Vector
from vaultmind.retrieval.language import GENERIC_QUESTIONS, Meaning


class ClusteringByLanguage:
    """Vectors whose first axis is the script and whose third is what a text is about."""

    identity, dimensions = "toy", 3

    def __init__(self) -> None:
        self.questions: list[str] = []

    def embed_query(self, text: str) -> Vector:
        self.questions.append(text)
        return self._of(text)

    def embed_passages(self, texts: list[str]) -> Vector:
        return np.stack([self._of(text) for text in texts])

    def _of(self, text: str) -> Vector:
        is_russian = any("а" <= sign <= "я" for sign in text.casefold())
        vector = np.array([2.0 if is_russian else -2.0, 1.0, 2.0 if "soil" in text or "почв" in text else 0.0])
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def test_a_question_finds_its_answer_in_the_other_language() -> None:
    meaning = Meaning(ClusteringByLanguage(), centring=0.85)
    texts = ["The soil is clay.", "Рыба плавает."]
    raw = ClusteringByLanguage().embed_query("Какая почва?")
    assert np.argmax(ClusteringByLanguage().embed_passages(texts) @ raw) == 1
    assert np.argmax(meaning.similarities(meaning.of_question("Какая почва?"), texts)) == 0


def test_the_mean_question_is_made_once_a_language() -> None:
    embedder = ClusteringByLanguage()
    meaning = Meaning(embedder, centring=0.85)
    for question in ("Какая почва?", "Где почва?", "Which soil?"):
        assert abs(float(np.linalg.norm(meaning.of_question(question))) - 1) < 1e-6
    assert len(embedder.questions) == 3 + len(GENERIC_QUESTIONS["ru"]) + len(GENERIC_QUESTIONS["en"])


def test_without_centring_or_letters_the_models_vector_stays() -> None:
    embedder = ClusteringByLanguage()
    assert np.array_equal(Meaning(embedder, centring=0.0).of_question("soil"), embedder.embed_query("soil"))
    assert np.array_equal(Meaning(embedder, centring=0.85).of_question("123"), embedder.embed_query("123"))
    assert Meaning(embedder, centring=0.85).similarities(embedder.embed_query("soil"), []) == []
