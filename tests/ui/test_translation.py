"""Every string is translated, and what is compiled is what is written."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from vaultmind_ui.links.phrases import reason_words
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.models.shelf import paused_words
from vaultmind_ui.translation import Language, Translation

from vaultmind import api

ROOT = Path(__file__).resolve().parents[2]


def test_every_string_is_translated_and_compiled() -> None:
    checked = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "--check"], check=False, capture_output=True
    )
    assert (checked.returncode, checked.stdout.decode()) == (0, "Every string is translated.\n")


def _sentences(language: str) -> Iterator[tuple[str, str]]:
    """Yield every string of the window: as it is written in the code, and each of its forms in a language."""
    for file in sorted((ROOT / "resources" / "translations" / language).glob("*.ts")):
        for message in ElementTree.parse(file).iter("message"):
            translation = message.find("translation")
            assert translation is not None
            for form in translation.findall("numerusform") or [translation]:
                yield message.findtext("source") or "", form.text or ""


def test_no_sentence_writes_a_percent_sign_but_as_its_language_does() -> None:
    """English has no blank before it, Russian one that breaks no line; ``Size of text, %`` is a unit by itself."""
    sign = r"%(?![1-9nL])"
    for source, russian in _sentences("ru"):
        assert not re.search(rf"(?<!,)\s{sign}", source), source
        assert not re.search(rf"(?<![\u00a0 ]){sign}|(?<!,) {sign}", russian), russian
    for _, english in _sentences("en"):
        assert not re.search(rf"(?<!,)\s{sign}", english), english


@pytest.mark.parametrize(("language", "space"), [("en", ""), ("ru", "\u00a0")])
def test_a_share_in_a_sentence_is_written_as_its_language_does(
    window: MainWindow, english: Translation, language: Language, space: str
) -> None:
    english.use(language)
    window.shell.use_text_percent(120)
    begun = api.BegunModel("m", api.ModelKind.CHAT, "m", 50, 200)
    for said, share in (
        (window.status_line.said.text(), 120),
        (paused_words(begun), 25),
        (reason_words(api.SuggestionReason(api.SuggestionReasonKind.SAME_TEXT, "83")), 83),
    ):
        assert f"{share}{space}%" in said
    window.shell.use_text_percent(100)


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
