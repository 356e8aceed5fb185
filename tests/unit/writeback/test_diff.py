import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.writeback.diff import unified_diff


def test_a_change_with_its_surroundings() -> None:
    before = "".join(f"line {number}\n" for number in range(1, 12))
    assert unified_diff(old_name="n.md", new_name="n.md", before=before, after=before.replace("line 6\n", "six\n")) == (
        "--- a/n.md\n+++ b/n.md\n@@ -3,7 +3,7 @@\n line 3\n line 4\n line 5\n-line 6\n+six\n line 7\n line 8\n line 9\n"
    )


def test_nothing_changed_is_no_diff() -> None:
    assert unified_diff(old_name="n.md", new_name="n.md", before="a", after="a") == ""


def test_a_new_note_and_a_missing_line_end_are_shown() -> None:
    shown = unified_diff(old_name=None, new_name="n.md", before="", after="a\nb")
    assert shown == "--- /dev/null\n+++ b/n.md\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n"


def test_a_changed_line_end_is_a_difference() -> None:
    shown = unified_diff(old_name="n.md", new_name="n.md", before="a\r\nb\n", after="a\nb\n")
    assert "-a\r\n+a\n" in shown


lines = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "\n", "d"]), max_size=14).map("".join)


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch command here")
@given(lines, lines)
def test_patch_understands_every_diff(before: str, after: str) -> None:
    import tempfile

    shown = unified_diff(old_name="n.md", new_name="n.md", before=before, after=after)
    with tempfile.TemporaryDirectory() as folder:
        note = Path(folder) / "n.md"
        note.write_bytes(before.encode())
        if shown:
            subprocess.run(
                ["patch", "--binary", "-s", "-p1", "--posix"], input=shown.encode(), cwd=folder, check=True, timeout=20
            )
        assert (note.read_bytes() if note.exists() else b"") == after.encode()
