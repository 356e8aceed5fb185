"""A diff as a person reads it."""

import pytest
from vaultmind_ui.history.diff_view import Kind, readable


@pytest.mark.parametrize(
    ("diff", "lines"),
    [
        ("", []),
        ("--- a/x y.md\n+++ b/x y.md\n@@ -1,1 +1,1 @@\n-a\n+b\n", ["x y.md", "⋯", "-a", "+b"]),
        ("--- /dev/null\n+++ b/new.md\n@@ -0,0 +1,1 @@\n+b\n", ["new.md", "⋯", "+b"]),
        ("--- a/old.md\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-b\n", ["old.md", "⋯", "-b"]),
        ("rename from a.md\nrename to b.md\n--- a/c.md\n+++ b/c.md\n@@ -1 +1 @@\n-x\n+y\n",
         ["a.md → b.md", "", "c.md", "⋯", "-x", "+y"]),
        # what only looks like a head is text: the end of a frontmatter, a removed line of dashes
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n----\n--- a/x\n+++ more\n", ["x", "⋯", "----", "--- a/x", "+++ more"]),
    ],
)  # fmt: skip
def test_heads_become_names_and_the_rest_keeps_its_marks(diff: str, lines: list[str]) -> None:
    assert [text for _, text in readable(diff)] == lines


def test_every_line_is_known_by_its_kind() -> None:
    kinds = [kind for kind, _ in readable("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c\n")]
    assert kinds == [Kind.NOTE, Kind.GAP, Kind.REMOVED, Kind.ADDED, Kind.SAME]
