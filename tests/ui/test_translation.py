"""Every string is translated, and what is compiled is what is written."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.translation import Translation

from vaultmind import api

ROOT = Path(__file__).resolve().parents[2]


def test_every_string_is_translated_and_compiled() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "--check"], check=False, capture_output=True
    )
    assert (checked.returncode, checked.stdout.decode()) == (0, "Every string is translated.\n")


def test_russian_has_its_three_plurals_and_english_its_two(window: MainWindow, english: Translation) -> None:
    line = window.status_line
    assert [line.tr("%Ln note(s)", "", count) for count in (1, 2, 5)] == ["1 note", "2 notes", "5 notes"]
    english.use("ru")
    said = [line.tr("%Ln note(s)", "", count) for count in (1, 22, 11, 105)]
    assert said == ["1 заметка", "22 заметки", "11 заметок", "105 заметок"]
    assert line.tr("%Ln note(s)", "", 6000) == "6\u00a0000 заметок"


def test_words_that_are_written_anew_on_the_disk_leave_a_running_window_whole(
    english: Translation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = tmp_path / "vaultmind_ru.qm"
    shutil.copy(api.resource("translations") / words.name, words)
    monkeypatch.setattr(api, "resource", lambda _: tmp_path)
    english.use("ru")
    words.write_bytes(b"")
    assert QCoreApplication.translate("Core", "%1 is not a folder.") == "%1 — не папка."
