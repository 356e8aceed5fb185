"""The window around the places: sidebar, vaults, status, first steps, language, read-only vaults, leaving."""

import json
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.shell import Shell
from vaultmind_ui.translation import Translation

from vaultmind import api


def test_every_place_has_a_key_and_a_button_with_its_name(window: MainWindow) -> None:
    for number, (place_id, entry) in enumerate(window._entries.items(), start=1):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.stack.currentWidget() is window.place(place_id)
        assert window.sidebar._buttons[place_id].isChecked()
        assert window.sidebar._buttons[place_id].accessibleName() == entry.title()


def test_a_place_that_shows_the_whole_vault_is_told_seldom_while_the_index_is_made(window: MainWindow) -> None:
    told: dict[str, list[str]] = {"graph": [], "note": []}
    for name, heard in told.items():
        window.place(name).index_changed = lambda status, heard=heard: heard.append(status.indexing.state)  # type: ignore[method-assign]
    status = window.shell.status
    assert status is not None
    for state in ("words", "words", "vectors", "current", "words", "current"):
        window.shell.bridge.index_changed.emit(replace(status, indexing=replace(status.indexing, state=state)))
    assert told["note"] == ["words", "words", "vectors", "current", "words", "current"]
    assert told["graph"] == ["words", "current", "words", "current"]


def test_a_narrow_window_keeps_the_icons_alone(window: MainWindow, until: Callable[..., None]) -> None:
    button = window.sidebar._buttons["ask"]
    styles = Qt.ToolButtonStyle

    def is_laid_out(width: int, style: Qt.ToolButtonStyle) -> bool:
        window.resize(width, 700)  # the screen may still tell of the size that the window was shown with
        return button.toolButtonStyle() is style and button.width() >= button.sizeHint().width()

    until(lambda: is_laid_out(1400, styles.ToolButtonTextBesideIcon))
    wide = button.width()
    until(lambda: is_laid_out(560, styles.ToolButtonIconOnly) and button.width() < wide)


def test_everything_that_takes_the_focus_has_a_name_in_both_languages(
    window: MainWindow, english: Translation, until: Callable[..., None]
) -> None:
    for language in ("en", "ru"):
        english.use(language)
        QTest.qWait(20)
        for place_id in window._entries:
            window.show_place(place_id)
            nameless = [
                f"{place_id}: {type(one).__name__} {one.objectName()}"
                for one in window.findChildren(QWidget)
                if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus and not _name(one)
            ]
            assert nameless == []


def test_every_label_shows_plain_text(window: MainWindow) -> None:
    for place_id in window._entries:
        window.show_place(place_id)
    rich = [label.text() for label in window.findChildren(QLabel) if label.textFormat() is not Qt.TextFormat.PlainText]
    assert rich == []


def test_another_vault_takes_the_place_of_the_open_one(
    window: MainWindow, tmp_path: Path, until: Callable[..., None]
) -> None:
    other = tmp_path / "Other"
    other.mkdir()
    (other / "One.md").write_text("one", encoding="utf-8")
    window.shell.open_vault(other)
    assert window.windowTitle() == "VaultMind"
    until(lambda: window.shell.status is not None and window.shell.status.notes == 1)
    assert window.windowTitle() == "Other — VaultMind"
    assert window.vault_button.text().strip() == "Other"
    until(lambda: [action.text() for action in window.vault_button.choices.actions()][:2] == ["Other", "vault"])
    window.vault_button.choices.actions()[1].trigger()
    until(lambda: window.shell.status is not None and window.shell.status.notes == 4)


def test_a_vault_that_is_gone_is_told_with_what_to_do(
    window: MainWindow, tmp_path: Path, until: Callable[..., None]
) -> None:
    gone = tmp_path / "gone"
    window.shell.open_vault(gone)
    until(window.banner.isVisible)
    assert str(gone) in window.banner.sentence.text()
    gone.mkdir()
    (gone / "Back.md").write_text("back", encoding="utf-8")
    window.banner.first.click()
    until(lambda: window.shell.status is not None and window.shell.status.notes == 1)
    assert window.banner.isHidden()


def test_an_empty_vault_says_what_to_do_next(window: MainWindow, tmp_path: Path, until: Callable[..., None]) -> None:
    (tmp_path / "Empty").mkdir()
    window.shell.open_vault(tmp_path / "Empty")
    until(window.banner.isVisible)
    assert window.banner.sentence.text() == "There are no notes in Empty: a vault holds Markdown files."
    window.banner.second.click()
    until(lambda: window.shell.status is not None and window.shell.status.notes > 40)
    assert window.windowTitle() == "Apple orchard — VaultMind"


