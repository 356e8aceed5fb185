"""Vaults, vectors and questions that are made up, the same for the same seed: what the benchmarks of scale run on."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from vaultmind.ports import Vector

WORDS_A_SECTION = 70
NOTES_A_FOLDER = 1_000
_VOCABULARY = 60_000
_CLUSTERS = 500
_SYLLABLES = {
    "ru": "ба ве гор да жи зем ка ло мо на об пре ра со та ул фо хо чи ша яб ни ко сто ве ри ту лек",
    "en": "ba con der el fi gro ham in jo ker lin mo ner op pla qui ros sta ter un ver wil yar zen tri",
}
_ENDINGS = {"ru": "а у ой ами ы и ов ный ная ить ет", "en": "a s ing ed ly er ness"}
_COMMON = {
    "ru": "и в не на что с как это по но из у за от так о для же бы к",
    "en": "the of and a to in is it that for on with as be at by this are or from",
}


class Language:
    """A made-up language: its words are as unequally frequent as those of a real one (Zipf), common ones real."""

    def __init__(self, name: str) -> None:
        chance = random.Random(name)
        syllables, endings = _SYLLABLES[name].split(), _ENDINGS[name].split()
        made = {
            "".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4)))) + chance.choice(endings)
            for _ in range(_VOCABULARY)
        }
        self.words = [*_COMMON[name].split(), *sorted(made, key=lambda word: crc32(word.encode()))]
        shares = 1.0 / (np.arange(len(self.words)) + 2.7)
        self._reach = np.cumsum(shares / shares.sum())

    def text(self, count: int, numbers: np.random.Generator) -> list[str]:
        """Return that many words."""
        places = np.minimum(np.searchsorted(self._reach, numbers.random(count)), len(self.words) - 1)
        return [self.words[place] for place in places]


def make_vault(folder: Path, notes: int, *, sections: int = 4, seed: int = 7) -> None:
    """Write notes with headings, tags, properties and a link a section, every second one Russian.

    A section is a passage of its own: about 900 bytes. Notes that are there already are left alone, so that a stopped
    run goes on.
    """
    languages = Language("en"), Language("ru")
    for number in range(notes):
        place = folder / f"Folder {number // NOTES_A_FOLDER}" / f"Note {number}.md"
        if place.exists():
            continue
        numbers = np.random.default_rng((seed, number))
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(_note(number, notes, sections, languages[number % 2], numbers), encoding="utf-8")


def _note(number: int, notes: int, sections: int, language: Language, numbers: np.random.Generator) -> str:
    words = language.text(sections * WORDS_A_SECTION, numbers)
    targets = numbers.integers(0, notes, sections + 1)
    parts = [f"---\ntags: [topic/{number % 40}]\nstatus: open\n---\n# Note {number}\n"]
    for section in range(sections):
        text = " ".join(words[section * WORDS_A_SECTION : (section + 1) * WORDS_A_SECTION])
        parts.append(f"## Part {section}\n\n{text}. [[Note {targets[section]}]] #t{number % 9}\n")
    parts.append(f"[[Note {targets[-1]}|other]]\n")
    return "\n".join(parts)


class Synthetic:
    """An embedder without a model: a text's vector is one of 500 clusters, chosen by the text, and noise."""

    identity, dimensions = "synthetic", 384

    def __init__(self) -> None:
        self._centres = np.random.default_rng(1).standard_normal((_CLUSTERS, self.dimensions), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return unit vectors, the same for the same texts."""
        seeds = [crc32(text.encode("utf-8", "surrogatepass")) for text in texts]
        noise = np.stack([np.random.default_rng(seed).standard_normal(self.dimensions, np.float32) for seed in seeds])
        made = self._centres[[seed % _CLUSTERS for seed in seeds]] + np.float32(0.7) * noise
        return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)

    def embed_query(self, text: str) -> Vector:
        """Return one unit vector."""
        return np.asarray(self.embed_passages([text])[0], np.float32)


def questions(texts: Sequence[str], *, words: int = 6, seed: int = 7) -> Iterator[str]:
    """Yield a question of some words for each of the texts."""
    chance = random.Random(seed)
    for text in texts:
        said = [word for word in text.split() if word.isalpha()]
        yield " ".join(chance.sample(said, min(words, len(said))))
