"""What goes to standard output: one JSON object, or text."""

import json
from argparse import Namespace
from collections.abc import Iterable


def show(args: Namespace, shape: object, text: Iterable[str]) -> None:
    """Print ``shape`` where JSON was asked for, else ``text``."""
    if args.json:
        show_json(shape)
    else:
        print("\n".join(text), flush=True)


def show_json(shape: object) -> None:
    """Print one JSON value on a line of its own."""
    print(json.dumps(shape, ensure_ascii=False), flush=True)
