"""Any history of a vault and of its index equals a rebuild: on the real disk, the real catalog and the real vectors."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from vaultmind.domain.errors import Cancelled
from vaultmind.domain.link import NotePath

FOLDERS = st.sampled_from(["", "A/", "A/Б/"])
NAMES = st.sampled_from(["One", "Two", "one"])
PATHS = st.builds(lambda folder, name: f"{folder}{name}.md", FOLDERS, NAMES)
LINES = st.sampled_from(
    [
        "text",
        "сад и земля",
        "[[One]], [[A/Two|two]]",
        "# Heading",
        "## Сад",
        "#tag",
        "%%\n",
        "```",
        "![[One#Сад]]",
        "> q",
    ]
)
TEXTS = st.one_of(
    st.lists(LINES, max_size=4).map("\n\n".join),
    st.sampled_from(["---\naliases: [Uno]\ntags: a/b\n---\ntext", "---\nbad: [\n---\ntext", "", "\ufeff# x", "a\r\nb"]),
)


_HOLE = bytes(1 << 20)
MEMORY = Path("/dev/shm")
"""A disk in memory where there is one: what is shown here does not depend on the disk, only its speed does."""


def copy_data(source: Path, target: Path) -> None:
    """Copy a folder of an index and leave the holes of its files as holes: a new shard is 138 MB of them."""

    def copy(one: str, other: str) -> None:
        with Path(one).open("rb") as read, Path(other).open("wb") as written:
            while block := read.read(len(_HOLE)):
                if block != _HOLE[: len(block)]:
                    written.write(block)
                else:
                    written.seek(len(block), os.SEEK_CUR)
            written.truncate()

    shutil.copytree(source, target, copy_function=copy)


class StopsAfter:
    """A token that cancels at a chosen step."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def cancelled(self) -> bool:
        self.steps -= 1
        return self.steps < 0


