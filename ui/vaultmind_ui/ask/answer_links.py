"""The words of an answer, each of its links leading where it does, a dead one marked in its place."""

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import Blocks


def read_answer(answer: api.Answer | None, text: str, *, citations: Collection[int]) -> Blocks:
    """Return the blocks of the text of an answer; ``None`` is one that is not whole, whose links are not known."""
    links = answer.links if answer is not None else ()

    def resolve(_: str, start: int) -> str | None:
        link = next((one for one in links if one.span.start <= start < one.span.end), None)
        return None if link is None else "" if link.is_dead else link.note

    nowhere = QCoreApplication.translate("Turns", "leads nowhere")
    return read_markdown(text, resolve=resolve, citations=citations, nowhere=nowhere)
