"""What commands need of streams and of their own words."""

from collections.abc import Iterable
from typing import TypeVar

from vaultmind import api
from vaultmind.cli.arguments import build_parser

T = TypeVar("T")


def last_of(events: Iterable[object], kind: type[T]) -> T:
    """Return the result that a stream ends with."""
    result: T | None = None
    for event in events:
        if isinstance(event, kind):
            result = event
    if result is None:
        raise api.EngineProblem("The work ended without a result.")
    return result


def required(value: str | None, name: str) -> str:
    """Return a word of the command line, or leave with wrong usage where it is missing."""
    if not value:
        build_parser().exit(2, f"vaultmind: {name} is missing (or give --batch FILE).\n")
    return value
