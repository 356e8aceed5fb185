from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.domain.names import VaultNames

FOLDERS = st.lists(st.sampled_from(["a", "A", "b", "Заметки", "deep", "x y"]), max_size=3).map("/".join)
FILES = st.sampled_from(
    ["Note.md", "note.md", "NOTE.MD", "Ёлка.md", "e\u0301.md", "é.md", "pic.png", "pic.png.md", "v2.0.md", "LICENSE"]
)
PATHS = st.builds(lambda folder, name: NotePath(f"{folder}/{name}" if folder else name), FOLDERS, FILES)


def resolve(paths: list[str], target: str, source: str = "n.md") -> str | None:
    return VaultNames([NotePath(path) for path in paths]).resolve(target, source=NotePath(source))


def test_the_exact_path_from_the_root_wins_over_the_folder_of_the_source() -> None:
    paths = ["Note.md", "zzzz/Note.md", "a/b/Note.md", "zzzz/source.md"]
    assert resolve(paths, "Note", "zzzz/source.md") == "Note.md"
    assert resolve(paths, "a/b/Note", "zzzz/source.md") == "a/b/Note.md"


def test_then_what_lies_under_the_folder_of_the_source_but_not_above_it() -> None:
    paths = ["zzzz/Note.md", "a/b/Note.md", "b/Note.md", "zzzz/deep/sub/Note.md"]
    assert resolve(paths, "Note", "zzzz/source.md") == "zzzz/Note.md"
    assert resolve(paths, "Note", "zzzz/deep/source.md") == "zzzz/deep/sub/Note.md"
    assert resolve(paths[:3], "Note", "zzzz/deep/source.md") == "b/Note.md"


def test_then_the_shortest_path_as_a_string() -> None:
    assert resolve(["zzzz/Note.md", "a/b/Note.md"], "Note") == "a/b/Note.md"
    assert resolve(["b/page.md", "a/page.md"], "page") == "a/page.md"


def test_an_ending_of_a_path_is_enough_at_the_border_of_a_folder() -> None:
    assert resolve(["foo/buzz/One.md"], "buzz/One") == "foo/buzz/One.md"
    assert resolve(["foo/buzz/One.md"], "uzz/One") is None
    assert resolve(["x/foo/buzz/One.md", "y/buzz/One.md"], "foo/buzz/one") == "x/foo/buzz/One.md"


def test_case_and_composition_do_not_matter_but_a_spelling_that_is_there_wins() -> None:
    assert resolve(["somewhere/PAGE-B.md"], "page-b") == "somewhere/PAGE-B.md"
    assert resolve(["Log.md"], "LOG.MD") == "Log.md"
    assert resolve(["Cafe\u0301.md"], "Caf\u00e9") == "Cafe\u0301.md"
    twins = ["CASE.md", "Case.md", "case.md"]
    assert [resolve(twins, name) for name in ("CASE", "Case", "case")] == twins
    assert resolve(["Cafe\u0301.md", "Caf\u00e9.md"], "Caf\u00e9") == "Caf\u00e9.md"
    assert resolve(["Другая заметка.md"], "Другая\u00a0заметка") == "Другая заметка.md"
    assert resolve(["straße.md"], "strasse") is None


def test_a_name_without_an_extension_is_a_note() -> None:
    assert resolve(["Figure 1.png"], "Figure 1") is None
    assert resolve(["Figure 1.png"], "Figure 1.png") == "Figure 1.png"
    assert resolve(["LICENSE", "x.md"], "LICENSE") is None
    assert resolve(["note.pdf", "note.md"], "note") == "note.md"
    assert resolve(["dir/v2.0.md"], "v2.0") == "dir/v2.0.md"
    assert resolve(["file.md.md"], "file.md") == "file.md.md"
    assert resolve(["file.md.md", "file.md"], "file.md") == "file.md"


def test_dots_and_a_leading_slash_ask_for_one_place() -> None:
    paths = ["a/b/Note.md", "a/Note.md", "c/Note.md"]
    assert resolve(paths, "../Note", "a/b/source.md") == "a/Note.md"
    assert resolve(paths, "./Note", "a/b/source.md") == "a/b/Note.md"
    assert resolve(paths, "../../c/Note.md", "a/b/source.md") == "c/Note.md"
    assert resolve(paths, "./Other", "a/b/source.md") is None
    assert resolve(paths, "../../../Note", "a/b/source.md") is None
    assert resolve(paths, "/a/Note", "c/source.md") == "a/Note.md"
    assert resolve(paths, "/Note", "c/source.md") is None


def test_nothing_is_the_source_itself_and_odd_targets_lead_nowhere() -> None:
    assert resolve(["a.md"], "", "a.md") == "a.md"
    for target in ("https://example.org", "/", "..", ".", "a/", "//", "|x", "\ud800", "a.md/b"):
        assert resolve(["a.md"], target) is None


@settings(max_examples=150)
@given(st.lists(st.tuples(st.booleans(), PATHS), max_size=25), FILES, PATHS)
def test_any_history_answers_as_a_vault_that_was_always_so(
    history: list[tuple[bool, NotePath]], name: str, source: NotePath
) -> None:
    lived = VaultNames()
    present: set[NotePath] = set()
    for arrives, path in history:
        if arrives:
            lived.add(path)
            present.add(path)
        else:
            lived.discard(path)
            present.discard(path)
    fresh = VaultNames(sorted(present))
    for target in (name, name.removesuffix(".md"), f"a/{name}", f"a/b/{name}", f"../{name}"):
        assert lived.resolve(target, source=source) == fresh.resolve(target, source=source)
    for path in present:
        assert path in lived
        assert lived.named_like(path) == fresh.named_like(path)
