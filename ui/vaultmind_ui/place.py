"""A place: one part of the window that fills it when it is chosen in the sidebar."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from vaultmind import api
from vaultmind_ui.shell import Shell


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """A note to be shown, e.g. in the Note place; ``quote`` is what to mark in it, in the note's own words."""

    note: str
    quote: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class QuestionTarget:
    """A question to be asked in the Ask place; it is only filled in where ``is_asked`` is not set."""

    question: str
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class GraphTarget:
    """Notes to be shown on the map with what is around them, e.g. those an answer rests on."""

    notes: tuple[str, ...]


class Place(QWidget):
    """The base of every place. Build widgets in ``__init__``, or in ``unfold`` where they are many; words come last."""

    subject_changed = Signal()
    """``subject`` is another."""
    shows_whole_vault = False
    """Whether ``index_changed`` has it fetch all there is: then it is told seldom while the index is being made."""

    wears_one_sheet = True
    """Whether it is dressed as a whole, not in ``dressed`` parts."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.room)
        self.shell = shell
        if self.wears_one_sheet:
            shell.appearance.dress(self)  # before it holds anything

    @property
    def subject(self) -> str:
        """Return what is shown in it, e.g. a note's name, for the title of the window; ``""`` for nothing of a name."""
        return ""

    @property
    def dressed(self) -> tuple[QWidget, ...]:
        """Return what wears a sheet: the place, or its parts where so many widgets dressed at once would be felt."""
        return (self,)

    def unfold(self) -> Iterator[None]:
        """Build what ``__init__`` did not, a piece with each step, none of them long; called once, before the rest."""
        yield from ()

    def retranslate(self) -> None:
        """Set every word that is shown; called once after the place is built and after each change of language."""

    def restyle(self) -> None:
        """Redraw icons and HTML; called once after the place is built and after each change of theme or text size."""

    def activated(self) -> None:
        """Be shown: put the focus where work begins, fetch what may have grown old."""
        self.setFocus()

    def vault_changed(self, status: api.VaultStatus) -> None:
        """Forget the vault before: another is open now. Also called for the first one."""

    def index_changed(self, status: api.VaultStatus) -> None:
        """Take notice that notes, links or vectors changed."""

    def show_target(self, target: object) -> None:
        """Show what another place asked for, e.g. a ``NoteTarget``; the place is visible already."""


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place in the sidebar; ``load`` imports what it needs, in any thread, and returns what builds it in Qt's."""

    id: str
    icon: str
    title: Callable[[], str]
    load: Callable[[], Callable[[Shell], Place]]
    needs: Literal["", "opening", "vault"] = ""
    """Whether it is shown only where a vault is open, or is being opened at least."""
