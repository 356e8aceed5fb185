"""What several voices said to one question: each in its own words, what only some say, where they differ."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.ask.answer_links import read_answer
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.values import Block, Blocks, Callout, Inlines, ItemList, ListItem, Paragraph, Run, Style


def voice_name(voice: str) -> str:
    """Return what a voice is called, e.g. ``"sceptic"`` for ``":sceptic"``, and the notes' own for ``"notes"``."""
    model, colon, role = voice.partition(":")
    if voice == "notes":
        return QCoreApplication.translate("Council", "The notes themselves")
    known = {
        "": QCoreApplication.translate("Council", "The model"),
        "sceptic": QCoreApplication.translate("Council", "The sceptic"),
        "exact": QCoreApplication.translate("Council", "The exact one"),
        "broad": QCoreApplication.translate("Council", "The one who looks at the whole"),
    }.get(role, role)
    return f"{known} ({model})" if model and colon else (model or known)


def council_blocks(
    saying: Mapping[str, str], council: api.CouncilAnswer | None, numbers: frozenset[int], *, turn: int
) -> Iterator[Block]:
    """Yield what stands under the answer that was made of all: contradictions, what some say, every voice.

    Each can be folded by itself: they are told apart by the number of the ``turn``.
    """
    fold = -2 - 1000 * turn
    if council is not None:
        yield from _differences(council)
        if council.only_some:
            some = QCoreApplication.translate("Council", "What only some say")
            items = (_said(one.text, one.voices) for one in council.only_some)
            yield Callout("quote", (Run(some),), "-", (ItemList(tuple(ListItem((one,)) for one in items)),), fold)
        for place, voice in enumerate(council.voices):
            words = read_answer(voice.answer, voice.answer.text, citations=numbers) if voice.answer else ()
            yield _voice(voice.name, words, voice.failure, fold - 1 - place, is_replaced=voice.is_replaced)
        return
    for place, (name, text) in enumerate(saying.items()):
        yield _voice(name, read_answer(None, text, citations=numbers), "", fold - 1 - place, is_open=True)


def _voice(
    name: str,
    words: Blocks,
    failure: str,
    fold: int,
    *,
    is_open: bool = False,
    is_replaced: bool = False,
) -> Callout:
    why = (Paragraph((Run(in_words(failure), Style.BAD),)),) if failure else ()
    title: Inlines = (Run(voice_name(name)),)
    if is_replaced:
        instead = QCoreApplication.translate("Council", "had nothing held; its notes' sentences shown instead")
        title = (*title, Run(f"  — {instead}", Style.WARNING))
    return Callout("danger" if failure else "note", title, "+" if is_open else "-", (*words, *why), fold)


def _differences(council: api.CouncilAnswer) -> Iterator[Block]:
    if not council.contradictions:
        return
    title = QCoreApplication.translate("Council", "They contradict each other")
    blocks: list[Block] = []
    for one in council.contradictions:
        differs = " ≠ ".join(part for part in one.differs if part)
        if differs:
            blocks.append(Paragraph((Run(differs, Style.BOLD),)))
        pair = (_said(said.text, said.voices) for said in (one.one, one.other))
        blocks.append(ItemList(tuple(ListItem((said,)) for said in pair)))
    yield Callout("warning", (Run(title),), "", tuple(blocks))


def _said(text: str, voices: tuple[str, ...]) -> Paragraph:
    names = ", ".join(voice_name(voice) for voice in voices)
    return Paragraph((Run(text), Run(f"  — {names}", Style.MUTED)))
