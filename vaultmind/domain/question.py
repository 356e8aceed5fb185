"""A question whose right notes are known, to measure by."""

from dataclasses import dataclass

from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question, the notes that answer it (none: the vault does not), and wordings of the right answer."""

    id: str
    question: str
    gold_notes: tuple[NotePath, ...]
    answers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    """What the question is counted under besides everything, e.g. ``"lang=ru"``."""
    drawn_from: NotePath | None = None
    """The note whose words the question is, where finding it again would be no achievement."""
