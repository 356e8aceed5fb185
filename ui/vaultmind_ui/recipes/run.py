"""One run of a recipe: how far it is, what it made, and how it ended."""

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from vaultmind import api


@dataclass(slots=True)
class Run:
    """What a run of ``recipe`` came to so far; it is shown where that recipe is, whatever else is looked at."""

    recipe: api.Recipe
    parts: list[api.PartMade] = field(default_factory=list)
    done: tuple[int, int] | None = None
    """Of its parts how many are made."""
    output: api.RecipeOutput | None = None
    journal: str | None = None
    """What takes back what it wrote."""
    problem: str = ""
    is_over: bool = False
    is_stopped: bool = False
    """Whether it was stopped before anything was written."""
    is_failed: bool = False
    """Whether it failed before anything was written."""

    def text(self) -> str:
        """Return what was made so far as Markdown, ``""`` for nothing yet."""
        if self.output is not None:
            return self.output.text
        return "\n\n".join(f"### {part.heading}\n\n{_plainly(part)}" for part in self.parts)

    def how_far(self) -> str:
        """Return what it is at, how it ended, or whose words it made."""
        if self.is_failed:
            return QCoreApplication.translate(
                "RecipesPlace", "It failed, and nothing was written. Run it again when this is put right:"
            )
        if self.is_stopped:
            return QCoreApplication.translate("RecipesPlace", "Stopped; nothing was written.")
        if self.is_over:
            return self._whose_words()
        if self.done is None:
            return QCoreApplication.translate("RecipesPlace", "Reading the notes…")
        done, parts = self.done
        if done >= parts:
            return QCoreApplication.translate("RecipesPlace", "All parts are made.")
        words = QCoreApplication.translate("RecipesPlace", "Part %1 of %2 is being written…")
        return words.replace("%1", str(done + 1)).replace("%2", str(parts))

    def named(self, words: str) -> str:
        """Return words about this run where another recipe is looked at."""
        named = QCoreApplication.translate("RecipesPlace", "“%1”: %2")
        return named.replace("%2", words).replace("%1", self.recipe.title)

    def _whose_words(self) -> str:
        """Return by whom what it made was written; ``""`` where nothing was."""
        if self.output is None:
            return ""
        models = ", ".join(name for name in self.output.words_of if name != api.NOTES_OWN)
        if not models:
            return QCoreApplication.translate("RecipesPlace", "Made of the notes' own sentences.")
        is_mixed = api.NOTES_OWN in self.output.words_of
        words = (
            QCoreApplication.translate("RecipesPlace", "Written by %1, in part the notes' own sentences.")
            if is_mixed
            else QCoreApplication.translate("RecipesPlace", "Written by %1.")
        )
        return words.replace("%1", models)


def _plainly(part: api.PartMade) -> str:
    """Return the words of a part as they come in; links and footnotes are written when all parts are there."""
    return "\n\n".join(line.text for line in part.lines)
