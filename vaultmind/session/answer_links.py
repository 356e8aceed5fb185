"""Where the links of an answer lead: looked up as in a note of the root, else as in a note that is cited."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from vaultmind.answers.links import links_in
from vaultmind.domain.answer import Answer, AnswerLink
from vaultmind.domain.errors import UnsafePath, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.subpath import find_subpath
from vaultmind.parsing.reading import read_note
from vaultmind.ports import VaultFiles

_ROOT = NotePath("")

Resolve = Callable[[str, NotePath], NotePath | None]
"""Returns the file to which a link with this path leads from a note, or ``None``."""


class AnswerLinks:
    """The links of answers, looked up among the files of one vault."""

    def __init__(self, resolve: Resolve, files: VaultFiles) -> None:
        self._resolve = resolve
        self._files = files

    def leads_somewhere(self, target: str) -> bool:
        """Say whether a link leads to a file, and to a place in it where it names one; one of its own note may."""
        return target.startswith("#") or self._led(target, (_ROOT,))[1]

    def looked_up(self, answer: Answer) -> Answer:
        """Return an answer with where each of its links leads; a sentence of a note links as it does there."""
        cited = dict.fromkeys(citation.note for citation in answer.citations)
        links = []
        for link in links_in(answer.text):
            note, is_live = self._led(link.target, (_ROOT, *cited))
            shown = link.shown or " > ".join(part.lstrip("^") for part in link.target.split("#") if part)
            links.append(AnswerLink(link.span, note, not is_live, shown))
        return replace(answer, links=tuple(links))

    def _led(self, target: str, sources: Iterable[NotePath]) -> tuple[NotePath | None, bool]:
        """Return the file that a link leads to from the first of ``sources`` from where it does, and whether all."""
        name, _, place = target.partition("#")
        found: NotePath | None = None
        for source in sources:
            note = self._resolve(name.strip(), source) or None
            found = found or note
            if note is not None and self._has_place(note, place.strip()):
                return note, True
        return found, False

    def _has_place(self, note: NotePath, place: str) -> bool:
        if not place or not note.lower().endswith(".md"):
            return True
        try:
            read = read_note(note, self._files.read(note)).note
        except (VaultProblem, UnsafePath):
            return False
        if place.startswith("^"):
            return find_subpath(read, block_id=place[1:]) is not None
        return find_subpath(read, heading=place) is not None
