"""An answer as a note of the person's own making: folder, name, properties and form of citation are theirs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vaultmind.domain.answer import Answer, Citation
from vaultmind.domain.edit import apply_edits
from vaultmind.domain.file_names import check_new_path, free_path, safe_name
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.provenance import GENERATED_BY, GENERATED_BY_PROPERTY
from vaultmind.domain.span import Span
from vaultmind.domain.writing import whose_words
from vaultmind.writeback.inert import is_live, make_inert
from vaultmind.writeback.moment_dates import format_date
from vaultmind.writeback.properties import set_property

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)(?::([^{}\r\n]*))?\s*\}\}")
_CITED = re.compile(
    r"(?P<definition>^[ \t>]*\[[^\[\]\r\n]*\]:)"
    r"|(?<![\[\]!\\])(?P<run>(?:\[\d{1,3}(?:\s*,\s*\d{1,3})*\])+)(?![\[(])",
    re.MULTILINE,
)
"""Marks that cite, one right behind the other or alone; what defines the address of a link is none."""
_LINK = re.compile(r"!?\[\[(?P<target>[^\[\]|#\n]*)(?P<part>[^\[\]|\n]*)(?:\|(?P<shown>[^\[\]\n]*))?\]\]")
_LONGEST_QUOTE = 280
_LONGEST_TITLE = 80
_TITLES = {"en": "Answer", "ru": "Ответ"}


@dataclass(frozen=True, slots=True)
class AnswerNoteRules:
    """How answers are kept. Patterns know ``{{title}}``, ``{{date}}``, ``{{time}}`` and ``{{date:YYYY}}``.

    ``template`` also knows ``{{answer}}``, ``{{question}}``, ``{{sources}}`` and ``{{model}}``; whatever else stands
    in it, Templater's marks among it, stays. ``properties`` names the property for each of ``question``, ``model``,
    ``date`` and ``sources``; an empty name leaves it out.
    """

    folder: str = "Answers"
    name: str = "{{date:YYYY-MM-DD}} {{title}}"
    template: str = "{{answer}}\n\n{{sources}}\n"
    citations: Literal["links", "footnotes"] = "links"
    date_format: str = "YYYY-MM-DD[T]HH:mm:ss"
    properties: Mapping[str, str] | None = None
    tags: tuple[str, ...] = ()
    language: str = "en"


@dataclass(frozen=True, slots=True)
class AnswerNote:
    """A note to be made: where, and its whole text."""

    path: NotePath
    text: str


def answer_note(
    answer: Answer,
    *,
    at: datetime,
    rules: AnswerNoteRules,
    names: VaultNames,
    link_rules: LinkRules | None = None,
    path: str | None = None,
) -> AnswerNote:
    """Return the note of an answer, at ``path`` or where the rules say; its name is nowhere else in the vault.

    What the model wrote is inert, and the note says who made it. Raise ``UnsafePath`` for a place that is none.
    """
    place = check_new_path(path) if path is not None else answer_path(answer, at=at, rules=rules, names=names)
    known = {citation.number: citation for citation in answer.citations}
    links = {
        number: citation_link(citation, place, names, link_rules or LinkRules(), str(number))
        for number, citation in known.items()
    }
    text = make_inert(answer.marked_text.strip())
    words = with_citations(text, known, links, as_footnotes=rules.citations == "footnotes")
    sources = source_lines(known, place, names, link_rules or LinkRules(), as_footnotes=rules.citations == "footnotes")
    values = {
        "title": lambda _: _title(answer, rules.language),
        "date": lambda pattern: format_date(at, pattern or "YYYY-MM-DD", language=rules.language),
        "time": lambda pattern: format_date(at, pattern or "HH:mm", language=rules.language),
        "question": lambda _: make_inert(answer.meant or answer.question),
        "model": lambda _: make_inert(answer.written_by),
        "answer": lambda _: words,
        "sources": lambda _: sources,
    }
    text = _filled(rules.template, values).rstrip() + "\n"
    for key, value in _provenance(answer, at, rules, place, names, link_rules or LinkRules()).items():
        text = apply_edits(text, set_property(text, key, value))
    return AnswerNote(place, text)


def answer_path(answer: Answer, *, at: datetime, rules: AnswerNoteRules, names: VaultNames) -> NotePath:
    """Return the path of a new note for an answer; its name can exist on every system and means no other note."""
    values: Mapping[str, Callable[[str], str]] = {
        "title": lambda _: _title(answer, rules.language),
        "question": lambda _: _title(answer, rules.language),
        "model": lambda _: answer.written_by,
        "date": lambda pattern: format_date(at, pattern or "YYYY-MM-DD", language=rules.language),
        "time": lambda pattern: format_date(at, pattern or "HHmm", language=rules.language),
    }
    folders = [safe_name(_filled(part, values)) for part in rules.folder.split("/")]
    name = safe_name(_filled(rules.name, values)) or _TITLES.get(rules.language, _TITLES["en"])
    path = check_new_path("/".join([*(folder for folder in folders if folder), f"{name}.md"]))
    return free_path(path, is_taken=lambda candidate: names.named_like(candidate) > 0)


def _title(answer: Answer, language: str) -> str:
    """Return the question as a name, a follow-up as it was understood, without its question mark, cut at a word."""
    asked = answer.meant or answer.question
    return safe_name(asked.rstrip(" ?？!."), limit_bytes=_LONGEST_TITLE * (2 if language == "ru" else 1))


def _filled(pattern: str, values: Mapping[str, Callable[[str], str]]) -> str:
    def value(found: re.Match[str]) -> str:
        known = values.get(found[1])
        return found[0] if known is None else known((found[2] or "").strip())

    return _PLACEHOLDER.sub(value, pattern)


def _provenance(
    answer: Answer, at: datetime, rules: AnswerNoteRules, place: NotePath, names: VaultNames, link_rules: LinkRules
) -> dict[str, PropertyValue]:
    notes = dict.fromkeys(citation.note for citation in answer.citations)
    sources: list[PropertyValue] = [
        write_link(names, note, source=place, rules=LinkRules(link_rules.format)) or note for note in notes
    ]
    known: dict[str, PropertyValue] = {
        "question": " ".join((answer.meant or answer.question).split()),
        "model": "" if answer.refused else whose_words(answer.written_by),
        "date": format_date(at, rules.date_format, language=rules.language),
        "sources": sources,
    }
    named = rules.properties or {}
    found = {named.get(key, key): value for key, value in known.items() if value and named.get(key, key)}
    if rules.tags:
        found["tags"] = list(rules.tags)
    return {**found, GENERATED_BY_PROPERTY: GENERATED_BY}


def with_citations(text: str, known: Mapping[int, Citation], links: Mapping[int, str], *, as_footnotes: bool) -> str:
    """Return the text with each ``[1]`` that cites as a link or a footnote; ``[1]`` in code stays."""
    found = [
        match for match in _CITED.finditer(text) if match["run"] and all(number in known for number in _numbers(match))
    ]
    live = is_live(text, [Span(*match.span()) for match in found])
    pieces: list[str] = []
    done = 0
    for match, lives in zip(found, live, strict=True):
        if lives:
            cited = [f"[^{number}]" if as_footnotes else links[number] for number in _numbers(match)]
            pieces += (text[done : match.start()], "".join(cited) if as_footnotes else " ".join(cited))
            done = match.end()
    return "".join(pieces) + text[done:]


def _numbers(match: re.Match[str]) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", match["run"])]


def citation_link(citation: Citation, place: NotePath, names: VaultNames, rules: LinkRules, shown: str) -> str:
    """Return the link of a citation to its block, else its heading, else its note; the path where no link can lead."""
    heading = citation.heading[-1] if citation.heading else None
    link = write_link(
        names,
        citation.note,
        source=place,
        rules=rules,
        heading=None if citation.block_id else heading,
        block_id=citation.block_id,
        alias=shown,
    )
    return link or make_inert(f"{citation.note} ({shown})")


def source_lines(
    known: Mapping[int, Citation], place: NotePath, names: VaultNames, rules: LinkRules, *, as_footnotes: bool
) -> str:
    """Return a line for each citation by its number: a link to where it is, and what it quotes.

    Markdown counts the lines of a numbered list anew, so the list is one only where that gives the same numbers.
    """
    lines = []
    is_counted = sorted(known) == list(range(1, len(known) + 1))
    for number, citation in sorted(known.items()):
        title = citation.note.rpartition("/")[2].removesuffix(".md")
        link = citation_link(
            citation, place, names, rules, " › ".join((title, *citation.heading[-1:])).translate(_NO_LINK_MARKS)
        )
        quote = make_inert(_without_dead_links(" ".join(citation.quote.split()), place, names))
        quote = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE].rpartition(' ')[0]} …"
        label = f"[^{number}]:" if as_footnotes else f"{number}." if is_counted else f"- {number}:"
        lines.append(f"{label} {link}" + (f" — {quote}" if quote else ""))
    return "\n".join(lines)


def _without_dead_links(quote: str, place: NotePath, names: VaultNames) -> str:
    """Return a quote with the links that lead nowhere from ``place`` as their words."""

    def shown(found: re.Match[str]) -> str:
        target = found["target"].removesuffix("\\").strip()
        leads = bool(target) and names.resolve(target, source=place) is not None
        return found[0] if leads else found["shown"] or f"{target}{found['part']}".strip("#^ ")

    return _LINK.sub(shown, quote)


_NO_LINK_MARKS = str.maketrans("[]|", "()/")
