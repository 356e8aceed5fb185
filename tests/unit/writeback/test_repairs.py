import pytest

from vaultmind.domain.edit import apply_byte_edits
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.link import NotePath
from vaultmind.domain.writing import Problem, ProblemKind
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.repairs import Surroundings, problems_of, repair_edits

AROUND = Surroundings.of(
    [
        NotePath(path)
        for path in ("Garden.md", "F/My note.md", "F/Ёлка.md", "a-b.md", "a b.md", "p.png", "G/Twin.md", "H/Twin.md")
    ],
    {NotePath("Garden.md"): ["The plot", "Twin"], NotePath("F/My note.md"): ["mine"]},
)


def problems(content: bytes, path: str = "n.md") -> list[Problem]:
    opened = NoteText(NotePath(path), content)
    return list(problems_of(opened, read_note(opened.path, content), AROUND))


def mended(kind: ProblemKind, content: bytes, path: str = "n.md") -> bytes:
    opened = NoteText(NotePath(path), content)
    return apply_byte_edits(content, repair_edits(kind, opened, read_note(opened.path, content), AROUND))


class TestLinks:
    @pytest.mark.parametrize(
        ("written", "result"),
        [
            ("[[Old/Garden]]", "[[Garden]]"),  # it moved
            ("[[my_note]]", "[[My note]]"),  # other signs between the words
            ("[[Елка|e]]", "[[Ёлка|e]]"),
            ("[[The plot]]", "[[Garden|The plot]]"),  # an alias is no target in Obsidian
            ("[[the plot#Soil]]", "[[Garden#Soil]]"),
            ("![[x/p.png|100]]", "![[p.png|100]]"),
            ("[t](old/My%20note.md)", "[t](My%20note.md)"),
            ("| [[mine]] |\n|---|\n| x |", "| [[My note\\|mine]] |\n|---|\n| x |"),
            ("[[Gar\u200bden]]", "[[Garden]]"),
        ],
    )
    def test_a_link_with_one_sure_target(self, written: str, result: str) -> None:
        assert mended(ProblemKind.UNRESOLVED_LINK, written.encode()).decode() == result

    @pytest.mark.parametrize("written", ["[[Nothing]]", "[[a_b]]", "[[tw-in]]", "[[x]]", "`[[my_note]]`", "[[Garden]]"])
    def test_what_is_unsure_or_sound_stays(self, written: str) -> None:
        assert mended(ProblemKind.UNRESOLVED_LINK, written.encode()).decode() == written

    def test_a_link_to_a_folder_meant_no_note(self) -> None:
        assert [problem.fix for problem in problems(b"[[sub/]] [[/]]", "Garden.md")] == [None, None]

    def test_they_are_told_with_line_and_fix(self) -> None:
        fix = "Let it lead to “F/My note.md”."
        assert problems(b"x\n[[my_note]] [[Nowhere]]") == [
            Problem(NotePath("n.md"), 2, ProblemKind.UNRESOLVED_LINK, "[[my_note]] leads nowhere.", fix),
            Problem(NotePath("n.md"), 2, ProblemKind.UNRESOLVED_LINK, "[[Nowhere]] leads nowhere."),
        ]  # fmt: skip


class TestEncodings:
    SOUND = "# Сад\n\nЕсли заметка связана с почвой, то это [[Garden]].\n"

    def test_damaged_words_are_rewritten_and_the_rest_stays(self) -> None:
        damaged = ("# Head\n\n" + self.SOUND[7:].encode().decode("mac_roman")).encode()
        assert [problem.kind for problem in problems(damaged)] == [ProblemKind.DAMAGED_ENCODING]
        assert mended(ProblemKind.DAMAGED_ENCODING, damaged).decode() == "# Head\n\n" + self.SOUND[7:]

    @pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "utf-16"])
    def test_other_encodings_become_utf8(self, encoding: str) -> None:
        content = (self.SOUND * 2).encode(encoding)
        assert ProblemKind.NOT_UTF8 in {problem.kind for problem in problems(content)}
        assert mended(ProblemKind.NOT_UTF8, content).decode("utf-8") == self.SOUND * 2

    def test_sound_notes_stay(self) -> None:
        content = self.SOUND.encode()
        for kind in (ProblemKind.NOT_UTF8, ProblemKind.DAMAGED_ENCODING, ProblemKind.DUPLICATE_BLOCK_ID):
            assert mended(kind, content) == content


class TestBlocks:
    def test_the_last_of_two_keeps_its_identifier_since_links_lead_to_it(self) -> None:
        text = "a ^x\n\nb ^X\n\n- c ^x-2\n\n| t |\n|--|\n| y |\n\n^x\n"
        assert [problem.line for problem in problems(text.encode())] == [1, 3]
        mended_text = "a ^x-3\n\nb ^X-4\n\n- c ^x-2\n\n| t |\n|--|\n| y |\n\n^x\n"
        assert mended(ProblemKind.DUPLICATE_BLOCK_ID, text.encode()).decode() == mended_text

    def test_the_fix_that_is_told_is_the_fix_that_is_made(self) -> None:
        (problem,) = problems(b"a ^x\n\nb ^x\n")
        assert problem.fix is not None
        assert "“^x-2”" in problem.fix


def test_invalid_frontmatter_is_for_a_person() -> None:
    (problem,) = problems(b"---\na: [1\n---\nx")
    assert (problem.kind, problem.fix) == (ProblemKind.INVALID_FRONTMATTER, None)
    with pytest.raises(WriteRefused):
        mended(ProblemKind.INVALID_FRONTMATTER, b"x")


class TestBytesThatAreNoText:
    def test_nul_characters_are_told(self) -> None:
        (found,) = problems(b"a\0b")
        assert (found.kind, found.fix) == (ProblemKind.DAMAGED_BYTES, None)

    def test_what_cannot_be_decoded_is_told_beside_the_encoding(self) -> None:
        assert [found.kind for found in problems(b"\xff\xfe\x00x\xd8")] == [
            ProblemKind.DAMAGED_BYTES,
            ProblemKind.NOT_UTF8,
        ]
