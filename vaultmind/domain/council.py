"""A council: one question put to several voices, and what their answers have in common and where they differ."""

from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.answer import Answer, AnswerMode
from vaultmind.domain.conversation import Turn


@dataclass(frozen=True, slots=True)
class CouncilRequest:
    """One question to several voices, e.g. ``CouncilRequest("Why?", ("qwen3-4b", "qwen3-4b:sceptic", "notes"))``.

    A voice is a model, ``MODEL:ROLE``, ``:ROLE`` for the model that is set, or ``notes`` for the notes' own sentences;
    without any, those speak that are set.
    ``patience_s`` is how long each voice may take from when it begins; one that takes longer is left out.
    """

    question: str
    voices: tuple[str, ...] = ()
    limit: int | None = None
    patience_s: float = 180.0
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class VoiceDelta:
    """A piece of what one voice says; an empty one before all names each that was asked."""

    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What one voice said in the end: its answer, or in one sentence why there is none.

    The numbers in ``answer`` are those of the council: one number is one passage in all answers.
    """

    name: str
    answer: Answer | None
    failure: str = ""
    elapsed_ms: float = 0.0

    @property
    def has_answered(self) -> bool:
        """Say whether it said something of its own, and not only that the notes do not say."""
        return self.answer is not None and not self.answer.refused and not self.is_replaced

    @property
    def is_replaced(self) -> bool:
        """Say whether nothing that a model said was held by the notes, so that their sentences stand in its place."""
        answer = self.answer
        has_sentences = answer is not None and not answer.refused and answer.mode is AnswerMode.EXTRACTIVE
        return has_sentences and answer is not None and answer.model is not None


@dataclass(frozen=True, slots=True)
class Said:
    """One statement, without its marks, of the voices that say it, with the numbers of the passages it rests on."""

    text: str
    voices: tuple[str, ...]
    citations: tuple[int, ...] = ()


class ContradictionKind(StrEnum):
    """By which rule two statements cannot both be right."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    JUDGED = "judged"
    """No rule found it: a model said so."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements about the same that differ, and in what, e.g. ``("14 days", "30 days")``, as written.

    ``likelihood`` is how likely a model finds it that they contradict each other, where one was asked.
    """

    kind: ContradictionKind
    one: Said
    other: Said
    differs: tuple[str, str] = ("", "")
    likelihood: float | None = None


@dataclass(frozen=True, slots=True)
class CouncilAnswer:
    """The end of a council. ``merged`` is one answer of what all, some and not both can say, with one set of numbers.

    ``agreed`` is what every voice says that answered at all, ``only_some`` what the others did not say.
    """

    merged: Answer
    voices: tuple[Voice, ...]
    agreed: tuple[Said, ...] = ()
    only_some: tuple[Said, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
