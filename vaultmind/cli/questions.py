"""Files of questions: JSON lines, checked one by one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vaultmind import api

Row = dict[str, Any]


def rows_of(file: Path) -> Iterator[Row]:
    """Yield each line as an object with ``id`` and ``question``; raise one sentence that names one that is none."""
    for row, problem in checked_rows_of(file):
        if problem is not None:
            raise problem
        yield row


def checked_rows_of(file: Path) -> Iterator[tuple[Row, api.VaultProblem | None]]:
    """Yield each line with what is wrong with it; one that is no question has an empty one, and its ``id`` if any."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except OSError as error:
        raise api.VaultMindError(f"The questions in {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise api.VaultMindError(f"The questions in {file} cannot be read: they are not written in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        known = row if isinstance(row, dict) else {}
        if "id" in known and "question" in known:
            yield {**known, "question": str(known["question"])}, None
        else:
            problem = api.VaultProblem(f'Line {number} of {file} is not {{"id": …, "question": …}}.')
            yield {"id": known.get("id"), "question": ""}, problem
