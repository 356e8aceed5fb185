"""Views as the JSON of ``docs/command-line.md``; keys are added freely and never renamed."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from vaultmind.api import Answer, Passage

Shape = dict[str, Any]


def plain(value: object) -> Any:
    """Return a frozen value as plain JSON: dataclasses as objects, tuples as lists, enums as their text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple, frozenset, set)):
        return [plain(entry) for entry in value]
    return value


def passage_shape(passage: Passage) -> Shape:
    """Return one passage, flat."""
    chunk = passage.chunk
    return {
        "note": chunk.note,
        "heading": list(chunk.heading),
        "lines": list(chunk.lines),
        "text": chunk.text,
        "score": round(passage.score, 6),
        "ranks": plain(passage.ranks),
        "via": list(passage.via),
        "role": chunk.role.value,
        "evidence": chunk.evidence,
        "block_id": chunk.block_id,
    }


def answer_shape(answer: Answer, *, saved: str | None = None) -> Shape:
    """Return an answer with its citations and the passages it was made from."""
    return {
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "early": answer.is_early,
        "citations": [plain(citation) for citation in answer.citations],
        "passages": [passage_shape(passage) for passage in answer.passages],
        "model": answer.model,
        "mode": answer.mode.value,
        "first_token_ms": answer.first_token_ms,
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "saved": saved,
        "notices": list(answer.notices),
        "statements": [
            {
                "text": statement.span.of(answer.text),
                "citations": list(statement.citations),
                "supported": statement.is_supported,
                "missing": list(statement.missing),
                "unnamed": list(statement.unnamed),
            }
            for statement in answer.statements
        ],
        "links": links_shape(answer),
    }


def links_shape(answer: Answer) -> list[Shape]:
    """Return the links of an answer, each with its place in the text and where it leads."""
    return [
        {
            "text": link.span.of(answer.text),
            "start": link.span.start,
            "end": link.span.end,
            "note": link.note,
            "dead": link.is_dead,
        }
        for link in answer.links
    ]


def notes_in_order(passages: tuple[Passage, ...]) -> list[str]:
    """Return the notes of the passages, best first, each once."""
    return list(dict.fromkeys(passage.chunk.note for passage in passages))
