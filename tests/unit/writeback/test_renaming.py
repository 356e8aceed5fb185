import pytest

from vaultmind.domain.edit import apply_edits
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkFormat, LinkRules
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_text import NoteText
from vaultmind.writeback.renaming import Renaming, link_edits, touched_notes


def renamed(files: dict[str, str], old: str, new: str, rules: LinkRules | None = None) -> dict[str, str]:
    """Return the notes that change, each with its new text."""
    paths = [NotePath(path) for path in files]
    links = {path: read_note(path, files[path].encode()).note.links for path in paths}
    renaming = Renaming.of(paths, NotePath(old), NotePath(new), rules or LinkRules())
    changed = {}
    for path in touched_notes(renaming, links):
        opened = NoteText(path, files[path].encode())
        edits, left = link_edits(renaming, opened)
        assert not left
        changed[str(path)] = apply_edits(opened.text, edits)
    return changed


LINES = [
    ("[[Old]]", "[[New name]]"),
    ("[[old]]", "[[New name]]"),
    ("[[ Old ]]", "[[ New name ]]"),
    ("[[Old|the old one]]", "[[New name|the old one]]"),
    ("[[Old#Head#Sub|x]]", "[[New name#Head#Sub|x]]"),
    ("[[Old#^b1]]", "[[New name#^b1]]"),
    ("![[Old]]", "![[New name]]"),
    ("![[Old#Head|x]]", "![[New name#Head|x]]"),
    ("[[Old.md]]", "[[New name.md]]"),
    ("[[/Old]]", "[[/New name]]"),
    ("[t](Old.md)", "[t](New%20name.md)"),
    ('[t](Old.md#Head "title (a)")', '[t](New%20name.md#Head "title (a)")'),
    ("[t](Old)", "[t](New%20name)"),
    ("[t](<Old.md>)", "[t](<New name.md>)"),
    ("[t](./Old.md)", "[t](./New%20name.md)"),
    ("[t](/Old.md)", "[t](/New%20name.md)"),
    ("[a](b) [t](Old.md) ![i](Old.md)", "[a](b) [t](New%20name.md) ![i](New%20name.md)"),
    ("%% [[Old]] %%", "%% [[New name]] %%"),
    ("==[[Old]]== **[[Old|o]]**", "==[[New name]]== **[[New name|o]]**"),
    ("x\r\n[[Old]]\r\ny  ", "x\r\n[[New name]]\r\ny  "),
]


@pytest.mark.parametrize(("line", "result"), LINES)
def test_every_form_of_link_follows(line: str, result: str) -> None:
    files = {"Old.md": "# Old", "A.md": f"before {line} after\n"}
    assert renamed(files, "Old.md", "New name.md") == {"A.md": f"before {result} after\n"}


REFERENCES = [
    ("[r][1]\n\n[1]: Old.md", "[r][1]\n\n[1]: New%20name.md"),
    (
        '[r][A b] and [A  B][]\n\n[a b]: <Old.md#Head> "title"',
        '[r][A b] and [A  B][]\n\n[a b]: <New name.md#Head> "title"',
    ),
    ("[old]\n\n[old]: ./Old.md", "[old]\n\n[old]: ./New%20name.md"),
    ("![r][1] [[Old]]\n\n[1]: Old", "![r][1] [[New name]]\n\n[1]: New%20name"),
]


@pytest.mark.parametrize(("text", "result"), REFERENCES)
def test_a_reference_follows_in_its_definition(text: str, result: str) -> None:
    files = {"Old.md": "# Old", "A.md": f"{text}\n"}
    assert renamed(files, "Old.md", "New name.md") == {"A.md": f"{result}\n"}


@pytest.mark.parametrize(
    "line",
    [
        "`[[Old]]`",
        "```\n[[Old]]\n```",
        "[[Older]]",
        "Old",
        "<!-- [[Old]] -->",
        "[t](https://e.com/Old.md)",
        "$[[Old]]$",
    ],
)
def test_what_is_no_link_to_it_stays(line: str) -> None:
    assert renamed({"Old.md": "", "A.md": line, "Older.md": ""}, "Old.md", "New.md") == {}


