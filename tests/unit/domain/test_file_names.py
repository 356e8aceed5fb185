import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.errors import UnsafePath
from vaultmind.domain.file_names import check_new_path, free_path, new_note_path, path_parts, safe_name
from vaultmind.domain.link import NotePath


class TestPathParts:
    @pytest.mark.parametrize(
        "path",
        [
            *("../x.md", "a/../../x.md", "/etc/passwd", "C:/x.md", "C:", "", "a//b.md", "./a.md", "a/"),
            *(".obsidian/app.json", "a/.trash/b.md", ".hidden.md", "a\\b.md", "..\\x.md", "a\0b.md"),
        ],
    )
    def test_what_may_lead_elsewhere_is_refused(self, path: str) -> None:
        with pytest.raises(UnsafePath) as refusal:
            path_parts(path)
        assert str(refusal.value).endswith(".")

    @pytest.mark.parametrize("path", ["a.md", "Сад/Почва.md", "odd/a:b?.md", "odd/trailing .md", "Q: why.md", "CON.md"])
    def test_odd_names_that_are_there_already_can_be_edited(self, path: str) -> None:
        assert path_parts(path) == tuple(path.split("/"))


class TestCheckNewPath:
    @pytest.mark.parametrize(
        "path",
        [
            "CON",
            "con.md",
            "Aux .md",
            "LPT1.md",
            "com¹.md",
            "a/NUL.txt",
            "a./b.md",
            "a /b.md",
            " a.md",
            "a .md",
            "b.",
            "a\u202e.md",
        ]
        + [f"a{char}b.md" for char in '\\:*?"<>|#^\n\t\x7f\u200b']
        + ["a[[b.md", "a]]b.md", "a%%b.md", "я" * 127 + ".md", "x" * 253 + ".md"]
        + ["d/" * 450 + "a.md"],
    )
    def test_names_that_cannot_be_on_every_system_are_refused_in_one_sentence(self, path: str) -> None:
        with pytest.raises(UnsafePath) as refusal:
            check_new_path(path)
        assert str(refusal.value).count("\n") == 0 or path == "a\nb.md"

    @pytest.mark.parametrize(
        "path", ["a.md", "Сад/Почва и вода.md", "[2026] x.md", "50% (b).md", "x" * 252 + ".md", "Console.md", "日本.md"]
    )
    def test_names_for_all_systems_pass(self, path: str) -> None:
        assert check_new_path(path) == path


class TestNewNotePath:
    @pytest.mark.parametrize("written", ["dot. ", "blank ", "dot.", "F/dot. ", "CON", "a ", "../a", "x" * 253])
    def test_what_was_written_must_be_a_name_too(self, written: str) -> None:
        with pytest.raises(UnsafePath):
            new_note_path(written)

    def test_the_extension_may_be_left_out(self) -> None:
        assert [new_note_path(written) for written in ("F/a", "F/a.md", "A.MD", "v1.2")] == [
            "F/a.md",
            "F/a.md",
            "A.MD",
            "v1.2.md",
        ]


class TestSafeName:
    @pytest.mark.parametrize(
        ("title", "name"),
        [
            ("Why? C:/soil [[x]]", "Why C soil (x)"),
            ("CON", "CON note"),
            ("...", ""),
            ("  a  \n b. ", "a b"),
            ('say "hi" <b>', "say 'hi' b"),
            ("a#b^c|d %% e", "a b c d e"),
            (".obsidian/../x", "obsidian .. x"),
            ("aux.txt", "aux.txt note"),
            ("\u202eabc\u200b", "abc"),
        ],
    )
    def test_titles_become_names(self, title: str, name: str) -> None:
        assert safe_name(title) == name

    @given(st.text(max_size=300))
    def test_whatever_is_left_can_exist_everywhere(self, title: str) -> None:
        name = safe_name(title)
        if name:
            assert check_new_path(f"{name}.md")
            assert len(name.encode()) <= 120

    def test_a_long_title_is_cut_between_words(self) -> None:
        assert safe_name("почва " * 50, limit_bytes=60) == "почва почва почва почва почва"


def test_a_free_path_is_numbered() -> None:
    taken = {"A/Note.md", "A/Note (2).md"}
    assert free_path(NotePath("A/Note.md"), is_taken=taken.__contains__) == "A/Note (3).md"


@pytest.mark.parametrize("name", ["Новая [x].md", "a]"])
def test_a_name_that_no_link_could_hold_is_refused(name: str) -> None:
    with pytest.raises(UnsafePath, match="breaks links"):
        check_new_path(f"Notes/{name}")


def test_a_folder_may_have_brackets() -> None:
    assert check_new_path("Work [old]/Plan [1] b.md") == "Work [old]/Plan [1] b.md"
