"""Note over a real vault: following Obsidian, what it shows, what stands beside it, links accepted and taken back."""

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QDesktopServices, QImage
from pytestqt.qtbot import QtBot
from vaultmind_ui import obsidian
from vaultmind_ui.graph.graph_place import GraphPlace
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.markdown.values import Embed, LinkToNote, LinkToTag, Paragraph, plain_text
from vaultmind_ui.note.loading import decode_picture, load_note
from vaultmind_ui.note.note_place import NotePlace
from vaultmind_ui.place import NoteTarget, QuestionTarget

from vaultmind import api

Until = Callable[..., None]
RICH = """---
depth: 12
about: "[[Pump]]"
---
> [!tip]- Folded
> inside

![[Pump]]

![[picture.png|40]] ![[outside.svg]] ![[../secret.png]]

See [[Well]] and [[Nowhere]]. ==Marked== %%hidden%%

![[Well#^depth]]
"""


def png(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.ReadWrite)
    image.save(buffer, "PNG")
    return buffer.data().data()


@pytest.fixture
def rich_vault(vault):
    """The small vault with a note that holds much, and two notes that are named in others."""
    vault.write("Rich.md", RICH)
    (vault.root / "picture.png").write_bytes(png(80, 20))
    (vault.root / "outside.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    (vault.root.parent / "secret.png").write_bytes(png(5, 5))
    for number in range(4):
        vault.write(f"Talk {number}.md", f"We went to the [[Pump]] again, day {number}.\n")
    vault.write("Walk.md", "# Walk\n\nFrom the gate to the Pump and back.\n")
    return vault


@pytest.fixture
def place(rich_vault, window: MainWindow) -> NotePlace:
    window.show_place("note")
    found = window.place("note")
    assert isinstance(found, NotePlace)
    return found


def in_front(vault, note: str) -> None:
    leaf = {"id": "1", "type": "leaf", "state": {"type": "markdown", "state": {"file": note}}}
    (vault.root / ".obsidian").mkdir(exist_ok=True)
    written = {"main": {"type": "tabs", "children": [leaf]}, "active": "1"}
    (vault.root / ".obsidian" / "workspace.json").write_text(json.dumps(written), encoding="utf-8")


def show(place: NotePlace, note: str, until: Until, **target: str) -> None:
    place.show_target(NoteTarget(note, **target))
    until(lambda: place.loaded is not None and place.loaded.view.path.startswith(note.removesuffix(".md")))
    until(lambda: place.view.is_whole)


def marked(place: NotePlace) -> str:
    return "".join(one.cursor.selectedText() for one in place.view.extraSelections())


def titles(shown) -> list[str]:
    return [row.title for row in shown.rows.rows]


def test_what_is_around_the_note_is_shown_on_the_graph_by_a_key(
    place: NotePlace, window: MainWindow, until: Until, qtbot: QtBot
) -> None:
    show(place, "Well.md", until)
    qtbot.keyClick(place, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    graph = window.place("graph")
    assert isinstance(graph, GraphPlace)
    until(lambda: graph.isVisible() and graph.network is not None and bool(graph.centres))
    assert [graph.network.notes[node].note for node in graph.centres] == ["Well.md"]


def test_nothing_is_shown_until_obsidian_shows_something(place: NotePlace) -> None:
    assert "No note is open" in place.view.toPlainText()
    assert not place.side.isVisible()  # nothing is said of a note that there is none of
    assert not place.open_button.isEnabled()


def test_the_note_in_front_of_obsidian_is_followed(place: NotePlace, vault, until: Until) -> None:
    in_front(vault, "Well.md")
    until(lambda: place.note == "Well.md")
    in_front(vault, "Сад.md")
    until(lambda: place.note == "Сад.md")
    assert "белый налив" in place.view.toPlainText()


def test_a_note_that_was_chosen_stays_until_it_is_to_follow_again(place: NotePlace, vault, until: Until) -> None:
    in_front(vault, "Well.md")
    until(lambda: place.note == "Well.md")
    show(place, "Pump.md", until)
    assert not place.follow_button.isChecked()
    in_front(vault, "Сад.md")
    until(lambda: place.active == "Сад.md")
    assert place.note == "Pump.md"
    place.follow_button.setChecked(True)
    until(lambda: place.note == "Сад.md")


def test_another_vault_is_followed_from_a_pinned_note_and_the_same_keeps_it(
    place: NotePlace, window: MainWindow, vault, tmp_path: Path, until: Until
) -> None:
    show(place, "Well.md", until)
    assert window.windowTitle() == "Well — vault — VaultMind"
    window.shell.reopen_vault()
    until(lambda: window.shell.status is not None and place.isVisible())
    until(lambda: place.note == "Well.md" and place.loaded is not None)
    assert not place.follow_button.isChecked()
    assert window.windowTitle() == "Well — vault — VaultMind"

    other = replace(vault, root=tmp_path / "Other")
    for note in ("One.md", "Two.md"):
        other.write(note, "# One\n\nA note of another vault.\n")
    in_front(other, "One.md")
    window.shell.open_vault(other.root)
    until(lambda: place.note == "One.md")
    assert place.follow_button.isChecked()
    until(lambda: window.windowTitle() == "One — Other — VaultMind")
    in_front(other, "Two.md")
    until(lambda: window.windowTitle() == "Two — Other — VaultMind")


def test_a_note_is_shown_as_obsidian_would(place: NotePlace, until: Until) -> None:
    show(place, "Rich.md", until)
    shown = place.view.toPlainText()
    for words in (
        "depth",
        "12",
        "Folded",
        "Marked",
        "The pump of the Well was mended",
        "The well is twelve metres deep.",
    ):
        assert words in shown
    for unseen in ("inside", "hidden", "==", "[[", "^depth"):
        assert unseen not in shown
    assert shown.count("\ufffc") == 2  # the arrow of what is folded, and the picture
    assert "[outside.svg]" in shown or "outside.svg" in shown
    assert "secret" in shown


def test_a_folded_callout_opens_when_it_is_pressed(place: NotePlace, until: Until) -> None:
    show(place, "Rich.md", until)
    anchors = _anchors(place)
    place.view.anchorClicked.emit(next(url for words, url in anchors if words == "Folded"))
    assert "inside" in place.view.toPlainText()


def _anchors(place: NotePlace):
    from PySide6.QtCore import QUrl

    found = []
    block = place.view.document().begin()
    while block.isValid():
        at = block.begin()
        while not at.atEnd():
            form = at.fragment().charFormat()
            if form.isAnchor():
                found.append((at.fragment().text(), QUrl(form.anchorHref())))
            at += 1
        block = block.next()
    return found


def test_quoted_words_are_marked_and_in_sight(place: NotePlace, vault, until: Until) -> None:
    vault.write("Long.md", "Line.\n\n" * 200 + "The very **last** words.\n" + "Line.\n\n" * 50)
    show(place, "Long.md", until, quote="words.")
    until(lambda: marked(place) == "words.")
    assert place.view.verticalScrollBar().value() > 0


def test_a_heading_is_gone_to(place: NotePlace, vault, until: Until) -> None:
    vault.write("Headed.md", "Line.\n\n" * 200 + "## Soil\n\nClay.\n\n" + "Line.\n\n" * 200)
    show(place, "Headed.md", until, heading="Soil")
    until(lambda: place.view.cursorForPosition(QPoint(0, 0)).block().text() == "Soil")
    assert 0 < place.view.verticalScrollBar().value() < place.view.verticalScrollBar().maximum()


def test_related_notes_and_backlinks_stand_beside_with_their_reasons(place: NotePlace, until: Until) -> None:
    show(place, "Pump.md", until)
    until(lambda: "Well" in titles(place.related))
    well = place.related.rows.rows[titles(place.related).index("Well")]
    assert "links to" in well.detail
    assert {"Well", "Talk 0", "Rich"} <= set(titles(place.backlinks))
    assert place.backlinks.rows.rows[titles(place.backlinks).index("Well")].detail == "line 5"
    place.related.setCurrentIndex(place.related.rows.index(titles(place.related).index("Well")))
    place.related.activated.emit(place.related.currentIndex())
    until(lambda: place.note == "Well.md")
    place.go_back()
    until(lambda: place.note == "Pump.md")


def test_a_suggested_link_is_accepted_and_taken_back_by_one_key_each(
    place: NotePlace, window: MainWindow, vault, until: Until, qtbot
) -> None:
    show(place, "Walk.md", until)
    until(lambda: "Pump" in titles(place.suggestions))
    before = (vault.root / "Walk.md").read_bytes()
    place.suggestions.setCurrentIndex(place.suggestions.rows.index(titles(place.suggestions).index("Pump")))
    place.suggestions.setFocus()
    qtbot.keyClick(place.suggestions, Qt.Key.Key_A)
    until(lambda: (vault.root / "Walk.md").read_bytes() != before)
    assert "[[Pump]]" in (vault.root / "Walk.md").read_text(encoding="utf-8")
    until(lambda: "Pump" not in titles(place.suggestions))
    until(lambda: "“Pump” was written" in window.status_line.said.text())
    place.view.setFocus()
    qtbot.keyClick(place.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    until(lambda: (vault.root / "Walk.md").read_bytes() == before)
    until(lambda: "Pump" in titles(place.suggestions))


def test_a_rejected_link_is_not_suggested_again_until_it_is_taken_back(
    place: NotePlace, vault, until: Until, qtbot
) -> None:
    show(place, "Walk.md", until)
    until(lambda: "Pump" in titles(place.suggestions))
    before = (vault.root / "Walk.md").read_bytes()
    place.suggestions.setCurrentIndex(place.suggestions.rows.index(titles(place.suggestions).index("Pump")))
    place.suggestions.setFocus()
    qtbot.keyClick(place.suggestions, Qt.Key.Key_R)
    until(lambda: "Pump" not in titles(place.suggestions) and bool(place._decided))
    assert (vault.root / "Walk.md").read_bytes() == before
    place.undo()
    until(lambda: "Pump" in titles(place.suggestions))


def test_a_change_on_disk_is_shown(place: NotePlace, vault, until: Until) -> None:
    show(place, "Walk.md", until)
    vault.write("Walk.md", "# Walk\n\nThrough the orchard.\n")
    until(lambda: "Through the orchard" in place.view.toPlainText())


def test_a_note_that_is_on_its_way_comes_though_the_index_changes_meanwhile(place: NotePlace, until: Until) -> None:
    show(place, "Walk.md", until)
    place.show_note(NoteTarget("Well.md"))
    place.refresh()
    until(lambda: place.note == "Well.md")
    assert place.subject == "Well"


def test_a_note_that_is_not_there_is_one_sentence_with_what_to_do(place: NotePlace, english, until: Until) -> None:
    place.show_target(NoteTarget("Nobody"))
    until(lambda: "Nobody" in place.view.toPlainText())
    assert "Choose another note" in place.view.toPlainText()
    assert not place.open_button.isEnabled()
    english.use("ru")
    until(lambda: "Выберите другую заметку" in place.view.toPlainText())
    assert "Nobody" in place.view.toPlainText()


def test_a_note_that_was_not_read_yet_is_shown_when_it_is_come_back_to(
    place: NotePlace, window: MainWindow, vault, until: Until
) -> None:
    place.show_target(NoteTarget("Later"))
    until(lambda: "Choose another note" in place.view.toPlainText())
    window.show_place("ask")
    counts: list[int] = []
    place.shell.bridge.index_changed.connect(lambda status: counts.append(status.notes))
    vault.write("Later.md", "# Later\n\nWritten while another place was looked at.\n")
    until(lambda: sum(1 for _ in vault.root.rglob("*.md")) in counts)
    assert "Choose another note" in place.view.toPlainText()
    window.show_place("note")
    until(lambda: "Written while another place" in place.view.toPlainText())


@pytest.mark.parametrize(
    ("indexing", "said"),
    [
        (api.IndexingView("words", 1, 9), "as soon as it is"),
        (api.IndexingView("held", 1, 9), "Ctrl+Shift+P goes on"),
    ],
)
def test_while_notes_are_read_one_that_is_not_there_is_shown_when_it_is(
    place: NotePlace, window: MainWindow, until: Until, indexing: api.IndexingView, said: str
) -> None:
    assert window.shell.status is not None
    window.shell.status = replace(window.shell.status, indexing=indexing)
    place.show_target(NoteTarget("Nobody"))
    until(lambda: said in place.view.toPlainText())
    assert "Choose another note" not in place.view.toPlainText()


def test_a_note_that_takes_long_says_so_and_nothing_is_done_with_the_one_before(
    place: NotePlace, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(place, "Well.md", until)
    may_load = Event()
    loaded = load_note
    monkeypatch.setattr("vaultmind_ui.note.note_place.load_note", lambda *asked: (may_load.wait(60), loaded(*asked))[1])
    place.show_target(NoteTarget("Pump.md"))
    assert (place.subject, place.path.text()) == ("Well", "Well.md")
    assert not place.ask_button.isEnabled()
    assert not place.open_button.isEnabled()
    until(lambda: "Opening…" in place.view.toPlainText())
    assert (place.subject, place.path.text()) == ("Pump", "Pump.md")
    may_load.set()
    until(place.ask_button.isEnabled)
    assert "Opening…" not in place.view.toPlainText()
    assert place.subject == "Pump"


def test_links_lead_to_notes_and_a_dead_one_says_so(place: NotePlace, window: MainWindow, until: Until) -> None:
    show(place, "Rich.md", until)
    place.view.target_clicked.emit(LinkToNote("Nowhere", ""), "note")
    assert "No note is called “Nowhere”." in window.status_line.said.text()
    place.view.target_clicked.emit(LinkToNote("Well", "Well.md"), "note")
    until(lambda: place.note == "Well.md")
    wanted: list[object] = []
    window.shell.place_wanted.connect(lambda name, target: wanted.append(target))
    place.view.target_clicked.emit(LinkToTag("garden"), "note")
    assert wanted == [QuestionTarget("#garden ", is_asked=False)]


def test_a_note_opens_in_obsidian(place: NotePlace, monkeypatch: pytest.MonkeyPatch, until: Until) -> None:
    seen: list[str] = []
    monkeypatch.setattr(obsidian, "opens_links", lambda: True)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    show(place, "Well.md", until)
    place.open_button.click()
    until(lambda: bool(seen))
    assert seen[0].startswith("obsidian://open?path=")


def test_the_place_is_russian_after_a_change_of_language(place: NotePlace, english, until: Until) -> None:
    show(place, "Well.md", until)
    english.use("ru")
    until(lambda: place.titles[0].text() == "Похожие заметки")
    until(lambda: bool(place.backlinks.rows.rows) and "строка" in place.backlinks.rows.rows[0].detail)


def test_rows_are_a_proper_model(place: NotePlace, until: Until, qtmodeltester) -> None:
    show(place, "Pump.md", until)
    until(lambda: bool(place.related.rows.rows))
    qtmodeltester.check(place.related.rows)
    row = place.related.rows.remove(0)
    place.related.rows.insert(0, row)
    qtmodeltester.check(place.related.rows)


def test_a_read_only_vault_is_not_written(
    place: NotePlace, window: MainWindow, vault, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    show(place, "Walk.md", until)
    until(lambda: "Pump" in titles(place.suggestions))
    before = (vault.root / "Walk.md").read_bytes()
    monkeypatch.setattr(type(window.shell), "why_no_writes", property(lambda _: "The vault is read-only."))
    place.suggestions.setCurrentIndex(place.suggestions.rows.index(0))
    place.accept()
    assert "The vault is read-only." in window.status_line.said.text()
    assert (vault.root / "Walk.md").read_bytes() == before
    assert "Pump" in titles(place.suggestions)


class TestPictures:
    def test_a_wide_picture_is_shown_smaller(self, qapp) -> None:
        assert decode_picture(png(3200, 10)).width() == 1120
        assert decode_picture(png(3200, 10), widest=600).width() == 600
        assert decode_picture(png(80, 20)).width() == 80

    def test_a_picture_keeps_its_shape_within_its_share(self, qapp) -> None:
        made = decode_picture(png(500, 8000), most=1_000_000)
        assert (made.width(), made.height()) == (250, 4000)

    @pytest.mark.parametrize(
        "content", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n"]
    )
    def test_what_is_no_picture_is_none(self, content: bytes, qapp) -> None:
        assert decode_picture(content).isNull()

    @pytest.mark.parametrize(
        ("format_", "width", "height", "is_shown"),
        [("PNG", 4000, 4000, True), ("PNG", 4000, 4004, False), ("JPG", 4000, 4004, True), ("JPG", 8000, 6400, False)],
    )
    def test_a_picture_of_too_many_pixels_is_not_decoded(
        self, format_: str, width: int, height: int, is_shown: bool, qapp
    ) -> None:
        """A small file may unfold into much memory: 48 million pixels of one bit are 20 kB."""
        image = QImage(
            width, height, QImage.Format.Format_Grayscale8 if format_ == "JPG" else QImage.Format.Format_Mono
        )
        image.fill(0)
        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.ReadWrite)
        image.save(buffer, format_)
        assert decode_picture(buffer.data().data()).isNull() != is_shown


def test_only_pictures_of_the_vault_are_fetched(rich_vault, qapp) -> None:
    session = rich_vault.open()
    session.catch_up()
    try:
        loaded = load_note(session, "Rich.md")
        assert set(loaded.pictures) == {"picture.png"}
        assert (loaded.pictures["picture.png"].width(), loaded.pictures["picture.png"].height()) == (80, 20)
    finally:
        session.close()


@pytest.mark.parametrize(("count", "width", "height", "wanted"), [(30, 2000, 1500, ""), (10, 1000, 9000, "|300")])
def test_all_pictures_of_a_note_take_a_bounded_memory_together(
    vault, qapp, count: int, width: int, height: int, wanted: str
) -> None:
    """Each is shown in its shape and no narrower than it fits; what one does not use the others may."""
    content = png(width, height)
    for number in range(count):
        (vault.root / f"{number}.png").write_bytes(content)
    (vault.root / "small.png").write_bytes(png(80, 20))
    vault.write("Album.md", "".join(f"![[{number}.png{wanted}]]\n\n" for number in ["small", *range(count)][:30]))
    with closing(vault.open()) as session:
        list(session.index(api.IndexRequest()))
        pictures = load_note(session, "Album.md").pictures
    assert len(pictures) == min(30, count + 1)
    assert pictures["small.png"].width() == 80
    assert 30_000_000 < sum(one.sizeInBytes() for one in pictures.values()) <= 40_000_000
    for path, one in pictures.items():
        if path != "small.png":
            assert one.width() >= 300
            assert abs(one.width() * height - one.height() * width) <= max(width, height)


def test_of_many_long_embeds_so_much_is_shown_as_of_one_note(vault, qapp) -> None:
    for number in range(4):
        vault.write(
            f"Long {number}.md",
            f"# Long {number}\n\n" + "Ten words of a garden stand in each of these lines.\n\n" * 2_500,
        )
    vault.write("Many.md", "\n\n".join(f"![[Long {number}]]" for number in range(4)))
    with closing(vault.open()) as session:
        list(session.index(api.IndexRequest()))
        embeds = [part.block for part in load_note(session, "Many.md").parts if isinstance(part.block, Embed)]
    said_by: dict[LinkToNote, list[str]] = {}
    for embed in embeds:  # a long one goes on in other parts
        paragraphs = (one for one in embed.blocks if isinstance(one, Paragraph))
        said_by.setdefault(embed.link, []).extend(plain_text(one.inlines) for one in paragraphs)
    words = [" ".join(said) for said in said_by.values()]
    assert len(words) == 4
    assert 250_000 < sum(map(len, words)) < 301_000
    assert words[0].endswith("each of these lines.")
    assert [said.endswith("The note is long: the rest is read in Obsidian.") for said in words[-2:]] == [True, True]


def test_embeds_that_embed_each_other_end(vault, qapp) -> None:
    vault.write("A.md", "a ![[B]]")
    vault.write("B.md", "b ![[A]]")
    session: api.Session = vault.open()
    session.catch_up()
    try:
        deepest, blocks = 0, tuple(part.block for part in load_note(session, "A.md").parts)
        while embeds := [block for block in blocks if isinstance(block, Embed)]:
            deepest += 1
            blocks = embeds[0].blocks
        assert deepest == 2
    finally:
        session.close()


def test_following_that_broke_off_is_taken_up_again(
    window: MainWindow, vault, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = window.place("note")
    assert isinstance(place, NotePlace)
    opening = window.shell.bridge._opening
    assert opening is not None
    follow, failures = opening.session.follow_active, []  # type: ignore[union-attr]

    def breaks_off(*, cancel: object = None) -> object:
        if not failures:
            failures.append(cancel)
            raise api.EngineProblem("The engine went away.")
        return follow(cancel=cancel)  # type: ignore[arg-type]

    monkeypatch.setattr(opening.session, "follow_active", breaks_off)
    assert window.shell.status is not None
    place.vault_changed(window.shell.status)
    until(lambda: bool(failures))
    window.show_place("note")
    in_front(vault, "Well.md")
    until(lambda: place.note == "Well.md")


def test_a_note_whose_whole_vault_is_gone_says_so_until_it_is_back(
    place: NotePlace, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    root, away = window.shell.root, tmp_path / "away"
    assert root is not None
    show(place, "Well.md", until)
    root.rename(away)
    until(lambda: "the folder is gone or not mounted" in place.view.toPlainText())
    assert "As soon as the folder is back" in place.view.toPlainText()
    assert "another note" not in place.view.toPlainText()
    away.rename(root)
    until(lambda: "twelve metres deep" in place.view.toPlainText())
    place.show_target(NoteTarget("Nowhere.md"))
    until(lambda: "Choose another note" in place.view.toPlainText())
