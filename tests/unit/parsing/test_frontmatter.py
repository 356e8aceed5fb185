"""Frontmatter: where it is, what it may hold, and that nobody can hide a bomb in it."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.note import PropertyValue
from vaultmind.parsing.frontmatter import NODE_LIMIT, parse_frontmatter, read_frontmatter

YAML_PIECES = st.sampled_from(
    ["a: ", "b: ", "- ", "  ", "\n", "\n", "\r\n", "[", "]", "{", "}", ",", "&x ", "*x", "'", '"', "[[N]]", "|", ">",
     "!!binary ", "? ", ": ", "# c", "%", "@", "\t", "1", "2024-01-01", "\x00", "\ud800", "слово", "---\n", "<<: "]
)  # fmt: skip


def count(value: PropertyValue) -> int:
    if isinstance(value, dict):
        return 1 + sum(count(inner) for inner in value.values())
    return 1 + sum(count(inner) for inner in value) if isinstance(value, list) else 1


@settings(max_examples=400, deadline=None)
@given(st.lists(YAML_PIECES, max_size=25).map("".join))
def test_any_yaml_is_properties_or_one_warning(yaml: str) -> None:
    text = f"---\n{yaml}\n---\nbody"
    found = read_frontmatter(text)
    assert not (found.properties and found.warnings)
    assert len(found.warnings) <= 1
    assert count(dict(found.properties)) <= NODE_LIMIT + 1
    for entry in found.texts:
        assert 0 <= entry.span.start <= entry.span.end <= found.body_start
    if found.block is not None:
        assert found.block.of(text).startswith("---")
        assert found.block.of(text).endswith("---")
        assert "body" not in found.block.of(text)


@given(
    st.dictionaries(
        st.from_regex(r"[a-zа-я]{1,8}", fullmatch=True), st.text("[]ab #:'\"\n\t\\ж", max_size=12), max_size=4
    )
)
def test_quoted_texts_come_back_as_they_were_with_their_place(properties: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
        return '"' + "".join(escapes.get(char, char) for char in text) + '"'

    text = "---\r\n" + "".join(f"{name}: {quoted(value)}\r\n" for name, value in properties.items()) + "---\r\nbody"
    found = read_frontmatter(text)
    assert dict(found.properties) == properties
    assert text[found.body_start :] == "body"
    for entry in found.texts:
        assert entry.span.of(text) == quoted(properties[entry.key])


NO_FRONTMATTER = [
    "", "---", "---\n", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "--- \na: 1\n---\n", "---\na: 1\n",
    "---\na: 1\n --- \n", "---\na: 1\n--- \n", "---\ra: 1\r---\r", "\ufeff---\na: 1\n---\n", "----\na: 1\n----\n",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_FRONTMATTER)
def test_what_is_no_frontmatter(text: str) -> None:
    assert parse_frontmatter(text) == ({}, 0, ())


@pytest.mark.parametrize(
    "text", ["---\n---", "---\n---\n", "---\n\n\n---\n", "---\n# a comment\n---\n", "---\nnull\n---\n"]
)
def test_empty_frontmatter(text: str) -> None:
    properties, body_start, warnings = parse_frontmatter(text + "body" * text.endswith("\n"))
    assert (dict(properties), body_start, warnings) == ({}, len(text), ())


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("- a\n- b", "not a list of properties"),
        ("text", "not a list of properties"),
        ("a: 1\na: 2", "names a property twice: a"),
        ("a: &a [*a]", "contains itself"),
        ("a: *nobody", "anchor that is not there: nobody"),
        ("a:\n\t- x", "not valid YAML, line 3"),
        ("a: [1", "not valid YAML"),
        ("a: " + "[" * 100 + "]" * 100, "nested too deeply"),
        ("a: &x [1, 2]\nb: [" + "*x, " * NODE_LIMIT + "]", "too many values"),
        ("a: " + "x" * 1_000_001, "too long"),
    ],
)
def test_what_is_refused_is_told_in_one_sentence(yaml: str, reason: str) -> None:
    properties, body_start, warnings = parse_frontmatter(f"---\n{yaml}\n---\nbody")
    assert not properties
    assert body_start == len(yaml) + 9
    assert len(warnings) == 1
    assert reason in warnings[0]


def test_aliases_expand_within_bounds_and_deep_ones_do_not() -> None:
    properties, _, warnings = parse_frontmatter("---\nbase: &b {x: [1, 2]}\nuse: *b\nlist: [*b, *b]\n---\n")
    assert not warnings
    assert properties["list"] == [{"x": [1, 2]}, {"x": [1, 2]}]
    deep = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 200))
    assert "nested too deeply" in parse_frontmatter(f"---\n{deep}---\n")[2][0]


def test_numbers_that_json_cannot_say_stay_text() -> None:
    properties, _, _ = parse_frontmatter(
        "---\na: .nan\nb: 1e999\nc: -.inf\nd: 123456789012345678901234567890\ne: -0.0\nf: +7\ng: 0o17\n---\n"
    )
    assert (properties["a"], properties["b"], properties["c"]) == (".nan", "1e999", "-.inf")
    assert properties["d"] == "123456789012345678901234567890"
    assert (properties["e"], properties["f"], properties["g"]) == (-0.0, 7, 15)
    assert all(math.isfinite(value) for value in properties.values() if isinstance(value, float))


def test_keys_that_are_no_words_are_named_as_written() -> None:
    properties, _, _ = parse_frontmatter("---\n{{ title }}: x\n1: y\n? [a, b]\n: z\nnull: n\n---\n")
    assert properties == {"{{ title }}": "x", "1": "y", "[a, b]": "z", "null": "n"}


def test_damaged_characters_do_not_cost_the_properties() -> None:
    properties, _, warnings = parse_frontmatter("---\na: x\x00y\nb: \ud800\nup: '[[N]]'\n---\n")
    assert properties == {"a": "x\ufffdy", "b": "\ufffd", "up": "[[N]]"}
    assert not warnings
