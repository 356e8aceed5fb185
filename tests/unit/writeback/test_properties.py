from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.edit import apply_edits
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.note import PropertyValue
from vaultmind.parsing.frontmatter import read_frontmatter
from vaultmind.writeback.properties import read_property_value, set_property


def with_property(text: str, key: str, value: PropertyValue) -> str:
    return apply_edits(text, set_property(text, key, value))


CASES: list[tuple[str, str, PropertyValue, str]] = [
    # a frontmatter is made, with the line ends of the note
    ("body\n", "status", "done", "---\nstatus: done\n---\nbody\n"),
    ("a\r\nb", "n", 3, "---\r\nn: 3\r\n---\r\na\r\nb"),
    ("", "k", True, "---\nk: true\n---\n"),
    ("---\nno end", "k", 1, "---\nk: 1\n---\n---\nno end"),
    ("---\n---\nx", "k", "v", "---\nk: v\n---\nx"),
    # a lone carriage return ends no line of a frontmatter, so the new one does not take it from the body
    ("a\rb", "n", 3, "---\nn: 3\n---\na\rb"),
    ("a\rb\r\nc", "n", 3, "---\r\nn: 3\r\n---\r\na\rb\r\nc"),
    # a property is added at the end; comments stay
    ("---\n# top\na: 1\n# last\n---\nx", "k", "v", "---\n# top\na: 1\n# last\nk: v\n---\nx"),
    ("---\r\na: 1\r\n---\r\nx", "k", ["b", "c"], "---\r\na: 1\r\nk:\r\n  - b\r\n  - c\r\n---\r\nx"),
    ("---\na:\n- 1\n---\n", "k", ["b"], "---\na:\n- 1\nk:\n- b\n---\n"),
    ("---\n  a: 1\n---\n", "k", 2, "---\n  a: 1\n  k: 2\n---\n"),
    # one value changes, its quotes and comments stay
    ("---\na: 1 # why\nb: 'x'\n---\n", "a", 2, "---\na: 2 # why\nb: 'x'\n---\n"),
    ("---\na: 1\nb: 'x'\n---\n", "b", "it's", "---\na: 1\nb: 'it''s'\n---\n"),
    ('---\nb: "x"\n---\n', "b", 'say "hi"', '---\nb: "say \\"hi\\""\n---\n'),
    ("---\nb: x\n---\n", "b", "a: b #c", '---\nb: "a: b #c"\n---\n'),
    ("---\nb: x # c\n---\n", "b", None, "---\nb: # c\n---\n"),
    ("---\nb:\n---\n", "b", "v", "---\nb: v\n---\n"),
    ("---\nb: # c\n---\n", "b", "v", "---\nb: v # c\n---\n"),
    ("---\nTags: x\n---", "tags", "y", "---\nTags: y\n---"),
    ("---\nd: |\n  many\n  lines\nz: 1\n---\n", "d", "short", "---\nd: short\nz: 1\n---\n"),
    ("---\nd:\n  folded\n  text\nz: 1\n---\n", "d", "short", "---\nd: short\nz: 1\n---\n"),
    ("---\na: 1\n---\n", "k", "two\nlines", '---\na: 1\nk: "two\\nlines"\n---\n'),
    ("---\na: 1\n---\n", "up", "[[Note|n]]", '---\na: 1\nup: "[[Note|n]]"\n---\n'),
    ("---\na: 1\n---\n", "k", "true", '---\na: 1\nk: "true"\n---\n'),
    ("---\na: 1\n---\n", "k", "no", "---\na: 1\nk: no\n---\n"),
    ("---\na: 1\n---\n", "day", "2026-11-02", "---\na: 1\nday: 2026-11-02\n---\n"),
    ("---\na: 1\n---\n", "a key: odd", "v", '---\na: 1\n"a key: odd": v\n---\n'),
    ("---\na: &x 1\nb: *x\n---\n", "b", 2, "---\na: &x 1\nb: 2\n---\n"),
    ("---\na: {b: 1}\nc: 2\n---\n", "a", {"d": "e: f"}, '---\na: {"d": "e: f"}\nc: 2\n---\n'),
    # lists keep their form; items around a change stay as they are written
    ("---\nt: [a, 'b']\n---\n", "t", ["a", "b", "[[x]]"], "---\nt: [a, 'b', \"[[x]]\"]\n---\n"),
    ("---\nt: [a, b]\n---\n", "t", ["b"], "---\nt: [b]\n---\n"),
    ("---\nt: [a, b, c]\n---\n", "t", ["a", "x", "c"], "---\nt: [a, x, c]\n---\n"),
    ("---\nt: [a]\n---\n", "t", ["z", "a"], "---\nt: [z, a]\n---\n"),
    ("---\nt: []\n---\n", "t", ["a"], "---\nt: [a]\n---\n"),
    ("---\nt: [a, b]\n---\n", "t", [], "---\nt: []\n---\n"),
    ("---\nt:\n  - a # 1\n  # 2\n  - b\n---\n", "t", ["a", "c", "b"], "---\nt:\n  - a # 1\n  - c\n  # 2\n  - b\n---\n"),
    ("---\nt:\n- 'a'\n- b\n---\n", "t", ["b"], "---\nt:\n- b\n---\n"),
    ("---\nt:\n  - a\n  - b\nz: 1\n---\n", "t", "one", "---\nt: one\nz: 1\n---\n"),
    ("---\nt:\n  - a\n  - b\n---\n", "t", [], "---\nt: []\n---\n"),
    ("---\nt: a\nz: 1\n---\n", "t", ["a", "b"], "---\nt:\n  - a\n  - b\nz: 1\n---\n"),
    ("---\nt: a # c\n---\n", "t", ["a", "b"], "---\nt: [a, b] # c\n---\n"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "key", "value", "result"), CASES)
