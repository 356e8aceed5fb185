"""Recipes: prompts kept as notes, whose output is built so that Obsidian can follow every link and footnote of it."""

from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.edit import Checksum
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import WriteReport, whose_words


class RecipePlace(StrEnum):
    """Where the output of a recipe goes."""

    REPLY = "reply"
    """In a chat between a message and its reply, in any other note at the end."""
    APPEND = "append"
    NOTE = "note"
    """A note of its own, at the recipe's ``path``."""


class PartForm(StrEnum):
    """What a part of the output is: sentences in a row, or so many numbered items with notes each."""

    PROSE = "prose"
    LIST = "list"
    QUESTIONS = "questions"
    """A list of questions."""
    NOTES = "notes"
    """The notes that bear on what was said, one line each, and nothing else."""


class PartPick(StrEnum):
    """How sentences are chosen where no model writes: by what is sought, by what two notes share, or do not.

    ``OPEN`` are open tasks and questions, which no model writes; ``HAPPENED`` is what tells and bids nobody to do a
    thing, ``BEYOND`` what other notes say near to the note and it does not.
    """

    SOUGHT = "sought"
    SHARED = "shared"
    DISTINCT = "distinct"
    OPEN = "open"
    HAPPENED = "happened"
    BEYOND = "beyond"


class PartSays(StrEnum):
    """What the sentences of a part do: say anything, tell what follows, or tell what to do."""

    ANYTHING = "anything"
    CONSEQUENCE = "consequence"
    INSTRUCTION = "instruction"


class Material(StrEnum):
    """What a recipe reads besides what it finds: one note, two of them, or the notes of a stretch of days."""

    NOTE = "note"
    NOTES = "notes"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class RecipePart:
    """One section of the output: its heading, what the model is told, and how much of what.

    ``seek`` are words that lead to what the part is about where sentences are chosen instead of written.
    """

    heading: str
    instruction: str
    form: PartForm = PartForm.PROSE
    count: int = 3
    """Sentences, or items of a list."""
    notes: int = 3
    """Relevant notes under the part, or under each item of a list; 0 for none."""
    seek: str = ""
    pick: PartPick = PartPick.SOUGHT
    from_others: bool = False
    """Whether it is made of what other notes say, as an opponent does, and not of the note itself."""
    otherwise: str = ""
    """What it says where no sentence has a word that is sought; without it the nearest sentences serve."""
    says: PartSays = PartSays.ANYTHING
    ask: str = ""
    """The part's own question, put to the vault for the notes that bear on it."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe as it is read. ``note`` is where it lies in the vault, ``None`` for one that ships with the program."""

    name: str
    title: str
    language: str
    parts: tuple[RecipePart, ...]
    checksum: Checksum
    preamble: str = ""
    note: NotePath | None = None
    model: str = ""
    passages: int = 12
    material: Material = Material.NOTE
    days: int = 7
    place: RecipePlace = RecipePlace.APPEND
    path: str = ""
    aliases: tuple[str, ...] = ()
    """Other names that a person gave the note."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipeLine:
    """A recipe as a list shows it. ``is_known`` says that it ran before as it is, or ships with the program."""

    name: str
    title: str
    language: str
    note: NotePath | None
    is_known: bool
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipes:
    """The recipes that can be run, by name and language; one in the vault goes before a shipped one."""

    lines: tuple[RecipeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RecipeView:
    """A recipe in full, for a person who is to say whether it may run."""

    recipe: Recipe
    text: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class RecipeRequest:
    """One run of a recipe on a note, on two, or on none where it reads days.

    ``confirmed`` is the checksum of the recipe that the person was shown, needed for one that is new or changed.
    ``after`` is the identifier of the chat message that the output follows, else that of the last question with a
    reply. ``extractive`` asks for sentences of the notes; ``dry_run`` shows the diff.
    """

    name: str
    notes: tuple[str, ...] = ()
    language: str = ""
    model: str = ""
    extractive: bool = False
    after: str = ""
    confirmed: str = ""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class RecipeOutput:
    """What a recipe made: Markdown, the notes it links to, and the write that put it into the vault."""

    recipe: str
    text: str
    sources: tuple[NotePath, ...]
    model: str | None
    report: WriteReport
    elapsed_ms: float = 0.0
    notices: tuple[str, ...] = ()
    words_of: tuple[str, ...] = ()
    """Whose words they are, as the history has it: a model's, ``notes`` for the notes' own sentences, or both."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A note, where in it, and in one line how it bears on what stands beside it; ``""`` where that was said.

    ``is_otherwise`` where those words say otherwise than what stands there: another number, day, name, or a no.
    """

    note: NotePath
    heading: str = ""
    words: str = ""
    is_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One sentence or item of the output, the notes it rests on, and what precisely none of them has.

    ``is_doubted`` where a model says it and no passage has most of its words. ``beside`` is what another note says of
    the same; ``is_told`` marks what a part says where it has nothing to list.
    """

    text: str
    sources: tuple[Bearing, ...] = ()
    missing: tuple[str, ...] = ()
    is_doubted: bool = False
    beside: "DraftLine | None" = None
    is_told: bool = False


@dataclass(frozen=True, slots=True)
class PartMade:
    """One part of the output as it is finished, before links and footnotes are written.

    ``is_noted`` where relevant notes belong to it, found or not. ``wanted`` is how many items a list was to have of
    which the notes gave fewer, else 0.
    """

    heading: str
    form: PartForm
    lines: tuple[DraftLine, ...]
    relevant: tuple[Bearing, ...] = ()
    is_noted: bool = False
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class RecipeDraft:
    """All that a recipe made; ``model`` wrote it, ``None`` where it is the notes' own sentences alone.

    ``has_notes_own`` where sentences of the notes stand in it, alone or beside what the model wrote.
    """

    title: str
    language: str
    parts: tuple[PartMade, ...]
    model: str | None = None
    has_notes_own: bool = False
    notices: tuple[str, ...] = ()

    @property
    def words_of(self) -> str:
        """Return whose words it is, e.g. ``"qwen3-4b, notes"`` of a model's and of the notes' own sentences."""
        return whose_words(self.model, None) if self.model and self.has_notes_own else whose_words(self.model)