def test_links_in_tables_keep_their_escaped_bar() -> None:
    table = "| a |\n|---|\n| [[Old\\|o]] |\n"
    assert renamed({"Old.md": "", "A.md": table}, "Old.md", "New.md") == {"A.md": table.replace("Old", "New")}


def test_links_in_properties_keep_their_quotes() -> None:
    note = "---\nup: \"[[Old|x]]\"\nlist:\n  - '[[Old]]'\n---\n"
    files = {"Old.md": "", "A.md": note}
    assert renamed(files, "Old.md", "It's new.md") == {
        "A.md": "---\nup: \"[[It's new|x]]\"\nlist:\n  - '[[It''s new]]'\n---\n"
    }


def test_a_canvas_follows_in_its_file_cards_and_its_texts() -> None:
    canvas = (
        '{"nodes":[{"id":"1","type":"file","file":"Old.md","subpath":"#H"},'
        '{"id":"2","type":"text","text":"see [[Old|\\"q\\"]]\\nand \\u0441\\u0430\\u0434 [[Old]]"}],"edges":[]}'
    )
    assert renamed({"Old.md": "", "b.canvas": canvas}, "Old.md", "F/Сад.md")["b.canvas"] == (
        canvas.replace('"Old.md"', '"F/Сад.md"').replace("[[Old", "[[Сад")
    )


def test_a_base_follows() -> None:
    base = 'filters:\n  and:\n    - link("Old")\n    - note.x == "[[Old]]"\n'
    assert renamed({"Old.md": "", "x.base": base}, "Old.md", "New.md") == {"x.base": base.replace("Old", "New")}


def test_encoded_names_stay_encoded() -> None:
    files = {"Сад.md": "", "A.md": "[t](%D0%A1%D0%B0%D0%B4.md) [u](Сад.md)"}
    assert renamed(files, "Сад.md", "Лес.md") == {"A.md": "[t](%D0%9B%D0%B5%D1%81.md) [u](Лес.md)"}


def test_names_that_need_encoding_are_encoded() -> None:
    files = {"Old.md": "", "A.md": "[t](Old.md) [u](<Old.md>)"}
    assert renamed(files, "Old.md", "100% (b).md") == {"A.md": "[t](100%25%20%28b%29.md) [u](<100%25 (b).md>)"}


class TestMoves:
    def test_a_bare_name_that_still_leads_there_stays(self) -> None:
        assert renamed({"Old.md": "", "A.md": "[[Old]] [t](Old.md)"}, "Old.md", "Folder/Old.md") == {}

    def test_a_path_from_the_root_follows(self) -> None:
        files = {"F/Old.md": "", "A.md": "[[F/Old]] [t](F/Old.md)"}
        assert renamed(files, "F/Old.md", "G/H/Old.md") == {"A.md": "[[G/H/Old]] [t](G/H/Old.md)"}

    def test_relative_paths_are_counted_anew(self) -> None:
        files = {"F/Old.md": "[a](../A.md) [b](./B.md)", "A.md": "[o](./F/Old.md)", "F/B.md": ""}
        assert renamed(files, "F/Old.md", "G/H/Old.md") == {
            "F/Old.md": "[a](../../A.md) [b](../../F/B.md)",
            "A.md": "[o](./G/H/Old.md)",
        }

    def test_an_attachment_can_move_too(self) -> None:
        files = {"img/p.png": "", "A.md": "![[img/p.png]] ![i](img/p.png)"}
        assert renamed(files, "img/p.png", "pics/q 1.png") == {"A.md": "![[pics/q 1.png]] ![i](pics/q%201.png)"}


