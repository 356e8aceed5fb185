"""The output of a recipe as Markdown that Obsidian can follow: every link resolves, every footnote is used and defined.

Links, footnotes and sources are written here; of what a model or a note said only plain words are taken.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.errors import PlaceNotFound, UnsafePath
from vaultmind.domain.file_names import check_new_path, free_path, safe_name
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import PropertyValue, Role
from vaultmind.domain.provenance import GENERATED_BY, GENERATED_BY_PROPERTY, begin_of_region, end_of_region
from vaultmind.domain.recipe import Bearing, DraftLine, PartForm, PartMade, RecipeDraft
from vaultmind.parsing.chat import find_messages
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.turns import place_messages
from vaultmind.writeback.answer_notes import AnswerNote
from vaultmind.writeback.inert import make_inert
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.places import at_place, into_region
from vaultmind.writeback.properties import set_property

_IDENTIFIER = re.compile(r"(?:[ \t]*(?:\r\n|\r|\n)){1,2}[ \t]*\^[A-Za-z0-9-]+[ \t]*(?=[\r\n]|\Z)")
"""An identifier in a line of its own below a block, which it names."""
_EMBED = re.compile(r"!\[\[[^\[\]]*\]\]|!\[[^\[\]]*\]\([^()]*\)")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|#]*)(?:#\^[^\[\]|]*)?([^\[\]|]*)\]\]")
_MARKDOWN_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]*\]")
_LEADING = re.compile(r"\A(?:[\s>#+*|=~-]+|\d{1,3}[.)]\s)+")
_NUMBER = re.compile(r"\d{1,2}\. ")
_LABEL = re.compile(r"\[\^([^\[\]\s]+)\]")
_EMPHASIS = re.compile(r"(\*\*|==|~~|`+|(?<!\w)__|(?<!\w)_|\*)(?=\S)([^*=~`]*?\S)\1(?!\w)")
_ACTIVE = re.compile(r"[\\`$\[\]^*]|<(?=[A-Za-z/!?%])|%(?=%)|(?<=%)%|#(?=\w)|~(?=~)|=(?==)|(?<![^\W_])_|_(?![^\W_])")
_MATH = re.compile(r"(?<![\\$`])(?:\$\$[^$\n`]+\$\$|\$(?=[^\s$])[^$\n`]*(?<=[^\s\\$])\$)(?![\d$])")
_KEPT = re.compile("\ue000(\\d+)\ue001")
_ANY_SIGN = re.compile(r"([!-/:-@\[-`{-~])")

_WORDS = {
    "en": {
        "relevant": "Relevant notes",
        "no relevant": "No other note bears on this.",
        "fewer": "The notes give {}, not {}.",
        "none": "The notes give none.",
        "sources": "Sources",
        "itself": "this note itself",
        "otherwise": "says otherwise",
        "missing": "not in the notes",
        "doubted": "the notes may not say so",
        "name": "Recipe",
    },
    "ru": {
        "relevant": "Связанные заметки",
        "no relevant": "Других заметок об этом нет.",
        "fewer": "Заметки дают {}, а не {}.",
        "none": "Заметки ничего не дают.",
        "sources": "Источники",
        "itself": "сама эта заметка",
        "otherwise": "говорит иное",
        "missing": "нет в заметках",
        "doubted": "в заметках этого может не быть",
        "name": "Рецепт",
    },
}


@dataclass(frozen=True, slots=True)
class RecipeTarget:
    """The note that the output will stand in, the names it may link to, and the footnotes it has already."""

    path: NotePath
    names: VaultNames
    rules: LinkRules = LinkRules()
    labels: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class RecipeText:
    """The output as Markdown, and the notes it links to, in the order of their footnotes."""

    text: str
    sources: tuple[NotePath, ...]


def recipe_text(draft: RecipeDraft, target: RecipeTarget) -> RecipeText:
    """Return a draft as Markdown. Each link leads to its note, each footnote is called and defined once.

    A note that no link can lead to is left out of the footnotes; the note itself is no source.
    """
    for plain in (_plain, _plainer):
        made = _Rendering(draft, target, plain).text()
        if _is_valid(made.text, target):
            return made
    return _Rendering(draft, target, lambda _: "…").text()


def recipe_note(
    draft: RecipeDraft, target: RecipeTarget, *, recipe: str, at: datetime, properties: Mapping[str, str] | None = None
) -> AnswerNote:
    """Return the output as a note of its own that says by what it was made, when, and from which notes."""
    made = recipe_text(draft, target)
    text = made.text + "\n"
    named = properties or {}
    links = [
        write_link(target.names, note, source=target.path, rules=LinkRules(target.rules.format)) or note
        for note in made.sources
    ]
    known: dict[str, PropertyValue] = {
        "recipe": recipe,
        "model": draft.words_of,
        "date": at.isoformat(timespec="seconds"),
        "sources": list(links),
    }
    wanted = {named.get(key, key): value for key, value in known.items() if value and named.get(key, key)}
    for key, value in {**wanted, GENERATED_BY_PROPERTY: GENERATED_BY}.items():
        text = apply_edits(text, set_property(text, key, value))
    return AnswerNote(target.path, text)


def recipe_path(written: str, *, title: str, names: VaultNames) -> NotePath:
    """Return where a recipe's own note goes, from its filled path; raise ``UnsafePath`` for a place that is none."""
    if written.startswith(("/", "\\", "~")) or ".." in written.split("/"):
        raise UnsafePath(f"“{written[:80]}” is not a place in the vault: a recipe writes below its root.")
    parts = [safe_name(part) for part in written.removesuffix(".md").split("/")]
    name = "/".join(part for part in parts if part) or safe_name(title) or "Recipe"
    return free_path(check_new_path(f"{name}.md"), is_taken=lambda path: names.named_like(path) > 0)


