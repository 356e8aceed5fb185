"""Recipes of one vault: those in its folder and those that ship, shown before they run when new, and carried out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vaultmind.answers.recipes.making import Material, Means, make_draft
from vaultmind.answers.recipes.naming import recipes_named
from vaultmind.answers.recipes.reading import NO_PARTS, fill, read_recipe
from vaultmind.answers.recipes.selecting import sentences_of
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.errors import Cancelled, ModelProblem, NoteNotFound, RecipeNotConfirmed, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.provenance import is_recipe
from vaultmind.domain.recipe import Material as Reads
from vaultmind.domain.recipe import (
    PartMade,
    Recipe,
    RecipeDraft,
    RecipeLine,
    RecipeOutput,
    RecipePlace,
    RecipeRequest,
    Recipes,
    RecipeView,
)
from vaultmind.domain.writing import WriteReport
from vaultmind.parsing.reading import read_note
from vaultmind.ports import (
    CancelToken,
    Catalog,
    Clock,
    ConversationMemory,
    LanguageModel,
    LanguageModels,
    Progress,
    VaultFiles,
)
from vaultmind.retrieval.language import Meaning
from vaultmind.session.writing import Writing
from vaultmind.writeback.recipe_notes import RecipeText

_MOST_NOTES_OF_DAYS = 30
_MOST_PASSAGES_READ = 60
_WORDS_OF_A_QUERY = 60
_ASKED = 6
"""How many passages are looked for with the own question of a part."""

Search = Callable[[str, int], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Looking:
    """How a run finds notes: by name and by a query, and what compares meanings."""

    find: Callable[[str], NotePath]
    search: Search
    meaning: Meaning | None


class RecipeBook:
    """The recipes of a vault. ``shipped`` yields the texts of those that come with the program, by path."""

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        models: LanguageModels,
        clock: Clock,
        writing: Writing,
        memory: Callable[[], ConversationMemory],
        shipped: Callable[[], Mapping[NotePath, str]],
        folder: str,
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._models = models
        self._clock = clock
        self._writing = writing
        self._memory = memory
        self._shipped = shipped
        self._folder = folder.strip("/")

    def all(self) -> Recipes:
        """Return the recipes that can be run, by name and language; one of the vault hides the shipped one."""
        own = [recipe for recipe, _ in self._in_vault()]
        hidden = {(recipe.name, recipe.language) for recipe in own}
        shipped = (recipe for recipe, _ in self._of_program() if (recipe.name, recipe.language) not in hidden)
        lines = [
            RecipeLine(one.name, one.title, one.language, one.note, self._is_known(one), one.warnings)
            for one in (*own, *shipped)
        ]
        return Recipes(tuple(sorted(lines, key=lambda line: (line.name, line.language))))

    def view(self, name: str, language: str) -> RecipeView:
        """Return a recipe in full; raise ``NoteNotFound`` with the names, or for a language those, there are."""
        recipe, text = self._named(name, language, must_be=bool(language))
        return RecipeView(recipe, text, self._is_known(recipe))

    def customise(self, name: str, language: str) -> WriteReport:
        """Copy a shipped recipe into the vault's folder of recipes, where a person can change it."""
        found = _meant(name, list(self._of_program()), language)
        if not found:
            raise NoteNotFound(f"No recipe “{name}” ships with the program: {self._names()}.")
        recipe, text = _in_language(found, name, language, must_be=bool(language))
        path = NotePath(f"{self._folder}/{recipe.title}.md" if self._folder else f"{recipe.title}.md")
        return self._writing.copy_in(path, text, why="customise recipe")

    def run(
        self, request: RecipeRequest, looking: Looking, cancel: CancelToken | None
    ) -> Iterator[Progress | PartMade | RecipeOutput]:
        """Yield each part as it is made, and what was written last; raise ``RecipeNotConfirmed`` before anything."""
        started = self._clock.monotonic()
        at = datetime.fromisoformat(self._clock.now_iso())
        notes = [looking.find(note) for note in request.notes]
        language = request.language or self._language_of(notes)
        recipe, _ = self._named(request.name, language, must_be=bool(request.language))
        if not recipe.parts:
            raise VaultProblem(NO_PARTS)
        self._require_confirmed(recipe, request, at)
        material = self._material(recipe, notes, looking, at)
        model, notices = self._model(recipe, request)
        draft: RecipeDraft | None = None
        done = 0
        yield Progress("recipe", 0, len(recipe.parts))
        for event in make_draft(recipe, material, Means(model, looking.meaning, cancel=cancel)):
            if isinstance(event, RecipeDraft):
                draft = event
                continue
            yield event
            done += 1
            yield Progress("recipe", done, len(recipe.parts))
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Stopped; nothing was written.")
        assert draft is not None
        made, report = self._write(recipe, draft, notes, material, request, at)
        elapsed_ms = (self._clock.monotonic() - started) * 1000
        said = (*notices, *draft.notices, *recipe.warnings)
        yield RecipeOutput(
            recipe.name,
            made.text,
            made.sources,
            draft.model,
            report,
            elapsed_ms,
            said,
            tuple(draft.words_of.split(", ")),
        )

    def _require_confirmed(self, recipe: Recipe, request: RecipeRequest, at: datetime) -> None:
        if self._is_known(recipe):
            return
        if request.confirmed != recipe.checksum:
            raise RecipeNotConfirmed(
                f"The recipe “{recipe.title}” is new or has changed since it last ran: look at it before it runs."
            )
        self._memory().let_run(recipe.checksum, name=recipe.name, at=at.isoformat())

    def _is_known(self, recipe: Recipe) -> bool:
        return recipe.note is None or self._memory().has_run(recipe.checksum)

    def _material(self, recipe: Recipe, notes: Sequence[NotePath], looking: Looking, at: datetime) -> Material:
        wanted = {Reads.NOTE: 1, Reads.NOTES: 2, Reads.DAYS: 0}[recipe.material]
        if len(notes) < wanted:
            how_many = "two notes: name both" if wanted > 1 else "a note: name one"
            raise VaultProblem(f"The recipe “{recipe.title}” reads {how_many}.")
        if len(notes) > wanted:
            raise VaultProblem(f"The recipe “{recipe.title}” was given more notes than it reads ({wanted}).")
        read = list(notes) if wanted else self._of_days(recipe.days, at)
        own = [passage for note in read for passage in self._passages_of(note)][:_MOST_PASSAGES_READ]
        if not own and not wanted:
            raise VaultProblem(
                f"The last {recipe.days} days have no note: neither one of a day nor one that was changed."
            )
        if not any(one.chunk.text.strip() for one in own):
            raise VaultProblem(f"There is nothing to read for the recipe “{recipe.title}”.")
        titles = [self._title(note) for note in read]
        title = titles[0] if wanted else recipe.title
        values = {
            "title": title,
            "other": titles[1] if len(titles) > 1 else "",
            "date": at.date().isoformat(),
            "folder": read[0].rpartition("/")[0],
        }
        query = _query([*titles[:2], *(sentence.text for sentence in sentences_of(own)[:3])])
        near = looking.search(query, recipe.passages + len(own))
        asked = {
            part.heading: _others(looking.search(fill(part.ask, values), _ASKED + len(own)), read)[:_ASKED]
            for part in recipe.parts
            if part.ask
        }
        return Material(own, _others(near, read)[: recipe.passages], values, title, asked)

    def _passages_of(self, note: NotePath) -> list[Passage]:
        """Return the chunks of a note, without what a recipe left there before."""
        ids = self._catalog.chunk_ids_of(note)
        known = self._catalog.chunks(ids)
        chunks = [(number, known[number]) for number in ids if number in known]
        kept = [(number, chunk) for number, chunk in chunks if chunk.evidence or chunk.role is not Role.NOTE] or chunks
        return [Passage(number, chunk, 0.0) for number, chunk in kept]

    def _of_days(self, days: int, at: datetime) -> list[NotePath]:
        """Return the daily notes of the last days and the notes changed in them, the newest first.

        A daily note is of its day, whenever its file was changed: what is called so in the vault's format, or
        ``2026-11-20``, in whatever folder.
        """
        days_of = self._files.obsidian_settings().daily_notes
        today, since = at.date(), (at - timedelta(days=days)).timestamp() * 1e9
        dated: list[tuple[date, NotePath]] = []
        changed: list[tuple[int, NotePath]] = []
        for row in self._catalog.notes():
            if row.is_excluded or row.path[-3:].lower() != ".md":
                continue
            name = NotePath(row.path.rpartition("/")[2])
            day = days_of.day_of(row.path) or DailyNotes("", days_of.format).day_of(name) or DailyNotes().day_of(name)
            if day is not None and timedelta() <= today - day < timedelta(days=days):
                dated.append((day, row.path))
            elif day is None and row.modified_ns >= since:
                changed.append((row.modified_ns, row.path))
        read = [path for _, path in (*sorted(dated, reverse=True), *sorted(changed, reverse=True))]
        told = [note for note in read if any(one.chunk.evidence for one in self._passages_of(note))]
        return told[:_MOST_NOTES_OF_DAYS]

    def _model(self, recipe: Recipe, request: RecipeRequest) -> tuple[LanguageModel | None, tuple[str, ...]]:
        if request.extractive:
            return None, ()
        named = request.model or recipe.model
        try:
            return self._models.choose(named or None), ()
        except ModelProblem as problem:
            if named:
                raise
            return None, (f"{problem} These are the notes' own sentences.",)

    def _write(
        self,
        recipe: Recipe,
        draft: RecipeDraft,
        notes: Sequence[NotePath],
        material: Material,
        request: RecipeRequest,
        at: datetime,
    ) -> tuple[RecipeText, WriteReport]:
        if recipe.place is RecipePlace.NOTE or not notes:
            path = fill(recipe.path or "{{title}} – " + recipe.title, material.values)
            return self._writing.recipe_note(draft, path, recipe=recipe.name, at=at, dry_run=request.dry_run)
        is_reply = recipe.place is RecipePlace.REPLY
        after = request.after if is_reply else None
        return self._writing.put_recipe(
            draft, notes[0], recipe=recipe.name, is_reply=is_reply, after=after or "", dry_run=request.dry_run
        )

    def _named(self, name: str, language: str, *, must_be: bool) -> tuple[Recipe, str]:
        """Return the recipe of that name: of the vault before a shipped one, in the language before another."""
        found = _meant(name, [*self._in_vault(), *self._of_program()], language)
        if not found:
            raise NoteNotFound(f"There is no recipe “{name}”: {self._names()}.")
        return _in_language(found, name, language, must_be=must_be)

    def _names(self) -> str:
        return ", ".join(sorted({recipe.name for recipe, _ in (*self._in_vault(), *self._of_program())}))

    def _in_vault(self) -> Iterator[tuple[Recipe, str]]:
        prefix = f"{self._folder}/" if self._folder else ""
        for path in sorted(self._files.look([NotePath(self._folder)]).notes) if self._folder else ():
            if not path.startswith(prefix) or path[-3:].lower() != ".md":
                continue
            try:
                read = read_note(path, self._files.read(path))
            except VaultProblem:
                continue
            if is_recipe(read.note.properties):
                yield read_recipe(read.text, path=path), read.text

    def _of_program(self) -> Iterator[tuple[Recipe, str]]:
        for path, text in self._shipped().items():
            yield read_recipe(text, path=path, shipped=True), text

    def _language_of(self, notes: Sequence[NotePath]) -> str:
        """Return the language of most of the text of the notes, of the vault's last ones where they have none."""
        latest = [row.path for row in sorted(self._catalog.notes(), key=lambda row: -row.modified_ns)]
        for chosen in (notes, latest[:_MOST_NOTES_OF_DAYS]):
            counts: dict[str, int] = {}
            for note in chosen:
                for chunk in self._chunks(note):
                    counts[chunk.language] = counts.get(chunk.language, 0) + len(chunk.text)
            counts.pop("", None)
            if counts:
                return max(counts, key=lambda language: counts[language])
        return "en"

    def _chunks(self, note: NotePath) -> Sequence[Chunk]:
        return list(self._catalog.chunks(self._catalog.chunk_ids_of(note)).values())

    def _title(self, note: NotePath) -> str:
        row = self._catalog.note(note)
        return row.title if row is not None else note.rpartition("/")[2].removesuffix(".md")