def test_the_status_line_says_how_far_the_index_is(window: MainWindow, english: Translation) -> None:
    line, status = window.status_line, window.shell.status
    assert status is not None
    assert line.index.text() == "4 notes · found by their words alone"
    with_model = replace(status, engine=replace(status.engine, embedder="e5"))

    def shown(view: api.IndexingView) -> str:
        window.shell.status = replace(with_model, indexing=view)
        line.show_status(window.shell.status)
        return line.index.text()

    assert shown(api.IndexingView("words", 1200, 9000, 45)) == "Reading: 1,200 of 9,000 files · less than a minute left"
    assert line.bar.value() == 1200
    assert (
        shown(api.IndexingView("vectors", 10, 90, 130))
        == "4 notes · for meaning: 10 of 90 passages · about 2 minutes left"
    )
    assert line.pause.toolTip() == "Pause indexing"
    assert shown(api.IndexingView("paused", 10, 90)) == "4 notes · paused: 10 of 90 passages"
    assert line.pause.toolTip() == "Go on indexing"
    assert (
        shown(api.IndexingView("waiting", 0, None, None, "The vault vanished."))
        == "The vault vanished · 4 notes · indexing waits"
    )
    assert line.can_pause
    english.use("ru")
    QTest.qWait(20)
    assert shown(api.IndexingView("vectors", 10, 90, 3700)).endswith("остался примерно 1 час")
    assert shown(api.IndexingView("current")) == "4 заметки"
    assert not line.pause.isVisible()


def test_canvases_and_bases_are_not_counted_as_notes(window: MainWindow, vault, until: Callable[..., None]) -> None:
    vault.write("Plan.canvas", '{"nodes": [], "edges": []}')
    vault.write("Books.base", "views: []\n")
    until(lambda: window.shell.status is not None and window.shell.status.boards == 2)
    assert window.status_line.index.text() == "4 notes · found by their words alone"
    window.show_place("graph")
    graph = window.place("graph")
    until(lambda: graph.said.text().startswith("4 notes, "))  # type: ignore[attr-defined]
    assert len(graph.network.notes) == 6  # type: ignore[attr-defined]


def test_the_first_indexing_is_seen_and_can_be_paused_where_nothing_makes_vectors(
    window: MainWindow, english: Translation
) -> None:
    line, status = window.status_line, window.shell.status
    assert status is not None

    def shown(view: api.IndexingView, notes: int = 0) -> str:
        window.shell.status = replace(status, indexing=view, notes=notes)
        line.show_status(window.shell.status)
        return line.index.text()

    assert shown(api.IndexingView("words")) == "Looking through the notes…"
    assert (line._polling.isActive(), line.can_pause) == (True, True)
    assert shown(api.IndexingView("waiting"), 6000) == "6,000 notes · indexing waits"
    assert line.can_pause
    assert shown(api.IndexingView("words"), 6000) == "6,000 notes · looking for changes…"
    assert shown(api.IndexingView("words", 1200, 9000, 90)) == "Reading: 1,200 of 9,000 files · about 2 minutes left"
    assert (line.can_pause, line.is_paused, line.pause.toolTip()) == (True, False, "Pause indexing")
    assert shown(api.IndexingView("held", 1200, 9000)) == "Reading is paused: 1,200 of 9,000 files"
    assert (line.can_pause, line.is_paused, line.pause.toolTip()) == (True, True, "Go on indexing")
    assert shown(api.IndexingView("current"), 6000) == "6,000 notes · found by their words alone"
    assert (line._polling.isActive(), line.can_pause) == (False, False)
    english.use("ru")
    QTest.qWait(20)
    assert shown(api.IndexingView("current"), 6000) == "6\xa0000 заметок · ищутся только по словам"


def test_a_vault_that_can_only_be_read_says_so_and_why_writing_is_off(window: MainWindow) -> None:
    status = window.shell.status
    assert status is not None
    assert window.shell.why_no_writes == ""
    window.shell.bridge.index_changed.emit(replace(status, why_read_only="The disk of /mnt can only be read."))
    assert window.status_line.index.text().endswith("read only")
    assert window.shell.why_no_writes == "The disk of /mnt can only be read."