def test_one_property_changes_and_nothing_else(text: str, key: str, value: PropertyValue, result: str) -> None:
    assert with_property(text, key, value) == result


def test_the_same_value_is_no_edit() -> None:
    assert set_property("---\na: '1' # c\n---\n", "a", "1") == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("---\na: [1\n---\nx", "not valid YAML"),
        ("---\na: 1\na: 2\n---\nx", "twice"),
        ("---\n{a: 1}\n---\nx", "written as one"),
        ("---\nk: &x 1\nb: *x\n---\n", "changed in one place only"),
        ("---\ntitle: <% tp.file.title %>: x\n---\n", "No property was set"),
        ("---\ra: 1\r---\rx", "as on old Macs"),
    ],
)
def test_what_cannot_be_changed_alone_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(WriteRefused, match=sentence):
        set_property(text, "k", 2)


@pytest.mark.parametrize("key", ["", " a", "a\nb", "x" * 300])
def test_names_that_are_none_are_refused(key: str) -> None:
    with pytest.raises(WriteRefused):
        set_property("x", key, 1)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3), ("2.5", 2.5), ("true", True), ("", None), ("null", None), ("[a, b]", ["a", "b"]), ("[]", []),
        ("[[Note]]", "[[Note]]"), ("'3'", "3"), ('"[a]"', "[a]"), ("a: b", "a: b"), ("#x", "#x"), ("a #b", "a #b"),
        ("*x", "*x"), ("- a", "- a"), ("2026-01-02", "2026-01-02"), ("010", "010"), ("no", "no"), ("{a: 1}", {"a": 1}),
        ("[a", "[a"), ("| x", "| x"), ("a\nb: 2", "a\nb: 2"),
    ],
)  # fmt: skip
def test_what_a_person_means_by_a_value(written: str, value: PropertyValue) -> None:
    found = read_property_value(written)
    assert found == value
    assert type(found) is type(value)


texts = st.text(st.sampled_from("ab 1:#-'\"[]{},&*!|>%@`\\\n\tяё🌱~?\u2028\x85"), max_size=12)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-999, 10**6), st.floats(-9, 9), texts)
values = st.one_of(
    scalars, st.lists(scalars, max_size=3), st.dictionaries(st.sampled_from(["x", "y z"]), scalars, max_size=2)
)
written_lines = st.sampled_from(
    ["a: 1", "b: 'q' # c", "c:", "# note", "d: [x, 'y']", "e:\n  - one\n  - two # 2", "f: |\n  many\n  lines",
     "g: \"[[N]]\"", "h: {k: v}", "i:\n- x\n# in\n- y", "j: >-\n  folded", ""]
)  # fmt: skip


@settings(max_examples=250)
@given(
    st.lists(written_lines, unique=True, max_size=7),
    st.sampled_from("abcdefghijkz"),
    values,
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_value_is_set_alone_or_refused(lines: list[str], key: str, value: PropertyValue, line_end: str) -> None:
    text = line_end.join(["---", *(line.replace("\n", line_end) for line in lines), "---", "body: x", "---", ""])
    before = read_frontmatter(text)
    assert not before.warnings
    try:
        after = with_property(text, key, value)
    except WriteRefused:
        return
    found = read_frontmatter(after)
    wanted: Mapping[str, PropertyValue] = {**before.properties, key: value}
    assert found.properties == wanted
    assert list(found.properties) == list(wanted)
    assert after[found.body_start :] == text[before.body_start :]
    assert after.count("# note") == text.count("# note")


@settings(max_examples=150)
@given(texts)
def test_every_text_that_can_be_written_reads_back(value: str) -> None:
    try:
        after = with_property("x", "k", value)
    except WriteRefused:
        assert any(char in value for char in "\x85\u2028") or "\ud800" in value
        return
    assert read_frontmatter(after).properties == {"k": value}
