"""Ask over a real vault: a conversation with what each answer rests on, by keys and by pointer."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from vaultmind_ui import obsidian
from vaultmind_ui.ask.ask_place import AskPlace
from vaultmind_ui.ask.evidence import evidence_of
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.commands import Command
from vaultmind_ui.graph.graph_place import GraphPlace
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.markdown.values import LinkToAction, LinkToCitation, LinkToNote, LinkToWeb
from vaultmind_ui.place import NoteTarget, QuestionTarget
from vaultmind_ui.shell import Shell

from vaultmind import api

Until = Callable[..., None]


@pytest.fixture
def place(window: MainWindow) -> AskPlace:
    found = window.place("ask")
    assert isinstance(found, AskPlace)
    return found


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the system to be opened."""
    seen: list[str] = []
    monkeypatch.setattr(obsidian, "opens_links", lambda: True)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: seen.append(url.toString()) or True)
    return seen


def ask(place: AskPlace, question: str, until: Until) -> None:
    place.question.setText(question)
    place.ask()
    until(lambda: not place.is_asking and place.turns[-1].answer is not None, patience_s=120)
    until(lambda: bool(place.turns[-1].uid))
    place.view.draw()


def marked(browser: object) -> list[str]:
    return [one.cursor.selectedText() for one in browser.extraSelections()]  # type: ignore[attr-defined]


