"""Every setting in plain words: what it is called, what it does, how it is chosen."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.appearance import LARGEST_TEXT, SMALLEST_TEXT
from vaultmind_ui.translation import QT_TRANSLATE_NOOP

Kind = Literal["choice", "model", "yes", "number", "seconds", "text", "long", "list", "names", "key"]


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. ``label`` and ``help`` are to be translated in the context ``Settings``.

    ``choices`` pairs a value with its words; ``least`` and ``most`` bound a number; a ``model`` is one of that kind.
    """

    table: str
    key: str
    kind: Kind
    label: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    least: int = 0
    most: int = 1_000_000

    @property
    def id(self) -> str:
        """Return how the settings file calls it, e.g. ``answers.model``."""
        return f"{self.table}.{self.key}" if self.table else self.key


def words(text: str) -> str:
    """Return a label, a help or a choice in the language of now."""
    return QCoreApplication.translate("Settings", text)


NONE = QT_TRANSLATE_NOOP("Settings", "None")
"""Stands where no model is chosen."""

GROUPS: tuple[tuple[str, tuple[Field, ...]], ...] = (
    (
        QT_TRANSLATE_NOOP("Settings", "Window"),
        (
            Field(
                "",
                "language",
                "choice",
                QT_TRANSLATE_NOOP("Settings", "Language"),
                QT_TRANSLATE_NOOP("Settings", "Of the window, and of the words in saved answers."),
                (("auto", QT_TRANSLATE_NOOP("Settings", "As the system")), ("en", "English"), ("ru", "Русский")),
            ),
            Field(
                "window",
                "theme",
                "choice",
                QT_TRANSLATE_NOOP("Settings", "Light or dark"),
                "",
                (
                    ("system", QT_TRANSLATE_NOOP("Settings", "As the system")),
                    ("light", QT_TRANSLATE_NOOP("Settings", "Light")),
                    ("dark", QT_TRANSLATE_NOOP("Settings", "Dark")),
                ),
            ),
            Field(
                "window",
                "text_percent",
                "number",
                QT_TRANSLATE_NOOP("Settings", "Size of text, %"),
                QT_TRANSLATE_NOOP(
                    "Settings", "Of the system's size. Ctrl++ and Ctrl+- set it too, Ctrl+0 takes it back."
                ),
                least=SMALLEST_TEXT,
                most=LARGEST_TEXT,
            ),
            Field(
                "window",
                "hotkey",
                "key",
                QT_TRANSLATE_NOOP("Settings", "Key that opens quick-ask over any program"),
                QT_TRANSLATE_NOOP(
                    "Settings", "Press it here; Backspace takes none. It is the only key taken from other programs."
                ),
            ),
            Field(
                "window",
                "stay_in_tray",
                "yes",
                QT_TRANSLATE_NOOP("Settings", "Stay in the tray when the window is closed"),
                QT_TRANSLATE_NOOP("Settings", "Where the desktop has a tray; elsewhere closing the window quits."),
            ),
            Field(
                "window",
                "start_with_session",
                "yes",
                QT_TRANSLATE_NOOP("Settings", "Start with the session, without a window"),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "Answers"),
        (
            Field(
                "answers",
                "model",
                "model",
                QT_TRANSLATE_NOOP("Settings", "Language model"),
                QT_TRANSLATE_NOOP(
                    "Settings",
                    "Writes answers; the place Models fetches one. Without it answers are the notes' own sentences.",
                ),
            ),
            Field(
                "answers",
                "select",
                "yes",
                QT_TRANSLATE_NOOP("Settings", "The model chooses sentences and writes none"),
                QT_TRANSLATE_NOOP("Settings", "Answers are then whole sentences of your notes, picked by the model."),
            ),
            Field(
                "answers",
                "reading_s",
                "seconds",
                QT_TRANSLATE_NOOP("Settings", "Time to read before answering, seconds"),
                QT_TRANSLATE_NOOP(
                    "Settings", "How much of the notes the model is given follows from how fast it reads here."
                ),
                least=1,
                most=600,
            ),
            Field(
                "answers",
                "passages",
                "number",
                QT_TRANSLATE_NOOP("Settings", "Passages an answer may rest on"),
                "",
                least=1,
                most=100,
            ),
            Field(
                "answers",
                "from_assistants",
                "yes",
                QT_TRANSLATE_NOOP("Settings", "An assistant's words in a chat note count as evidence"),
                QT_TRANSLATE_NOOP("Settings", "Otherwise they are found by search, and no answer rests on them."),
            ),
            Field(
                "answers",
                "voices",
                "list",
                QT_TRANSLATE_NOOP("Settings", "Voices of a council"),
                QT_TRANSLATE_NOOP(
                    "Settings",
                    "Separated by commas: a model, a model and its role as in qwen3-4b:sceptic, a role of the model "
                    "above as in :exact, or notes. They answer where several voices are asked.",
                ),
            ),
            Field(
                "answers",
                "context_tokens",
                "number",
                QT_TRANSLATE_NOOP("Settings", "The model's window, tokens"),
                QT_TRANSLATE_NOOP("Settings", "0 lets the machine decide; a larger one takes more memory."),
                most=262_144,
            ),
            Field(
                "answers",
                "unload_after_s",
                "seconds",
                QT_TRANSLATE_NOOP("Settings", "Keep an idle model loaded for, seconds"),
                QT_TRANSLATE_NOOP("Settings", "Afterwards its memory is given back; the next question loads it again."),
                most=86_400,
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "Where models run"),
        (
            Field(
                "models",
                "runtime",
                "choice",
                QT_TRANSLATE_NOOP("Settings", "Runtime for model files"),
                QT_TRANSLATE_NOOP("Settings", "ctransformers reads Llama files of 2023 that the others do not."),
                (
                    ("auto", QT_TRANSLATE_NOOP("Settings", "What suits the file and the machine")),
                    ("xllamacpp", "xllamacpp"),
                    ("cyllama", "cyllama"),
                    ("llama-server", "llama-server"),
                    ("ctransformers", "ctransformers"),
                ),
            ),
            Field(
                "models",
                "server",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Your own llama-server"),
                QT_TRANSLATE_NOOP("Settings", "The path of the program; it then runs the model files."),
            ),
            Field(
                "models",
                "gpu_layers",
                "number",
                QT_TRANSLATE_NOOP("Settings", "Layers on the graphics card"),
                QT_TRANSLATE_NOOP("Settings", "-1: as many as fit into its free memory; 0: none."),
                least=-1,
                most=1000,
            ),
            Field(
                "models",
                "hub",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Mirror of the model hub"),
                QT_TRANSLATE_NOOP("Settings", "Empty for the hub itself; an https address."),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "A model on a server"),
        (
            Field(
                "answers",
                "url",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Address of the server"),
                QT_TRANSLATE_NOOP(
                    "Settings",
                    "OpenAI-compatible, e.g. http://127.0.0.1:11434/v1; the model above is then one of that server.",
                ),
            ),
            Field(
                "answers",
                "endpoints",
                "names",
                QT_TRANSLATE_NOOP("Settings", "Further models and their addresses"),
                QT_TRANSLATE_NOOP("Settings", "For example: mistral = http://127.0.0.1:8080/v1"),
            ),
            Field(
                "answers",
                "endpoint_keys",
                "names",
                QT_TRANSLATE_NOOP("Settings", "Environment variables with their keys"),
                QT_TRANSLATE_NOOP("Settings", "Where there is no keyring; for example: mistral = MISTRAL_KEY"),
            ),
            Field(
                "answers",
                "key_env",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Environment variable with its key"),
                QT_TRANSLATE_NOOP("Settings", "The key itself never stands in a file."),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "Saved answers"),
        (
            Field(
                "saving",
                "folder",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Folder"),
                QT_TRANSLATE_NOOP("Settings", "A path in the vault; {{date:YYYY}} and other marks are filled in."),
            ),
            Field("saving", "conversations", "text", QT_TRANSLATE_NOOP("Settings", "Folder of conversations")),
            Field("saving", "recipes", "text", QT_TRANSLATE_NOOP("Settings", "Folder of your own recipes")),
            Field(
                "saving",
                "name",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Name of the note"),
                QT_TRANSLATE_NOOP("Settings", "Marks: {{title}}, {{date:…}}, {{time:…}}, {{question}}, {{model}}."),
            ),
            Field(
                "saving",
                "template",
                "long",
                QT_TRANSLATE_NOOP("Settings", "Text of the note"),
                QT_TRANSLATE_NOOP(
                    "Settings", "Also {{answer}} and {{sources}}; whatever else stands here stays as it is."
                ),
            ),
            Field(
                "saving",
                "citations",
                "choice",
                QT_TRANSLATE_NOOP("Settings", "Citations as"),
                "",
                (
                    ("links", QT_TRANSLATE_NOOP("Settings", "Links")),
                    ("footnotes", QT_TRANSLATE_NOOP("Settings", "Footnotes")),
                ),
            ),
            Field(
                "saving",
                "date_format",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Form of the date"),
                QT_TRANSLATE_NOOP("Settings", "In Moment's signs, as Obsidian has them."),
            ),
            Field(
                "saving",
                "properties",
                "names",
                QT_TRANSLATE_NOOP("Settings", "Names of the properties"),
                QT_TRANSLATE_NOOP(
                    "Settings", "For example: question = вопрос, model = ; an empty name leaves one out."
                ),
            ),
            Field(
                "saving",
                "tags",
                "list",
                QT_TRANSLATE_NOOP("Settings", "Tags"),
                QT_TRANSLATE_NOOP("Settings", "Separated by commas."),
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "Finding"),
        (
            Field(
                "embedding",
                "model",
                "model",
                QT_TRANSLATE_NOOP("Settings", "Model that finds by meaning"),
                QT_TRANSLATE_NOOP(
                    "Settings", "Another one reads the whole vault anew; until it has, the old one answers."
                ),
            ),
            Field(
                "embedding",
                "threads",
                "number",
                QT_TRANSLATE_NOOP("Settings", "Processor threads it may take"),
                "",
                least=1,
                most=64,
            ),
            Field(
                "search",
                "reranker",
                "model",
                QT_TRANSLATE_NOOP("Settings", "Model that puts what was found in order"),
                QT_TRANSLATE_NOOP("Settings", "Better order, slower by seconds."),
            ),
            Field(
                "index",
                "workers",
                "number",
                QT_TRANSLATE_NOOP("Settings", "Processes that read notes"),
                QT_TRANSLATE_NOOP("Settings", "0 lets the machine decide."),
                most=64,
            ),
        ),
    ),
    (
        QT_TRANSLATE_NOOP("Settings", "Vectors on a Qdrant server"),
        (
            Field(
                "vectors",
                "url",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Address of Qdrant"),
                QT_TRANSLATE_NOOP("Settings", "Empty keeps vectors beside the index on this machine."),
            ),
            Field(
                "vectors",
                "api_key_env",
                "text",
                QT_TRANSLATE_NOOP("Settings", "Environment variable with Qdrant's key"),
            ),
        ),
    ),
)


def all_fields() -> tuple[Field, ...]:
    """Return every setting in the order of the place."""
    return tuple(field for _, fields in GROUPS for field in fields)