def put_into(opened: NoteText, region: str, made: RecipeText) -> list[Edit]:
    """Return the edits that put the output at the end of a note, in the place of what the same recipe left there."""
    return into_region(opened, region, made.text)


def put_after(opened: NoteText, region: str, made: RecipeText, *, uid: str) -> list[Edit]:
    """Return the edits that put the output between a message and its reply, or where the recipe put it before.

    Without ``uid`` it is the last question that has a reply, else the last question. Raise ``PlaceNotFound`` where the
    note has no such message.
    """
    if any(span.of(opened.text) == begin_of_region(region) for span in opened.note.comments):
        return into_region(opened, region, made.text)
    messages = list(place_messages(opened.text, find_messages(opened.text, opened.note.sections)))
    asked = [place for place, one in enumerate(messages) if one.message.role is Role.USER]
    named = [place for place, one in enumerate(messages) if uid and one.message.uid == uid]
    replied = [
        place for place in asked if place + 1 < len(messages) and messages[place + 1].message.role is Role.ASSISTANT
    ]
    chosen = named if uid else (replied or asked)
    if not chosen:
        raise PlaceNotFound(f"“{opened.path}” has no message {uid}." if uid else f"“{opened.path}” is no chat.")
    text = f"{begin_of_region(region)}\n{made.text}\n{end_of_region(region)}"
    end = messages[chosen[-1]].extent.end
    identifier = _IDENTIFIER.match(opened.text, end)
    return at_place(opened, identifier.end() if identifier is not None else end, text)


def labels_outside(opened: NoteText, region: str) -> frozenset[str]:
    """Return the footnote labels of a note, without those of what the same recipe left there."""
    text = opened.text
    begin, end = begin_of_region(region), end_of_region(region)
    start, stop = text.find(begin), text.rfind(end)
    outside = text[:start] + text[stop:] if 0 <= start < stop else text
    return frozenset(_LABEL.findall(outside))


def is_chat(opened: NoteText) -> bool:
    """Say whether a note has messages."""
    return bool(find_messages(opened.text, opened.note.sections))


