"""A bar for whatever takes longer than a second."""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import Never, TypeVar

from tqdm import tqdm

from vaultmind.api import Progress

T = TypeVar("T")

_NAMES = {
    "scan": "Looking",
    "read": "Reading",
    "embed": "Learning the meaning",
    "fit": "Measuring",
    "passages": "The model reads",
}


def show_progress(events: Iterable[Progress | T]) -> Iterator[T]:
    """Pass the results through and draw the steps on standard error, where it is a terminal."""
    bar: tqdm[Never] | None = None
    stage = ""
    try:
        for event in events:
            if not isinstance(event, Progress):
                yield event
                continue
            if bar is None or event.stage != stage:
                if bar is not None:
                    bar.close()
                stage = event.stage
                bar = _bar(event)
            bar.total = event.total
            bar.update(event.done - bar.n)
    finally:
        if bar is not None:
            bar.close()


def _bar(event: Progress) -> "tqdm[Never]":
    name = _NAMES.get(event.stage, event.stage)
    return tqdm(total=event.total, desc=name, delay=1, leave=False, disable=None, ncols=_columns(), nrows=24)


def _columns() -> int:
    """Return how wide a bar may be; a terminal that does not know its size, as under ``script``, is 80 wide."""
    try:
        columns = os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return (columns or 80) - 1
