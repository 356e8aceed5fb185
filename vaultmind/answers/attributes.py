"""What a note says of its own subject under a label: its properties, and its lines like "Phone: 0113 496"."""

from collections.abc import Iterable, Iterator, Mapping, Set

from vaultmind.answers.asked_for import AskedFor, has_what_is_asked
from vaultmind.answers.note_form import PropertyLine
from vaultmind.domain.chunk import Passage
from vaultmind.parsing.inflection import are_forms
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of
from vaultmind.retrieval.language import Meaning

_NEAR = 0.425
"""How near in meaning the question for a word must come to a label in another language: of forty words held against the
names of 17 properties, all but five of those with a name that means the same came nearer to it, and one to another."""
_QUESTIONS = {"ru": "Какой {}?", "en": "What {}?"}
_LONGEST_LABEL = 4
"""Words."""
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".replace("_", "").split(" "),
        strict=True,
    )
)


class Attributes:
    """A question, prepared so that the labels of notes about what it names can be held against it."""

    def __init__(self, question: str, *, kind: AskedFor | None, meaning: Meaning | None) -> None:
        """Take the kind of thing that is asked for; without ``meaning`` a label is known by its words alone."""
        self._words: Mapping[str, frozenset[str]] = {
            word: stems
            for word in words_of(question)
            if not is_stop_word(word) and (stems := frozenset(stems_of(word, keep_stop_words=False)))
        }
        self._kind = kind
        self._meaning = meaning
        self._near: dict[tuple[str, str], bool] = {}

    def subject(self, passage: Passage) -> tuple[str, ...]:
        """Return the words of the question that name a passage's note, in whichever script its title is.

        One that has a stem in common alone names none: who asks what trees are whitened with means no "White".
        """
        title = [(word, frozenset(stems_of(word))) for word in words_of(passage.chunk.breadcrumb)]
        return tuple(
            word
            for word, stems in self._words.items()
            if any(
                (are_forms(word, other) and not stems.isdisjoint(own)) or not own.isdisjoint(map(_in_latin, stems))
                for other, own in title
            )
        )

    def asking(self, label: str, subject: Iterable[str]) -> tuple[str, ...]:
        """Return the words of the question, the subject's apart, that ask for what stands under a label."""
        if len(words_of(label)) > _LONGEST_LABEL:
            return ()
        stems, named = frozenset(stems_of(label)), frozenset(subject)
        rest = {word: own for word, own in self._words.items() if word not in named}
        return tuple(word for word, own in rest.items() if not stems.isdisjoint(own)) or tuple(
            word for word in rest if self._means(word, label)
        )

    def asking_line(self, sentence: str, passage: Passage) -> str:
        """Return the question's words for a line of a note that it names, ``""`` where it asks for no such label."""
        label, colon, value = sentence.partition(": ")
        subject = self.subject(passage) if colon and value.strip() else ()
        asking = self.asking(label, subject) if subject else ()
        return " ".join((*asking, *subject)) if asking else ""

    def properties(self, passage: Passage, lines: Iterable[PropertyLine]) -> Iterator[tuple[str, str, str]]:
        """Yield the properties that are asked for, as written and as read, and the question's words for them.

        The note is asked about where its title has a word of the question, the property where its name has another, or
        where a time or a person is asked for and it has one.
        """
        if self._kind is AskedFor.REASON:
            return
        subject = self.subject(passage)
        for line in lines:
            asking = self.asking(line.name, subject)
            value = line.shown.partition(": ")[2]
            is_fit = self._kind is AskedFor.TIME and has_what_is_asked(AskedFor.TIME, value)
            is_fit = is_fit or (self._kind is AskedFor.PERSON and has_what_is_asked(AskedFor.PERSON, f"by {value}"))
            is_all = len(asking) == len(self._words) and frozenset(stems_of(line.name)) >= self._stems()
            if (subject and (asking or is_fit)) or (asking and is_all):
                title = passage.chunk.breadcrumb.partition(" #")[0].partition(" > ")[0]
                yield line.written, f"{title}: {line.shown}", " ".join((*asking, *subject)) if asking else ""

    def _stems(self) -> Set[str]:
        return frozenset(stem for stems in self._words.values() for stem in stems)

    def _means(self, word: str, label: str) -> bool:
        """Say whether a word means a label in another language."""
        asked = _QUESTIONS.get(language_of(word))
        if self._meaning is None or asked is None or language_of(label) in ("", language_of(word)):
            return False
        if (word, label) not in self._near:
            nearness = self._meaning.similarities(self._meaning.of_question(asked.format(word)), [label])[0]
            self._near[word, label] = nearness >= _NEAR
        return self._near[word, label]


def _in_latin(stem: str) -> str:
    """Return a Russian stem as it is written in Latin letters: "mark" for "марк"."""
    return "".join(_LATIN.get(sign, sign) for sign in stem)