class Histories(RuleBasedStateMachine):
    """A person, a sync tool and a crashing program on one small vault."""

    new_index: Callable[..., Any]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY if MEMORY.is_dir() else None))
        self.vault = self.folder / "vault"
        self.vault.mkdir()
        self.lives = 0
        begin = {"One.md": "# Сад\n\n[[Two]]", "A/Two.md": "text #tag", "A/Б/one.md": "## A\n\nx\n\n## B\n\ny"}
        for path, text in begin.items():
            self.write(path, text)
        self.index = type(self).new_index(self.vault, self.folder / "data0", is_coarse=True)
        self.index.run()

    def teardown(self) -> None:
        try:
            self.index.run()
            self.index.check()
        finally:
            self.index.close()
            shutil.rmtree(self.folder)

    # What people and tools do

    @rule(path=PATHS, text=TEXTS)
    def rewrite(self, path: str, text: str) -> None:
        self.write(path, text)

    def write(self, path: str, text: str) -> None:
        place = self.vault / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())

    @rule(path=PATHS, line=LINES)
    def append(self, path: str, line: str) -> None:
        with contextlib.suppress(OSError), (self.vault / path).open("ab") as note:
            note.write(f"\n\n{line}".encode())

    @rule(path=PATHS, text=TEXTS)
    def save_as_editors_do(self, path: str, text: str) -> None:
        place = self.vault / path
        if place.parent.is_dir():
            beside = place.with_name(f".{place.name}.tmp")
            beside.write_bytes(text.encode())
            beside.replace(place)

    @rule(old=PATHS, new=PATHS)
    def rename(self, old: str, new: str) -> None:
        (self.vault / new).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            (self.vault / old).rename(self.vault / new)

    @rule(old=PATHS, new=PATHS)
    def copy_with_its_times(self, old: str, new: str) -> None:
        (self.vault / new).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileNotFoundError, shutil.SameFileError):
            shutil.copy2(self.vault / old, self.vault / new)

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        (self.vault / path).unlink(missing_ok=True)

    @rule()
    def move_a_folder(self) -> None:
        one, other = self.vault / "A", self.vault / "B"
        for source, target in ((one, other), (other, one)):
            if source.is_dir() and not target.exists():
                source.rename(target)
                return

    @rule(path=PATHS, text=TEXTS)
    def sync_with_an_older_time(self, path: str, text: str) -> None:
        self.write(path, text)
        os.utime(self.vault / path, ns=(10**18, 10**18))

    @rule(path=PATHS)
    def put_something_odd_in_its_place(self, path: str) -> None:
        place = self.vault / path
        if not place.exists() and place.parent.is_dir():
            place.symlink_to("/nowhere")
        elif place.is_symlink():
            place.unlink()

    @rule(filters=st.sampled_from(["[]", '["A/"]', '["/one/"]', "not json"]))
    def exclude(self, filters: str) -> None:
        (self.vault / ".obsidian").mkdir(exist_ok=True)
        (self.vault / ".obsidian/app.json").write_text(f'{{"userIgnoreFilters": {filters}}}')

    @rule(folder=st.sampled_from(["A", "A/Б", ""]))
    def choose_a_template_folder(self, folder: str) -> None:
        (self.vault / ".obsidian").mkdir(exist_ok=True)
        (self.vault / ".obsidian/templates.json").write_text(f'{{"folder": "{folder}"}}')

    # What the program does

    @rule()
    def index_everything(self) -> None:
        self.index.run()
        self.index.check()

    @rule(path=PATHS, text=TEXTS)
    def index_between_two_saves(self, path: str, text: str) -> None:
        self.index.run()
        self.write(path, text)
        self.index.run()

    @rule(paths=st.lists(PATHS, max_size=3), folders=st.lists(FOLDERS, max_size=1))
    def look_at_some_paths(self, paths: list[str], folders: list[str]) -> None:
        looked = [NotePath(path) for path in (*paths, *(folder.rstrip("/") for folder in folders if folder))]
        self.index.indexer.apply(self.index.indexer.plan(looked, confirm_deletions=True))

    @rule(steps=st.integers(0, 12))
    def stop_in_the_middle(self, steps: int) -> None:
        with contextlib.suppress(Cancelled):
            plan = self.index.indexer.plan(confirm_deletions=True)
            self.index.indexer.apply(plan, cancel=StopsAfter(steps))
            self.index.indexer.embed_waiting(None, cancel=StopsAfter(max(0, steps - 6)))

    @rule()
    def restart(self) -> None:
        calls = self.index.indexer.embedding_calls_total()
        self.index.reopen()
        assert self.index.indexer.embedding_calls_total() == calls

    @rule()
    def die_and_be_opened_again(self) -> None:
        """Go on with what a killed process leaves: its files as they are at this instant."""
        self.lives += 1
        left = self.folder / f"data{self.lives}"
        copy_data(self.index.data, left)
        self.index.close()
        self.index = type(self).new_index(self.vault, left, is_coarse=True)

    @rule()
    def lose_power(self) -> None:
        """Go on with a catalog that lost what was not synced, beside vectors and a cache that lost nothing."""
        self.die_and_be_opened_again()
        left = self.folder / f"data{self.lives + 1}"
        copy_data(self.index.data, left)
        self.index.run()
        for later in ("vectors", "cache.sqlite", "cache.sqlite-wal"):
            source = self.index.data / later
            if source.is_dir():
                shutil.rmtree(left / later)
                copy_data(source, left / later)
            elif source.is_file():
                shutil.copy2(source, left / later)
        self.lives += 1
        self.index.close()
        self.index = type(self).new_index(self.vault, left, is_coarse=True)

    @rule(part=st.sampled_from(["catalog.sqlite", "vectors", "cache.sqlite"]))
    def lose_a_part(self, part: str) -> None:
        self.index.close()
        for place in self.index.data.glob(f"{part}*"):
            shutil.rmtree(place) if place.is_dir() else place.unlink()
        self.index.open()
        self.index.model.read.clear()

    @invariant()
    def no_text_is_read_twice_while_the_cache_lives(self) -> None:
        read = self.index.model.read
        assert len(read) == len(set(read))


def test_any_history_equals_a_rebuild(new_index: Callable[..., Any]) -> None:
    machine = type("BoundHistories", (Histories,), {"new_index": staticmethod(new_index)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