class _Rendering:
    """One draft on its way to Markdown; footnotes get their numbers as they are first called."""

    def __init__(self, draft: RecipeDraft, target: RecipeTarget, plain: Callable[[str], str]) -> None:
        self._draft = draft
        self._target = target
        self._plain = plain
        self._words = _WORDS.get(draft.language, _WORDS["en"])
        self._numbers: dict[NotePath, int] = {}
        self._gave: dict[NotePath, str] = {}
        self._items: dict[NotePath, dict[Bearing, list[str]]] = {}
        self._is_one_list = sum(part.form is not PartForm.PROSE for part in draft.parts) == 1
        taken = [int(label) for label in target.labels if label.isdecimal() and len(label) < 6]
        self._next = max(taken, default=0) + 1

    def text(self) -> RecipeText:
        """Return the Markdown and the notes that its footnotes name."""
        parts = [f"## {self._said(self._draft.title) or self._words['name']}"]
        for part in self._draft.parts:
            number = _NUMBER.match(part.heading)
            heading = f"{number[0] if number else ''}{self._said(part.heading)}"
            parts += [f"### {heading.strip() or '—'}", *self._part(part)]
        if self._numbers:
            notes = "\n".join(self._source(note, number) for note, number in self._numbers.items())
            parts += [f"### {self._words['sources']}", notes]
        return RecipeText("\n\n".join(parts), tuple(self._numbers))

    def _part(self, part: PartMade) -> Iterator[str]:
        if part.form is PartForm.NOTES:
            yield "\n".join(filter(None, map(self._bearing, part.relevant))) or self._words["no relevant"]
            return
        made = [(line, text) for line in part.lines if (text := self._line(line, part.form))]
        if not made:
            yield f"*{self._words['none']}*" if part.wanted else "—"
        elif part.form is PartForm.PROSE or all(line.is_told for line, _ in made):
            yield " ".join(text for _, text in made)
        else:
            yield "\n".join(f"{number}. {text}" for number, (_, text) in enumerate(made, 1))
            for number, (line, _) in enumerate(made, 1):
                sources = (*line.sources, *(line.beside.sources if line.beside else ()))
                notes: dict[NotePath, Bearing] = {}
                for source in sources:
                    notes.setdefault(source.note, source)
                for note, source in notes.items():
                    if note != self._target.path or len(notes) == 1:
                        self._items.setdefault(note, {}).setdefault(replace(source, heading=""), []).append(str(number))
        if made and len(made) < part.wanted:
            yield f"*{self._words['fewer'].format(len(made), part.wanted)}*"
        relevant = [line for line in map(self._bearing, part.relevant) if line]
        if relevant or part.is_noted:
            yield f"**{self._words['relevant']}**"
            yield "\n".join(relevant) or self._words["no relevant"]

    def _line(self, line: DraftLine, form: PartForm) -> str:
        """Return a line with the marks of its footnotes, and after it what another note says of the same.

        An item of a list that rests on its own note alone names that.
        """
        said = self._said(line.text)
        if not said:
            return ""
        if line.missing:
            said += f" *({self._words['missing']}: {self._said(', '.join(line.missing))})*"
        elif line.is_doubted:
            said += f" *({self._words['doubted']})*"
        for source in line.sources:
            if source.words:
                self._gave.setdefault(source.note, source.words)
        notes = list(dict.fromkeys(source.note for source in line.sources))
        is_own_alone = notes == [self._target.path] and form is not PartForm.PROSE
        marks = "".join(self._call(note, is_own=is_own_alone) for note in notes)
        beside = self._line(line.beside, form) if line.beside is not None else ""
        return f"{said}{marks} — {beside}" if beside else f"{said}{marks}"

    def _bearing(self, bearing: Bearing) -> str:
        link = self._link(bearing.note)
        said = self._said(bearing.words)
        is_other = link is not None and bearing.note != self._target.path
        return f"- {link}{f' — {said}' if said else ''}{self._call(bearing.note)}" if is_other else ""

    def _call(self, note: NotePath, *, is_own: bool = False) -> str:
        """Return the mark of a footnote to a note, its number given at the first call; the note itself has none else.

        A note that no link can lead to has one that says its name.
        """
        if note == self._target.path and not is_own:
            return ""
        if note not in self._numbers:
            self._numbers[note] = self._next
            self._next += 1
        return f"[^{self._numbers[note]}]"

    def _source(self, note: NotePath, number: int) -> str:
        """Return a footnote with what its note gave: where there is one list, to which of its items, and its words."""
        items = self._items.get(note, {}) if self._is_one_list else {}
        itself = self._words["itself"] if note == self._target.path else ""
        gave = itself or self._said(self._gave.get(note, ""))
        told = " ".join(self._given(numbers, source, itself) for source, numbers in items.items()) or gave
        named = self._link(note) or self._said(note.removesuffix(".md")) or "…"
        return f"[^{number}]: {named}" + (f" — {told}" if told else "")

    def _given(self, numbers: list[str], source: Bearing, itself: str) -> str:
        """Return to which items a note gave what, and that it says otherwise where it does."""
        otherwise = f" ({self._words['otherwise']})" if source.is_otherwise else ""
        said = itself or self._said(source.words)
        return f"№ {', '.join(numbers)}{otherwise}" + (f": {said}" if said else "")

    def _link(self, note: NotePath) -> str | None:
        return write_link(self._target.names, note, source=self._target.path, rules=self._target.rules)

    def _said(self, text: str) -> str:
        return self._plain(text)


def _plain(text: str) -> str:
    """Return words on one line in which nothing is Markdown but math: no links, tags, footnotes or emphasis."""
    math: list[str] = []

    def kept(found: re.Match[str]) -> str:
        math.append(found.group())
        return f"\ue000{len(math) - 1}\ue001"

    flat = _MATH.sub(kept, " ".join(text.replace("\ue000", "").split()))
    flat = _WIKILINK.sub(lambda found: f"{found[1]}{found[2].replace('#', ' > ')}".strip(" >"), _EMBED.sub("", flat))
    flat = _FOOTNOTE.sub("", _MARKDOWN_LINK.sub(r"\1", flat))
    flat = _LEADING.sub("", _EMPHASIS.sub(r"\2", flat)).strip()
    escaped = _ACTIVE.sub(lambda found: f"\\{found[0]}", flat)
    return make_inert(_KEPT.sub(lambda found: math[int(found[1])], escaped)).strip() if flat else ""


def _plainer(text: str) -> str:
    """Return words in which every sign of punctuation is escaped."""
    return _ANY_SIGN.sub(r"\\\1", " ".join("".join(sign for sign in text if sign.isprintable()).split()))


def _is_valid(text: str, target: RecipeTarget) -> bool:
    """Say whether every link resolves and the footnotes called are those defined, as Obsidian would read it."""
    note = parse_note(target.path, text)
    called = {label for span in note.footnote_references for label in _LABEL.findall(span.of(text))}
    defined = [footnote.label for footnote in note.footnotes]
    is_new = not called.intersection(target.labels)
    links = [link for link in note.links if link.target]
    resolve = target.names.resolve
    leads = all(resolve(link.target, source=target.path) is not None for link in links)
    return called == set(defined) and len(defined) == len(set(defined)) and is_new and leads and not note.tags
