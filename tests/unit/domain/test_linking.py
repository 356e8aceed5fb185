import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkFormat, LinkRules, is_linkable, shortest_link_text, write_link
from vaultmind.domain.names import VaultNames
from vaultmind.parsing.markdown import parse_note

RULES = [LinkRules(form, markdown) for form in LinkFormat for markdown in (False, True)]
PARTS = st.one_of(
    st.sampled_from(
        [
            "a",
            "A",
            "note",
            "Note",
            "заметка",
            "e\u0301",
            "é",
            "x y",
            "100% готово",
            "v2.0",
            "it's",
            "$x$",
            "a_b*c",
            "(p)",
        ]
    ),
    st.text(st.characters(blacklist_characters="/\x00", codec="utf-8"), min_size=1, max_size=6),
)
EXTENSIONS = st.sampled_from([".md", ".md", ".MD", ".png", ".canvas", "", ".md.md"])
PATHS = st.builds(
    lambda folders, name, extension: NotePath("/".join([*folders, name + extension])),
    st.lists(PARTS, max_size=3), PARTS, EXTENSIONS,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PATHS, min_size=1, max_size=8, unique=True), st.sampled_from(RULES), st.data())
def test_what_is_written_leads_where_it_should(paths: list[NotePath], rules: LinkRules, data: st.DataObject) -> None:
    names = VaultNames(paths)
    to, source = data.draw(st.sampled_from(paths)), data.draw(st.sampled_from(paths))
    text = shortest_link_text(names, to, source=source, rules=rules)
    if text is None:
        assert not is_linkable(to) or "." not in to.rpartition("/")[2]
        return
    assert names.resolve(text, source=source) == to
    written = write_link(names, to, source=source, rules=rules)
    assert written is not None
    for around in (f"see {written} there", f"| a |\n|---|\n| {written} |"):
        found = parse_note(source, around).links
        assert [link.text for link in found] == [written], around
        assert names.resolve(found[0].target, source=source) == to


def test_shortest_is_the_name_alone_where_it_is_the_only_one_else_the_full_path() -> None:
    names = VaultNames([NotePath(path) for path in ("one/a.png", "two/a.png", "one/b.png", "x/Note.md", "Note.md")])
    source = NotePath("s.md")
    written = {
        path: shortest_link_text(names, NotePath(path), source=source)
        for path in ("one/a.png", "one/b.png", "x/Note.md", "Note.md")
    }
    assert written == {"one/a.png": "one/a.png", "one/b.png": "b.png", "x/Note.md": "x/Note", "Note.md": "Note"}


def test_the_settings_of_obsidian_are_honoured() -> None:
    names = VaultNames([NotePath("a/b/Deep Note.md"), NotePath("a/s.md"), NotePath("c/s.md")])
    to = NotePath("a/b/Deep Note.md")

    def link(settings: dict[str, object], source: str, **how: str) -> str | None:
        return write_link(names, to, source=NotePath(source), rules=LinkRules.from_settings(settings), **how)

    assert link({}, "c/s.md", alias="it") == "[[Deep Note|it]]"
    assert link({"newLinkFormat": "absolute"}, "c/s.md") == "[[a/b/Deep Note]]"
    assert link({"newLinkFormat": "relative"}, "c/s.md") == "[[../a/b/Deep Note]]"
    assert link({"newLinkFormat": "relative", "useMarkdownLinks": True}, "a/s.md", heading="Two: b") == (
        "[Deep Note](b/Deep%20Note.md#Two%20b)"
    )
    assert link({"useMarkdownLinks": True}, "c/s.md", block_id="x-1", alias="it") == "[it](Deep%20Note.md#^x-1)"


def test_letters_of_any_script_stay_readable_in_markdown_links() -> None:
    names = VaultNames([NotePath("Сад/Мои «100%» яблони.md")])
    link = write_link(
        names, NotePath("Сад/Мои «100%» яблони.md"), source=NotePath("s.md"), rules=RULES[1], heading="Ёж"
    )
    assert link == "[Мои «100%» яблони](Мои%20%C2%AB100%25%C2%BB%20яблони.md#Ёж)"
    assert link is not None
    (read,) = parse_note(NotePath("s.md"), link).links
    assert (names.resolve(read.target, source=NotePath("s.md")), read.heading) == ("Сад/Мои «100%» яблони.md", "Ёж")


def test_settings_that_cannot_be_are_the_defaults() -> None:
    assert (
        LinkRules.from_settings({"newLinkFormat": 7, "useMarkdownLinks": "yes", "attachmentFolderPath": None})
        == LinkRules()
    )


@pytest.mark.parametrize(
    "name",
    [
        "C#.md",
        "a|b.md",
        "a^b.md",
        "[b].md",
        "a[[b]].md",
        "colon: x.md",
        "50%%.md",
        "new\nline.md",
        " lead.md",
        "back\\slash.md",
        "bad\udcff.md",
    ],
)
def test_names_that_obsidian_cannot_link_are_refused(name: str) -> None:
    names = VaultNames([NotePath(name)])
    for rules in RULES:
        assert shortest_link_text(names, NotePath(name), source=NotePath("s.md"), rules=rules) is None
        assert write_link(names, NotePath(name), source=NotePath("s.md"), rules=rules) is None


def test_an_alias_that_would_break_the_link_is_refused_and_a_table_keeps_its_cells() -> None:
    names = VaultNames([NotePath("a.md")])
    assert write_link(names, NotePath("a.md"), source=NotePath("s.md"), alias="x]] y") is None
    written = write_link(names, NotePath("a.md"), source=NotePath("s.md"), alias="shown", in_table=True)
    assert written == "[[a\\|shown]]"
    link = parse_note(NotePath("s.md"), f"| h |\n|---|\n| {written} |").links[0]
    assert (link.target, link.alias) == ("a", "shown")


def test_attachments_go_where_the_person_wants_them() -> None:
    def place(folder: str) -> str:
        return LinkRules(attachment_folder=folder).attachment_path("pic.png", note=NotePath("a/b/n.md"))

    assert [place(folder) for folder in ("/", "./", "./img", "att", "att/deep/")] == [
        "pic.png", "a/b/pic.png", "a/b/img/pic.png", "att/pic.png", "att/deep/pic.png",
    ]  # fmt: skip
