"""Which keys may be taken, what each system calls them, and what is said of the others."""

import pytest
from vaultmind_ui.hotkey.keys import Chord, chord_of, taken, why_not
from vaultmind_ui.hotkey.macos import _CODES
from vaultmind_ui.hotkey.portal import trigger_of
from vaultmind_ui.hotkey.windows import virtual_key
from vaultmind_ui.hotkey.x11 import _keysym

pytestmark = pytest.mark.usefixtures("qapp")


def test_these_may_be_taken() -> None:
    allowed = ("Ctrl+Alt+Space", "Alt+Space", "Meta+J", "Ctrl+Shift+K", "F9", "Ctrl+F1", "Alt+`")
    assert {key: why_not(key) for key in allowed} == dict.fromkeys(allowed, "")


def test_these_belong_to_every_program() -> None:
    refused = ("Esc", "Ctrl+Esc", "Tab", "Alt+Tab", "Return", "Ctrl+Alt+Del", "A", "Shift+A", "Ctrl+C", "Ctrl+K, B", "")
    assert [key for key in refused if not why_not(key).endswith(".")] == []


def test_a_chord_is_read_from_qts_form() -> None:
    assert chord_of("Ctrl+Alt+Space") == Chord("space", frozenset({"ctrl", "alt"}))
    assert chord_of("Shift+Meta+A") == Chord("a", frozenset({"shift", "meta"}))
    assert chord_of("Ctrl+Alt+Ж") is None


def test_each_system_has_its_name_for_a_key() -> None:
    space, letter, f12 = (Chord(name, frozenset({"ctrl", "alt"})) for name in ("space", "j", "f12"))
    assert [_keysym(one) for one in (space, letter, f12)] == [0x20, 0x6A, 0xFFC9]
    assert [virtual_key(one) for one in (space, letter, f12)] == [0x20, 0x4A, 0x7B]
    assert [_CODES[one.name] for one in (space, letter, f12)] == [49, 38, 111]
    assert [trigger_of(one) for one in (space, letter, f12)] == ["CTRL+ALT+space", "CTRL+ALT+j", "CTRL+ALT+F12"]
    assert trigger_of(Chord("`", frozenset({"meta"}))) == "LOGO+grave"


def test_a_taken_key_is_named_with_what_to_do() -> None:
    assert taken("Ctrl+Alt+Space").startswith("Ctrl+Alt+Space is taken by another program")
    assert "Settings" in taken("Ctrl+Alt+Space")
