"""What goes to standard output: one JSON object, or text."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable

_PICTURES = {code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\n\t"}
_PICTURES |= {0x7F: "␡"} | dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")


def show(args: Namespace, shape: object, text: Iterable[str]) -> None:
    """Print ``shape`` where JSON was asked for, else ``text``."""
    if args.json:
        show_json(shape)
    else:
        written = "\n".join(text)
        print(visible(written) if sys.stdout.isatty() else written, flush=True)


def visible(text: str) -> str:
    """Return ``text`` with a picture for each sign that steers a terminal or turns its writing round."""
    return text.translate(_PICTURES)


def show_json(shape: object) -> None:
    """Print one JSON value on a line of its own."""
    print(json.dumps(shape, ensure_ascii=False), flush=True)
