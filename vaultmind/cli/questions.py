"""Files of questions: JSON lines, checked one by one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vaultmind import api


def rows_of(file: Path) -> Iterator[dict[str, Any]]:
    """Yield each line as an object with ``id`` and ``question``; raise one sentence that names the line."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise api.VaultMindError(f"The questions in {file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise api.VaultMindError(f"The questions in {file} cannot be read: they are not written in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            checked = {**row, "id": row["id"], "question": str(row["question"])}
        except (ValueError, KeyError, TypeError) as error:
            raise api.VaultMindError(f'Line {number} of {file} is not {{"id": …, "question": …}}.') from error
        yield checked