def test_a_question_is_answered_in_the_notes_words_with_its_passage_beside_it(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    shown = place.view.toPlainText()
    assert "How deep is the well?" in shown
    assert "❝ In the words of your notes" in shown
    assert "The well is twelve metres deep" in shown
    assert place.question.text() == ""
    assert place.evidence.list.rows.rows[0].mark == "[1]"
    assert place.evidence.list.rows.rows[0].title == "Well"
    until(lambda: bool(marked(place.evidence.preview)))
    assert "twelve metres" in "".join(marked(place.evidence.preview))


def test_a_model_put_to_work_by_another_program_is_named_after_the_next_answer(
    place: AskPlace, window: MainWindow, until: Until
) -> None:
    until(lambda: window.status_line.model.text() == "No language model")
    api.change_setting(api.find_places(window.shell.data).settings_file, "answers", "model", "elsewhere")
    ask(place, "How deep is the well?", until)
    until(lambda: window.status_line.model.text() == "elsewhere")


def test_the_notes_of_an_answer_are_shown_on_the_graph_by_a_key(
    place: AskPlace, window: MainWindow, until: Until, qtbot: QtBot
) -> None:
    ask(place, "How deep is the well?", until)
    notes = {one.subject.note for one in place.evidence.list.rows.rows}
    assert "Well.md" in notes
    qtbot.keyClick(place, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    graph = window.place("graph")
    assert isinstance(graph, GraphPlace)
    until(lambda: graph.isVisible() and graph.network is not None and bool(graph.centres))
    assert graph.around_button.isChecked()
    assert {graph.network.notes[node].note for node in graph.centres} == notes


def test_what_the_notes_do_not_say_is_refused_and_can_be_neither_saved_nor_mistaken(
    place: AskPlace, vault, until: Until
) -> None:
    ask(place, "zebra quagga okapi", until)
    assert place.turns[0].answer is not None
    assert place.turns[0].answer.refused
    assert "○ Your notes do not say." in place.view.toPlainText()
    assert "Save answer" not in place.view.toPlainText()
    said: list[str] = []
    place.shell.said.connect(said.append)
    place.copy()
    assert said == ["Copied."], "it has no sources"
    place.save()
    assert not (vault.root / "Answers").exists()


def test_an_answer_is_copied_and_saved_as_a_note_once(place: AskPlace, vault, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    place.view.target_clicked.emit(LinkToAction("copy", 0), "0+")
    assert "[1] [[Well#^depth]]" in QApplication.clipboard().text()
    place.view.target_clicked.emit(LinkToAction("save", 0), "0+")
    until(lambda: bool(place.turns[0].saved))
    assert "twelve metres" in (vault.root / place.turns[0].saved).read_text(encoding="utf-8")
    place.save()
    assert len(list((vault.root / "Answers").iterdir())) == 1
    until(lambda: "Saved as" in place.view.toPlainText())


def test_an_answer_that_cannot_be_saved_says_why_and_can_be_tried_again(
    place: AskPlace, window: MainWindow, vault, until: Until
) -> None:
    (vault.root / "Answers").write_text("a file where the folder of answers should be", encoding="utf-8")
    ask(place, "How deep is the well?", until)
    place.save()
    until(lambda: "Answers" in window.status_line.said.text())
    assert not place.turns[0].saved
    (vault.root / "Answers").unlink()
    place.save()
    until(lambda: bool(place.turns[0].saved))
    (kept,) = (vault.root / "Answers").glob("*.md")
    assert kept.relative_to(vault.root).as_posix() == place.turns[0].saved
    assert "How deep is the well?" in kept.read_text(encoding="utf-8")


def test_a_citation_opens_its_block_in_obsidian(place: AskPlace, opened: list[str], until: Until) -> None:
    ask(place, "How deep is the well?", until)
    place.view.target_clicked.emit(LinkToCitation(1), "0")
    until(lambda: len(opened) == 1)
    assert opened[0].startswith("obsidian://open?path=")
    assert "depth" in opened[0]


@pytest.mark.parametrize("is_registered", [False, True], ids=["nothing registered", "cannot be started"])
def test_without_obsidian_the_passage_is_shown_in_the_note_place_and_why_is_said(
    place: AskPlace, window: MainWindow, monkeypatch: pytest.MonkeyPatch, until: Until, *, is_registered: bool
) -> None:
    monkeypatch.setattr(obsidian, "opens_links", lambda: is_registered)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _: not is_registered)
    wanted: list[object] = []
    window.shell.place_wanted.connect(lambda name, target: wanted.append((name, target)))
    ask(place, "How deep is the well?", until)
    place.evidence.open()
    until(lambda: bool(wanted))
    name, target = wanted[0]  # type: ignore[misc]
    assert name == "note"
    assert isinstance(target, NoteTarget)
    assert target.note == "Well.md"
    assert "twelve metres" in target.quote
    said = "No program here opens Obsidian’s links, so the note is shown here."
    until(lambda: window.status_line.said.text() == said)


def test_what_a_statement_rests_on_is_one_key_away(place: AskPlace, until: Until, qtbot) -> None:
    ask(place, "How deep is the well, and is its water cold?", until)
    qtbot.keyClick(place.question, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert place.evidence.title.text() == "What this statement rests on"
    first = "".join(marked(place.view))
    assert first.endswith("[1]")
    count = len(place.evidence.list.rows.rows)
    assert count == 1
    qtbot.keyClick(place.question, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "".join(marked(place.view)) != first or len(place.turns[0].answer.citations) == 1  # type: ignore[union-attr]


def test_a_click_on_a_statement_shows_what_it_rests_on(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    answer = place.turns[0].answer
    assert answer is not None
    place.view.place_clicked.emit("0", answer.text.index("twelve"))
    assert place.evidence.title.text() == "What this statement rests on"


def test_a_passage_appears_under_the_pointer_and_leaves_with_it(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    place.view.target_hovered.emit(LinkToCitation(1), "0")
    until(place.popup.isVisible)
    assert "[1] Well" in place.popup.title.text()
    until(lambda: "twelve metres" in "".join(marked(place.popup.view)))
    place.view.target_hovered.emit(None, "")
    assert not place.popup.isVisible()


def test_questions_of_this_session_come_back_with_up_and_down(place: AskPlace, until: Until, qtbot) -> None:
    ask(place, "How deep is the well?", until)
    ask(place, "Where is the pump?", until)
    place.question.setText("half written")
    seen = []
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(place.question, key)
        seen.append(place.question.text())
    first, second = "How deep is the well?", "Where is the pump?"
    assert seen == [second, first, first, second, "half written"]


def test_follow_ups_are_asked_in_the_light_of_what_was_said(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    ask(place, "And the pump?", until)
    assert [turn.question for turn in place.conversation.turns] == ["How deep is the well?", "And the pump?"]
    assert len(place.turns) == 2
    assert place.turns[0].uid != place.turns[1].uid
    assert "And the pump?" in place.view.toPlainText()


def test_another_vault_that_is_being_opened_is_not_offered_what_was_asked_in_this_one(
    place: AskPlace, window: MainWindow, tmp_path: Path, until: Until
) -> None:
    ask(place, "How deep is the well?", until)
    place.start_anew()
    assert window.shell.status is not None
    place.vault_changed(window.shell.status)
    until(lambda: "Go on with: How deep is the well?" in place.view.toPlainText())
    other = tmp_path / "other"
    other.mkdir()
    (other / "Hill.md").write_text("The hill is steep.", "utf-8")
    window.shell.open_vault(other)
    assert window.shell.status is None
    assert "How deep is the well?" not in place.view.toPlainText()
    until(lambda: window.shell.root == other)


def test_an_answer_is_made_anew_in_its_place(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    ask(place, "Where is the pump?", until)
    place.ask_again(0)
    until(lambda: not place.is_asking and bool(place.turns[0].uid))
    assert [turn.question for turn in place.turns] == ["How deep is the well?", "Where is the pump?"]
    assert [turn.question for turn in place.conversation.turns] == ["How deep is the well?", "Where is the pump?"]
    assert [row.subject for row in place.evidence.list.rows.rows] == list(evidence_of(place.turns[0]))
    ask(place, "Who mended the pump?", until)
    assert [row.subject for row in place.evidence.list.rows.rows] == list(evidence_of(place.turns[2]))


def test_a_question_is_edited_and_asked_in_its_place_or_left_with_escape(place: AskPlace, until: Until, qtbot) -> None:
    ask(place, "How deep is the well?", until)
    place.edit(0)
    assert place.question.text() == "How deep is the well?"
    assert place.hint.isVisible()
    qtbot.keyClick(place.question, Qt.Key.Key_Escape)
    assert not place.hint.isVisible()
    assert place.question.text() == ""
    place.edit(0)
    place.question.setText("Is the water of the well cold?")
    place.ask()
    until(lambda: not place.is_asking and bool(place.turns[0].uid))
    assert [turn.question for turn in place.turns] == ["Is the water of the well cold?"]
    assert [turn.question for turn in place.conversation.turns] == ["Is the water of the well cold?"]


def test_a_conversation_is_kept_as_a_note_and_gone_on_with_there(place: AskPlace, vault, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    place.keep_button.click()
    until(lambda: place.conversation.note is not None)
    note = vault.root / str(place.conversation.note)
    assert "How deep is the well?" in note.read_text(encoding="utf-8")
    assert not place.keep_button.isEnabled()
    ask(place, "Where is the pump?", until)
    assert "Where is the pump?" in note.read_text(encoding="utf-8")


def test_why_nothing_is_saved_is_said(place: AskPlace, window: MainWindow, until: Until) -> None:
    said = window.status_line.said
    place.save()
    assert said.text() == "There is no answer yet."
    ask(place, "Who is the king of Siam?", until)
    place.save()
    assert said.text() == "There is nothing to save: your notes do not say."
    ask(place, "How deep is the well?", until)
    place.save()
    until(lambda: bool(place.turns[1].saved))
    place.save()
    assert said.text().startswith("Saved already: ")


def test_a_new_conversation_is_empty_and_the_last_one_can_be_gone_on_with(
    place: AskPlace, window: MainWindow, vault, until: Until
) -> None:
    ask(place, "How deep is the well?", until)
    place.keep()
    until(lambda: place.conversation.note is not None)
    place.start_anew()
    assert place.turns == []
    assert "Ask your notes" in place.view.toPlainText()
    assert window.shell.status is not None
    place.vault_changed(window.shell.status)
    until(lambda: "Go on with: How deep is the well?" in place.view.toPlainText())
    place.view.target_clicked.emit(LinkToAction("continue", 0), "")
    until(lambda: bool(place.turns))
    assert [turn.question for turn in place.turns] == ["How deep is the well?"]
    assert "twelve metres" in place.view.toPlainText()


def test_what_is_gone_on_with_is_shown_as_it_was_answered(place: AskPlace, window: MainWindow, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    ask(place, "Who is the king of Siam?", until)
    answered = place.view.toPlainText()
    assert "In the words of your notes" in answered
    sources = [(one.note, one.quote, one.number) for one in evidence_of(place.turns[0])]
    assert sources
    place.start_anew()
    assert window.shell.status is not None
    place.vault_changed(window.shell.status)
    until(lambda: "Go on with: How deep is the well?" in place.view.toPlainText())
    place.view.target_clicked.emit(LinkToAction("continue", 0), "")
    until(lambda: len(place.turns) == 2)
    shown = place.view.toPlainText()
    assert shown.count("In the words of your notes") == 1
    assert shown.count("Your notes do not say.") == 1
    assert [(one.note, one.quote, one.number) for one in evidence_of(place.turns[0])] == sources
    assert place.turns[0].numbers
    assert "No note comes near" not in shown


def test_keys_of_commands_are_theirs_also_where_a_line_would_take_them(place: AskPlace, qtbot) -> None:
    """On X11 a line takes Ctrl+E; here it takes Ctrl+End."""
    done: list[str] = []
    for keys in ("Ctrl+End", "Ctrl+V"):
        place.shell.commands.add(
            place, Command(f"ask.{keys}", lambda: "", lambda keys=keys: done.append(keys), (keys,))
        )
    place.question.setText("How")
    for key in (Qt.Key.Key_End, Qt.Key.Key_V):
        qtbot.keyClick(place.question, key, Qt.KeyboardModifier.ControlModifier)
    assert done == ["Ctrl+End"]


def test_a_question_mark_in_an_empty_line_shows_the_keys_and_is_written_in_another(
    place: AskPlace, window: MainWindow, until: Until, qtbot
) -> None:
    place.question.setFocus()
    assert "so does ? in an empty line" in place.view.toPlainText()
    qtbot.keyClicks(place.question, "Why")
    qtbot.keyClick(place.question, "?")
    assert (place.question.text(), window.key_map.isVisible()) == ("Why?", False)
    place.question.clear()
    qtbot.keyClick(place.question, "?")
    assert (place.question.text(), window.key_map.isVisible()) == ("", True)


def test_another_place_may_ask_or_fill_in_a_question(place: AskPlace, window: MainWindow, until: Until) -> None:
    window.show_place("ask", QuestionTarget("How deep is the well?", is_asked=False))
    assert place.question.text() == "How deep is the well?"
    assert place.turns == []
    window.show_place("ask", QuestionTarget("How deep is the well?"))
    until(lambda: bool(place.turns) and place.turns[0].answer is not None)


def test_links_of_an_answer_lead_to_notes_and_the_web_and_nowhere_else(
    place: AskPlace, window: MainWindow, opened: list[str]
) -> None:
    wanted: list[object] = []
    window.shell.place_wanted.connect(lambda name, target: wanted.append((name, target)))
    place.view.target_clicked.emit(LinkToNote("Pump", "Pump.md"), "0")
    assert wanted == [("note", NoteTarget("Pump.md"))]
    place.view.target_clicked.emit(LinkToWeb("https://example.org"), "0")
    assert opened == ["https://example.org"]


def test_the_place_is_russian_after_a_change_of_language(place: AskPlace, english, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    english.use("ru")
    until(lambda: "Словами ваших заметок" in place.view.toPlainText())
    assert place.question.placeholderText() == "Спросите свои заметки…"


def test_focus_goes_from_the_question_through_the_place_and_everything_has_a_name(
    place: AskPlace, until: Until
) -> None:
    ask(place, "How deep is the well?", until)
    for widget in (place.question, place.view, place.evidence.list, place.evidence.preview):
        assert widget.accessibleName()
    assert place.evidence.list.rows.data(place.evidence.list.rows.index(0), Qt.ItemDataRole.AccessibleTextRole)


def test_tab_goes_as_the_eye_does_and_reaches_everything_of_every_turn(
    place: AskPlace, until: Until, qtbot: QtBot
) -> None:
    ask(place, "How deep is the well?", until)
    ask(place, "Who mended the pump?", until)
    until(lambda: place.view.is_whole)
    place.new_button.setFocus()
    seen = [place.new_button.accessibleName() or place.new_button.text()]
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        name = at.accessibleName() or (at.text() if isinstance(at, QAbstractButton) else "")
        seen.append(place.view.textCursor().selectedText().strip() if at is place.view else name)
        if at is place.question:
            break
    assert seen[:3] == ["New conversation", "Keep conversation", "Way to answer"]
    assert [seen.count(one) for one in ("[1]", "Copy", "Save answer", "Answer anew", "Edit question")] == [2] * 5
    assert seen[-1] == "Question to your notes"
    assert all(seen[4:])


def test_rows_are_a_proper_model(place: AskPlace, until: Until, qtmodeltester) -> None:
    ask(place, "How deep is the well?", until)
    qtmodeltester.check(place.evidence.list.rows)


class TestGenerated:
    """Answers of a model at an address of this machine."""

    @pytest.fixture
    def writer(self, vault, write_slowly) -> object:
        made = write_slowly(["The well ", "is **twelve** ", "metres deep [1]. ", "It has 40 fish [1]."])
        self.use(made.url)
        return made

    @pytest.fixture
    def endless(self, vault, write_slowly) -> object:
        made = write_slowly(["word "] * 3000, pause_s=0.02)
        self.use(made.url)
        return made

    @pytest.fixture
    def unreachable(self, vault) -> None:
        self.use("http://127.0.0.1:9/v1")

    @staticmethod
    def use(url: str) -> None:
        settings = Path(os.environ["VAULTMIND_CONFIG"])
        settings.write_text(f'[embedding]\nmodel = "off"\n[answers]\nmodel = "slow"\nurl = "{url}"\n', encoding="utf-8")

    def test_words_stream_in_and_what_has_no_support_is_underlined(
        self, writer, window: MainWindow, until: Until
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        place.question.setText("How deep is the well?")
        writer.may_go_on.clear()
        place.ask()
        until(lambda: place.turns[0].state == "writing" and "The well" in place.turns[0].text)
        assert place.turns[0].awaits_model
        assert place.turns[0].answer is None
        writer.may_go_on.set()
        until(lambda: place.turns[0].answer is not None, patience_s=120)
        until(lambda: not place.is_asking)
        place.view.draw()
        answer = place.turns[0].answer
        assert answer is not None
        assert answer.mode is api.AnswerMode.GENERATED
        shown = place.view.toPlainText()
        assert "◆ Written by slow from your notes" in shown
        assert "twelve metres deep [1]" in shown
        assert "**" not in shown
        assert "Notes are found by their words alone" not in shown
        assert "40 fish" in "".join(marked(place.view))
        assert "twelve" not in "".join(marked(place.view))

    def test_a_question_that_was_left_in_the_middle_is_offered_again(
        self, writer, window: MainWindow, appearance, english, vault, until: Until
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        ask(place, "Who mended the pump?", until)
        asked = len(writer.prompts)
        writer.may_begin.clear()
        place.question.setText("How deep is the well?")
        place.ask()
        until(lambda: len(writer.prompts) > asked, patience_s=120)
        window.close()
        window.shell.bridge.close(60)
        writer.may_begin.set()

        again = MainWindow(Shell(Bridge(), appearance, english, vault.open, data=vault.data))
        try:
            again.show()
            again.shell.open_vault(vault.root)
            place = again.place("ask")
            assert isinstance(place, AskPlace)
            until(lambda: "Asked last, and not answered: How deep is the well?" in place.view.toPlainText())
            until(lambda: "Go on with: Who mended the pump?" in place.view.toPlainText())
            place.view.target_clicked.emit(LinkToAction("unanswered", 0), "")
            until(lambda: len(place.turns) == 2 and place.turns[1].answer is not None, patience_s=120)
            assert [turn.question for turn in place.turns] == ["Who mended the pump?", "How deep is the well?"]
            until(lambda: api.asked_last(vault.root, vault.data) is None)
        finally:
            again.close()
            again.shell.bridge.close(60)
            again.deleteLater()

    @pytest.mark.parametrize("ends_by", ["stop", "another question"])
    def test_an_answer_stays_where_none_comes_in_its_place(
        self, writer, window: MainWindow, until: Until, ends_by: str
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        ask(place, "How deep is the well?", until)
        former = place.turns[0]
        asked = len(writer.prompts)
        writer.may_begin.clear()
        place.ask_again(0)
        until(lambda: len(writer.prompts) > asked, patience_s=120)
        assert place.turns[0] is not former
        window.shell.commands.run("ask.edit")
        assert window.status_line.said.text() == "An answer is being made; Esc stops it."
        if ends_by == "stop":
            place.stop()
        else:
            place.question.setText("Who mended the pump?")
            place.ask()
        until(lambda: place.turns[0] is former)
        writer.may_begin.set()
        until(lambda: not place.is_asking, patience_s=120)
        place.view.draw()
        assert "metres deep [1]" in place.view.toPlainText()
        assert [turn.question for turn in place.turns] == [
            "How deep is the well?",
            *([] if ends_by == "stop" else ["Who mended the pump?"]),
        ]

    def test_a_question_that_was_stopped_or_answered_is_not_kept(
        self, writer, window: MainWindow, vault, until: Until
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        writer.may_begin.clear()
        place.question.setText("How deep is the well?")
        place.ask()
        kept = api.AskedQuestion("How deep is the well?", is_follow_up=False)
        until(lambda: api.asked_last(vault.root, vault.data) == kept)
        place.stop()
        until(lambda: api.asked_last(vault.root, vault.data) is None)
        api.keep_asked(vault.root, kept, vault.data)
        window.close()
        window.shell.bridge.close(60)
        api.forget_vault(vault=vault.root, data=vault.data)
        assert api.asked_last(vault.root, vault.data) is None

    def test_while_the_model_reads_it_is_said_how_much(self, writer, window: MainWindow, until: Until) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        writer.may_begin.clear()
        place.question.setText("How deep is the well?")
        place.ask()
        until(lambda: "The model is reading 2 passages…" in place.view.toPlainText(), patience_s=120)
        writer.may_begin.set()
        until(lambda: "Written by slow" in place.view.toPlainText(), patience_s=120)

    def test_what_the_model_was_sent_can_be_read(self, writer, window: MainWindow, until: Until, qtbot) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        ask(place, "How deep is the well?", until)
        held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        qtbot.keyClick(place.question, Qt.Key.Key_M, held)
        card = place.prompt_card
        assert card is not None
        assert card.isVisible()
        assert card.title.text() == "What slow was sent"
        shown = card.text.toPlainText()
        assert "— system —" in shown
        assert "How deep is the well?" in shown
        assert "The well is twelve metres deep" in shown
        qtbot.keyClick(card.text, Qt.Key.Key_Escape)
        assert not card.isVisible()
        place.way.setCurrentIndex(place.way.findData("notes"))
        ask(place, "Who mended the pump?", until)
        place.show_prompt()
        assert not card.isVisible()
        assert window.status_line.said.text() == "No model was asked for this answer."

    def test_escape_stops_the_writing(self, endless, window: MainWindow, until: Until, qtbot) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        place.question.setText("How deep is the well?")
        place.ask()
        until(lambda: len(place.turns[0].text) > 20, patience_s=120)
        assert place.stop_button.isVisible()
        qtbot.keyClick(place.question, Qt.Key.Key_Escape)
        until(lambda: place.turns[0].state == "stopped")
        said, written = place.turns[0].text, endless.written
        assert written < 1000
        assert not place.is_asking
        assert place.ask_button.isVisible()
        until(lambda: "Stopped. What was written so far is not checked." in place.view.toPlainText())
        assert place.turns[0].text == said

    def test_who_presses_ask_and_stop_by_keys_writes_the_next_question(
        self, endless, window: MainWindow, until: Until, qtbot
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        place.question.setText("How deep is the well?")
        place.ask_button.setFocus()
        qtbot.keyClick(place.ask_button, Qt.Key.Key_Space)
        until(lambda: len(place.turns[0].text) > 20, patience_s=120)
        assert place.stop_button.hasFocus()
        qtbot.keyClick(place.stop_button, Qt.Key.Key_Space)
        until(lambda: place.turns[0].state == "stopped")
        assert place.question.hasFocus()

    def test_several_voices_are_heard_side_by_side_and_together(self, writer, window: MainWindow, until: Until) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        place.way.setCurrentIndex(place.way.findData("council"))
        place.question.setText("How deep is the well?")
        place.ask()
        until(lambda: not place.is_asking and place.turns[0].council is not None, patience_s=160)
        place.view.draw()
        shown = place.view.toPlainText()
        assert "of 3 voices say" in shown
        assert [name in shown for name in ("The exact one", "The sceptic", "The notes themselves")] == [True] * 3
        assert "twelve" in shown
        assert place.evidence.list.rows.rows

    def test_a_model_that_cannot_be_reached_is_said_and_the_notes_own_words_serve(
        self, unreachable, window: MainWindow, until: Until
    ) -> None:
        place = window.place("ask")
        assert isinstance(place, AskPlace)
        place.question.setText("How deep is the well?")
        place.ask()
        until(lambda: not place.is_asking and bool(place.turns), patience_s=120)
        place.view.draw()
        assert place.turns[0].answer is not None
        assert "In the words of your notes" in place.view.toPlainText()
        assert "127.0.0.1:9" in place.view.toPlainText()


@pytest.fixture
def small_model(vault, smollm2: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SmolLM2 answers, from where this machine keeps it."""
    monkeypatch.setenv("VAULTMIND_CACHE", str(smollm2.parents[2]))
    settings = Path(os.environ["VAULTMIND_CONFIG"])
    settings.write_text('[embedding]\nmodel = "off"\n[answers]\nmodel = "smollm2-135m"\n', encoding="utf-8")


def test_a_real_small_model_is_heard_and_its_answer_says_what_it_is(
    small_model, window: MainWindow, until: Until
) -> None:
    place = window.place("ask")
    assert isinstance(place, AskPlace)
    place.question.setText("How deep is the well?")
    place.ask()
    until(lambda: not place.is_asking, patience_s=160)
    answer = place.turns[0].answer
    assert answer is not None, place.turns[0].problem
    place.view.draw()
    kinds = {api.AnswerMode.GENERATED: "Written by", api.AnswerMode.EXTRACTIVE: "In the words of your notes"}
    expected = "Your notes do not say." if answer.refused else kinds[answer.mode]
    assert expected in place.view.toPlainText()
    assert answer.model == "smollm2-135m" or answer.mode is api.AnswerMode.EXTRACTIVE


def test_a_passage_that_goes_on_below_the_popup_fades_and_a_short_one_does_not(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    one = evidence_of(place.turns[0])[0]
    place.popup.show_soon(one, QPoint(20, 20))
    until(place.popup.isVisible)
    assert not place.popup.fading.isVisible()
    place.popup.leave()
    place.popup.show_soon(replace(one, text="A line.\n\n" * 60), QPoint(20, 20))
    until(place.popup.fading.isVisible)
    view = place.popup.view
    assert place.popup.fading.geometry().bottom() == view.rect().bottom()


def test_the_pointer_is_where_the_popup_goes(place: AskPlace, until: Until) -> None:
    ask(place, "How deep is the well?", until)
    one = place.evidence.current
    assert one is not None
    place.popup.show_soon(one, QPoint(place.width() - 5, place.height() - 5))
    until(place.popup.isVisible)
    assert place.rect().contains(place.popup.geometry())