class TestOtherNotesOfTheName:
    def test_a_link_that_would_now_lead_elsewhere_gets_its_path(self) -> None:
        files = {"Old.md": "", "D/New.md": "", "E.md": "[[New]] [[Old]]"}
        assert renamed(files, "Old.md", "New.md") == {"E.md": "[[D/New]] [[New]]"}

    def test_an_unresolved_link_becomes_resolved_and_stays(self) -> None:
        assert renamed({"Old.md": "", "E.md": "[[New]]"}, "Old.md", "New.md") == {}

    def test_a_name_that_is_not_alone_is_written_with_its_path(self) -> None:
        files = {"Old.md": "", "D/New.md": "", "E.md": "[[Old]]"}
        assert renamed(files, "Old.md", "F/New.md") == {"E.md": "[[F/New]]"}


class TestCase:
    def test_links_spelled_as_the_name_follow_its_new_case(self) -> None:
        files = {"note.md": "", "A.md": "[[note]] [[NOTE]] [t](note.md)"}
        assert renamed(files, "note.md", "Note.md") == {"A.md": "[[Note]] [[NOTE]] [t](Note.md)"}


class TestRules:
    @pytest.mark.parametrize(
        ("form", "text"),
        [(LinkFormat.SHORTEST, "[[New]]"), (LinkFormat.ABSOLUTE, "[[F/New]]"), (LinkFormat.RELATIVE, "[[../F/New]]")],
    )
    def test_a_bare_name_is_written_as_the_vault_is_set(self, form: LinkFormat, text: str) -> None:
        files = {"Old.md": "", "G/A.md": "[[Old]]"}
        assert renamed(files, "Old.md", "F/New.md", LinkRules(form)) == {"G/A.md": text}


def test_the_note_itself_is_not_asked_for_links_into_itself() -> None:
    assert renamed({"Old.md": "[[#H]] [t](#H)"}, "Old.md", "New.md") == {}


def test_a_damaged_note_is_left_alone() -> None:
    damaged = "Если заметка связана с [[Старая]], то так и есть\n".encode().decode("mac_roman")
    assert renamed({"Старая.md": "", "A.md": damaged}, "Старая.md", "Новая.md") == {}


def test_links_of_a_damaged_note_follow_as_they_stand_there() -> None:
    def damage(text: str) -> str:
        return text.encode().decode("mac_roman")

    old, before, after = damage("Старая заметка"), damage("Если заметка связана с "), damage(", то так и есть\n")
    files = {f"{old}.md": "", "Soil.md": "", "A.md": f"{before}[[{old}]]{after}{before}[[Soil]]{after}"}
    assert read_note(NotePath("A.md"), files["A.md"].encode()).note.repaired_from == "mac_roman"
    assert renamed(files, f"{old}.md", "New.md") == {"A.md": f"{before}[[New]]{after}{before}[[Soil]]{after}"}
    assert renamed(files, "Soil.md", "Loam.md") == {"A.md": f"{before}[[{old}]]{after}{before}[[Loam]]{after}"}


def test_a_link_that_cannot_be_rewritten_alone_is_told() -> None:
    files = {"Old.md": "", "x.base": 'filters: link("Old")\n'}
    paths = [NotePath(path) for path in files]
    renaming = Renaming.of(paths, NotePath("Old.md"), NotePath("It's new.md"), LinkRules())
    edits, left = link_edits(renaming, NoteText(NotePath("x.base"), files["x.base"].encode()))
    assert (edits, [link.target for link in left]) == ([], ["Old"])


@pytest.mark.parametrize("new", ["Old [1] name.md", "[2026] name.md"])
def test_a_property_leads_to_a_name_with_brackets(new: str) -> None:
    files = {"Old.md": "", "Note.md": '---\nup: "[[Old|x]]"\n---\n[[Old]]\n'}
    name = new.removesuffix(".md")
    assert renamed(files, "Old.md", new)["Note.md"] == f'---\nup: "[[{name}|x]]"\n---\n[[{name}]]\n'