def _meant(name: str, texts: Sequence[tuple[Recipe, str]], language: str) -> list[tuple[Recipe, str]]:
    """Return the recipe that a name means, in each language; raise ``NoteNotFound`` with those it may mean."""
    found = recipes_named(name, [recipe for recipe, _ in texts], language=language)
    if len({one.name for one in found}) > 1:
        titles = ", ".join(f"“{title}”" for title in dict.fromkeys(one.title for one in found))
        raise NoteNotFound(f"“{name}” may be {titles}: say which recipe.")
    return [(recipe, text) for recipe, text in texts if recipe in found]


def _in_language(found: Sequence[tuple[Recipe, str]], name: str, language: str, *, must_be: bool) -> tuple[Recipe, str]:
    """Return the first recipe in a language, the first of all where it need not be in it."""
    chosen = next((one for one in found if one[0].language == language), None)
    if chosen is None and must_be:
        languages = ", ".join(sorted({recipe.language for recipe, _ in found}))
        raise NoteNotFound(f"The recipe “{name}” is not in “{language}”: {languages}.")
    return chosen or found[0]


def _others(passages: Sequence[Passage], read: Sequence[NotePath]) -> list[Passage]:
    """Return the passages of notes that are not read themselves and may be rested on."""
    return [one for one in passages if one.chunk.note not in read and one.chunk.evidence]


def _query(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split()[:_WORDS_OF_A_QUERY])
