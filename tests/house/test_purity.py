"""Pure rooms ask nothing of the world: no file, clock, chance or environment. Seen in the syntax tree, not the text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CORE = Path(__file__).resolve().parents[2] / "vaultmind"

ROOMS_WITH_WINDOWS = (
    "adapters",
    "engine/address",
    "engine/server",
    "engine/client",
    "config",
    "api",
    "cli",
    "__main__",
)
"""Where input and output are allowed. Everything else in the core is pure."""

WORLDLY_MODULES = {"glob", "random", "secrets", "shutil", "signal", "tempfile", "time", "urllib.request"}
WORLDLY_METHODS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "rmdir", "unlink", "iterdir", "rglob",
    "symlink_to", "hardlink_to", "is_file", "is_dir",
}  # fmt: skip
WORLDLY_CALLS = {
    "open", "input", "print", "io.open", "os.open", "os.environ", "os.getenv", "os.getcwd", "os.urandom", "os.stat",
    "os.scandir", "os.listdir", "os.walk", "datetime.now", "datetime.utcnow", "datetime.today", "date.today",
    "uuid.uuid1", "uuid.uuid4", "Path.cwd", "Path.home",
}  # fmt: skip


def worldly(source: str) -> Iterator[str]:
    """Yield each place where a module reaches for the world, e.g. ``"line 3: datetime.now"``."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names if alias.name in WORLDLY_MODULES]
            case ast.ImportFrom(module=module, names=names):
                full = [f"{module}.{alias.name}" for alias in names]
                found = [str(module)] if module in WORLDLY_MODULES else [name for name in full if name in WORLDLY_CALLS]
            case ast.Call(func=ast.Name(id=name)):
                found = [name] if name in WORLDLY_CALLS else []
            case ast.Attribute(attr=attribute):
                tail = ".".join(ast.unparse(node).split(".")[-2:])
                found = [tail] if attribute in WORLDLY_METHODS or tail in WORLDLY_CALLS else []
            case _:
                continue
        for what in found:
            yield f"line {node.lineno}: {what}"


def pure_modules() -> list[str]:
    names = (path.relative_to(CORE).with_suffix("").as_posix() for path in sorted(CORE.rglob("*.py")))
    return [name for name in names if not any(f"{name}/".startswith(f"{room}/") for room in ROOMS_WITH_WINDOWS)]


@pytest.mark.parametrize("module", pure_modules())
def test_a_pure_room_asks_nothing_of_the_world(module: str) -> None:
    assert list(worldly((CORE / f"{module}.py").read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "planted",
    [
        "open('a.md')",
        "from io import open",
        "path.read_text()",
        "read = Path('a.md').read_bytes",
        "Path('a.md').write_text('')",
        "import time",
        "from time import monotonic",
        "datetime.now()",
        "datetime.datetime.now(tz)",
        "date.today()",
        "import random",
        "from random import choice",
        "os.environ['HOME']",
        "os.getenv('HOME')",
        "from os import environ",
        "print('found')",
    ],
)
def test_a_planted_reach_for_the_world_is_seen(planted: str) -> None:
    assert len(list(worldly(f"def f():\n    {planted}\n"))) == 1


@pytest.mark.parametrize(
    "innocent", ["note.open_tasks", "'open(file)'", "datetime.fromisoformat(day)", "catalog.touch(a, b)"]
)
def test_what_only_looks_worldly_is_let_be(innocent: str) -> None:
    assert list(worldly(innocent)) == []
