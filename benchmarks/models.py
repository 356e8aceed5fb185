"""How fast a model is on this machine: ``python benchmarks/models.py NAME…``.

NAME is an installed chat model. Each is loaded anew, in the way of its fit where it was measured (``vaultmind models
measure``), else in the usual way; it reads a prompt of the size of an answer's, writes 48 tokens, and is asked again
with another question behind the same beginning. Prints a Markdown row each. The columns on answers come from
``benchmarks/answers.py``.
"""

import argparse
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psutil

from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.answers.prompt import build_prompt
from vaultmind.api.models import open_fits, open_models
from vaultmind.config import find_places
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.model import Timings
from vaultmind.domain.span import Span
from vaultmind.ports import ChatTurn

HEAD = (
    "| model | loaded, s | first token, s | first token of a follow-up, s | reads, tokens/s | writes, tokens/s "
    "| known of a follow-up's prompt | memory, MB | of it its own |\n|" + "---|" * 9
)
WRITTEN_TOKENS = 48
TEXTS = (
    ("When is the Titovka grafted?", "Titovka is grafted in the first days of April, when the sap begins to rise."),
    ("How often are young trees watered?", "Young trees are watered twice a week in summer, old ones every ten days."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: seconds to the first piece, and what the runtime tells."""

    first_s: float
    timings: Timings


def prompt(question: str, text: str) -> Sequence[ChatTurn]:
    """Return what the program itself would send for a question, with passages of about 200 tokens."""
    told = f"{text} " + "The rest of the note tells of the weather of that spring and of the tools in the shed. " * 6
    chunk = Chunk(NotePath("Orchard.md"), 0, Span(0, len(told)), (1, 1), (), "Orchard", told)
    return build_prompt(question, [Passage(1, chunk, 1.0)], budget_tokens=200, date_of=lambda _: None).turns


def asked(model: HostedModel, turns: Sequence[ChatTurn]) -> Asked:
    """Ask once."""
    began, first_s, timings = time.perf_counter(), 0.0, None
    for piece in model.stream(turns, max_tokens=WRITTEN_TOKENS):
        first_s = first_s or time.perf_counter() - began
        timings = piece.timings or timings
    assert timings is not None
    return Asked(first_s, timings)


def row_of(name: str) -> str:
    """Load a model, ask it twice, and return its row."""
    places = find_places()
    path = Path(open_models(places).find(name).path)
    fit = open_fits(places).of(path)
    with (
        tempfile.TemporaryDirectory(prefix="models-bench-") as folder,
        closing(
            HostedModel(
                path,
                name=name,
                folder=Path(folder),
                context_tokens=4096,
                threads=fit.best.threads if fit is not None else None,
                batch_tokens=fit.best.batch_tokens if fit is not None else 32,
            )
        ) as model,
    ):
        began = time.perf_counter()
        placed = model.load()
        load_s = time.perf_counter() - began
        first, second = (asked(model, prompt(*text)) for text in TEXTS)
        assert model.process_id is not None
        held = psutil.Process(model.process_id).memory_full_info()
    known = second.timings.cached_tokens
    whole = known + second.timings.read_tokens
    return (
        f"| {name} ({placed.device}, {placed.threads} threads) "
        f"| {load_s:.1f} | {first.first_s:.1f} | {second.first_s:.1f} "
        f"| {first.timings.reading_tokens_s:.0f} | {first.timings.writing_tokens_s:.1f} | {known} of {whole} "
        f"| {held.rss / 1e6:.0f} | {held.uss / 1e6:.0f} |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="+", metavar="NAME")
    arguments = parser.parse_args()
    print(HEAD)
    for name in arguments.names:
        print(row_of(name), flush=True)


if __name__ == "__main__":
    main()