@pytest.fixture
def fresh(vault, appearance: Appearance, english: Translation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A window without a vault, where Obsidian lists one."""
    listed = {"a": {"path": str(vault.root)}}
    (tmp_path / "config" / "obsidian").mkdir(parents=True)
    (tmp_path / "config" / "obsidian" / "obsidian.json").write_text(json.dumps({"vaults": listed}), encoding="utf-8")
    shown = MainWindow(Shell(Bridge(), appearance, english, vault.open, data=vault.data))
    shown.show_first_run()
    shown.show()
    yield shown
    shown.close()
    shown.shell.bridge.close(10)
    shown.deleteLater()


def test_the_first_steps_open_obsidians_vault_in_a_language_without_any_model(
    fresh: MainWindow, english: Translation, until: Callable[..., None]
) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1 and bool(steps.models))
    steps.vaults.setFocus()
    QTest.keyClick(steps.vaults, Qt.Key.Key_Return)
    assert steps.number.text() == "Step 2 of 3"
    until(lambda: fresh.shell.status is not None and fresh.shell.status.notes == 4)
    steps.languages["ru"].click()
    until(lambda: steps.number.text() == "Шаг 2 из 3")
    steps.take_step()
    assert [name for name, choice in steps.models.items() if choice.isChecked()] == []
    assert "multilingual-e5-small" in steps.models
    about = {name: choice.accessibleDescription() for name, choice in steps.models.items()}
    assert "4 ГБ памяти" in about["qwen2.5-coder-1.5b"]
    assert len(set(about.values())) == len(about)
    steps.take_step()
    assert fresh.sidebar.isVisible()
    assert fresh.stack.currentWidget() is fresh.place("ask")
    assert fresh.shell.downloads.running() == ()


def test_a_model_that_is_here_is_offered_before_one_to_fetch_and_put_to_work(
    fresh: MainWindow, smollm2: Path, tmp_path: Path, until: Callable[..., None]
) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1 and bool(steps.models))
    assert "smollm2-135m" not in steps.models
    file = tmp_path / "smollm2-135m.gguf"
    shutil.copy(smollm2, file)
    api.open_models().add_file(str(file))
    steps.refresh()
    until(lambda: "smollm2-135m" in steps.models)
    first = next(iter(steps.models))
    assert first == "smollm2-135m"
    assert steps.models[first].text() == "Write answers from your notes (smollm2-135m, here already)"
    assert "qwen3-4b" not in steps.models
    steps.models[first].setChecked(True)
    for _ in range(3):
        steps.take_step()
    until(lambda: api.load_settings(api.find_places(fresh.shell.data).settings_file).answers.model == "smollm2-135m")
    assert fresh.shell.downloads.running() == ()


def test_every_step_can_be_skipped_and_gone_back_to(fresh: MainWindow, until: Callable[..., None]) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1 and bool(steps.models))
    steps.skip_button.click()
    steps.back_button.click()
    assert steps.number.text() == "Step 1 of 3"
    for _ in range(3):
        steps.skip_button.click()
    assert fresh.sidebar.isVisible()
    assert fresh.shell.status is None
    assert fresh.shell.why_no_writes == "No vault is open."


def test_enter_goes_through_the_first_steps_and_presses_the_button_that_has_the_focus(
    fresh: MainWindow, until: Callable[..., None]
) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1 and bool(steps.models))
    until(steps.vaults.hasFocus)
    QTest.keyClick(steps.vaults, Qt.Key.Key_Return)
    assert steps.number.text() == "Step 2 of 3"
    assert steps.languages["auto"].hasFocus()
    QTest.keyClick(steps.languages["auto"], Qt.Key.Key_Return)
    assert steps.number.text() == "Step 3 of 3"
    steps.back_button.setFocus()
    QTest.keyClick(steps.back_button, Qt.Key.Key_Return)
    assert steps.number.text() == "Step 2 of 3"
    QTest.keyClick(steps.languages["auto"], Qt.Key.Key_Return)
    QTest.keyClick(steps.next_button, Qt.Key.Key_Return)
    assert fresh.sidebar.isVisible()
    until(lambda: fresh.shell.status is not None and fresh.shell.status.notes == 4)


def test_each_arrow_of_the_languages_takes_the_keys_along_and_the_chosen_one_has_them_again(
    fresh: MainWindow, until: Callable[..., None]
) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1 and bool(steps.models) and steps.vaults.hasFocus())
    QTest.keyClick(steps.vaults, Qt.Key.Key_Return)
    for code in ("en", "ru"):
        QTest.keyClick(fresh.focusWidget(), Qt.Key.Key_Down)
        assert steps.languages[code].isChecked()
        assert steps.languages[code].hasFocus()
    QTest.keyClick(fresh.focusWidget(), Qt.Key.Key_Return)
    assert steps.number.text() == "Шаг 3 из 3"
    steps.back_button.click()
    assert steps.languages["ru"].hasFocus()


def test_the_sample_vault_is_one_key_away(fresh: MainWindow, until: Callable[..., None]) -> None:
    steps = fresh.first_run
    assert steps is not None
    steps.sample_button.click()
    until(lambda: fresh.shell.status is not None and fresh.shell.status.notes > 40)
    assert steps.number.text() == "Step 2 of 3"


def test_the_keys_stay_where_they_are_when_a_vault_is_opened(fresh: MainWindow, until: Callable[..., None]) -> None:
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.vaults.count() == 1)
    steps.sample_button.setFocus()
    QTest.keyClick(steps.sample_button, Qt.Key.Key_Return)
    until(lambda: fresh.shell.status is not None and fresh.shell.status.notes > 40)
    assert fresh.focusWidget() is steps.languages["auto"]
    fresh.show_place("links")
    links = fresh.place("links")
    before = fresh.focusWidget()
    assert before is links or links.isAncestorOf(before)
    fresh.shell.open_again()
    until(lambda: fresh.shell.status is not None and not links.is_loading)
    now = fresh.focusWidget()
    assert now is links or links.isAncestorOf(now)


def test_a_key_to_a_place_ends_the_first_steps(fresh: MainWindow) -> None:
    assert not fresh.sidebar.isVisible()
    QTest.keyClick(fresh, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert fresh.stack.currentWidget() is fresh.place("settings")
    assert fresh.sidebar.isVisible()


def test_without_any_vault_in_sight_the_first_step_says_so_and_offers_the_sample(
    fresh: MainWindow, until: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "config" / "obsidian" / "obsidian.json").unlink()
    fresh.show_first_run()
    steps = fresh.first_run
    assert steps is not None
    until(lambda: steps.no_vaults.isVisible() and steps.vaults.count() == 0)
    assert not steps.vaults.isVisible()
    until(lambda: fresh.focusWidget() is steps.sample_button)


def test_leaving_stops_what_is_being_streamed_at_once(window: MainWindow, until: Callable[..., None]) -> None:
    begun: list[int] = []

    ended = threading.Event()

    def endless(session: api.Session, stop):
        while not stop.cancelled():
            begun.append(1)
            yield 1
            time.sleep(0.01)
        ended.set()

    window.shell.bridge.stream(window, endless, lambda _: None)
    until(lambda: bool(begun))
    window.close()
    assert not window.isVisible()
    assert ended.wait(60)


def _name(one: QWidget) -> str:
    if one.accessibleName():
        return one.accessibleName()
    if isinstance(one, QAbstractButton):
        return one.text()
    return ""


@pytest.mark.parametrize(
    ("newest", "said"),
    [("99.1", "Version 99.1 is out; it is installed the way this one was."), ("0.0.1", "No newer version is out.")],
)
def test_a_newer_version_is_looked_for_by_the_command_alone(
    window: MainWindow, until: Callable[..., None], monkeypatch: pytest.MonkeyPatch, newest: str, said: str
) -> None:
    asked: list[str] = []
    sentences: list[str] = []
    monkeypatch.setattr(api, "newest_release", lambda: asked.append("") or api.Release("0.1.0", newest))
    monkeypatch.setattr(window.status_line, "say", sentences.append)
    QTest.qWait(50)
    assert asked == []

    window.shell.commands.run("window.version")
    until(lambda: said in sentences)

    assert len(asked) == 1


def test_notes_that_vanished_all_at_once_are_let_go_by_a_command(
    window: MainWindow, tmp_path: Path, until: Callable[..., None]
) -> None:
    root = window.shell.root
    assert root is not None
    notes = sorted(root.rglob("*.md"))
    act = window.shell.commands.run
    act("vault.let_go")
    until(lambda: "all that are found are there" in window.status_line.said.text())
    for note in notes[: len(notes) // 2]:
        note.rename(tmp_path / note.name)
    act("vault.let_go")
    until(lambda: "found no more" in window.status_line.said.text())
    assert window.status_line.said.text() == f"{len(notes) // 2} notes are found no more."


def test_a_vault_whose_folder_is_gone_is_said_until_it_is_back(
    window: MainWindow, english: Translation, tmp_path: Path, until: Callable[..., None]
) -> None:
    root = window.shell.root
    assert root is not None
    english.use("ru")
    away = tmp_path / "away"
    root.rename(away)
    until(lambda: "исчезла или не подключена" in window.status_line.index.text())
    away.rename(root)
    until(lambda: "не подключена" not in window.status_line.index.text())
