"""A process that changes a vault and keeps its index current until killed: ``living_child.py VAULT DATA SEED``."""

import importlib.util
import random
import sys
from pathlib import Path
from typing import Any


def load_conftest() -> Any:
    """Return what the tests beside this file share."""
    spec = importlib.util.spec_from_file_location("indexing_conftest", Path(__file__).with_name("conftest.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def change_something(vault: Path, chance: random.Random) -> None:
    """Do to a vault what a person or a sync tool may do at any moment."""
    notes = sorted(vault.rglob("*.md"))
    note = chance.choice(notes)
    match chance.randrange(6):
        case 0:
            note.write_text(
                f"{note.read_text(encoding='utf-8')}\n\nline {chance.random()} [[{chance.choice(notes).stem}]]\n"
            )
        case 1:
            note.rename(note.with_name(f"{note.stem[:20]} {chance.randrange(99)}.md"))
        case 2 if len(notes) > 40:
            note.unlink()
        case 3:
            (vault / f"New {chance.randrange(999)}.md").write_text(
                f"# New\n\n## Part\n\n{note.stem} {chance.random()}\n" * 3
            )
        case 4:
            folder = vault / f"Folder {chance.randrange(3)}"
            folder.mkdir(exist_ok=True)
            note.rename(folder / note.name)
        case _:
            note.write_text("# Другое\n\nсовсем другой текст\n", encoding="utf-8")


def main() -> None:
    """Live until somebody kills this process."""
    vault, data, seed = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    chance = random.Random(seed)
    index = load_conftest().Index(vault, data)
    print("ready", flush=True)
    while True:
        for _ in range(chance.randrange(1, 12)):
            change_something(vault, chance)
        index.run(rebuild=chance.random() < 0.1)


if __name__ == "__main__":
    main()
