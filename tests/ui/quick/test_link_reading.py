"""Links are read like a stranger's: what is not as it should be is refused as a whole."""

from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vaultmind_ui.link_reading import LinkRefused, ReadLink, read_link

from vaultmind import api

HOME, TWIN, OTHER = Path("/v/Сад"), Path("/w/Twin"), Path("/x/Twin")
CHOICES = (
    api.VaultChoice("Сад", HOME, is_known=True, in_obsidian=True),
    api.VaultChoice("Twin", TWIN, is_known=True, in_obsidian=False),
    api.VaultChoice("Twin", OTHER, is_known=True, in_obsidian=False),
    api.VaultChoice("Unopened", Path("/u/Unopened"), is_known=False, in_obsidian=True),
)


def test_a_question_is_filled_in_and_a_note_is_shown() -> None:
    assert read_link("vaultmind://ask?question=How%20deep%3F", CHOICES) == ReadLink("ask", question="How deep?")
    asked = read_link(f"vaultmind://ask?vault={quote('Сад')}&question={quote('Когда цвели яблони?')}", CHOICES)
    assert asked == ReadLink("ask", HOME, question="Когда цвели яблони?")
    opened = read_link("vaultmind://open?note=A%2FB.md&heading=C", CHOICES)
    assert opened == ReadLink("open", note="A/B.md", heading="C")
    assert read_link("vaultmind://open", CHOICES) == ReadLink("open")


def test_a_vault_is_known_by_its_name_or_its_folder_and_only_if_it_was_opened_here() -> None:
    assert read_link(f"vaultmind://open?vault={quote(str(TWIN))}", CHOICES).vault == TWIN
    with pytest.raises(LinkRefused, match="several vaults are called Twin"):
        read_link("vaultmind://open?vault=Twin", CHOICES)
    for name in ("Unopened", "/etc", "..", "/u/Unopened"):
        with pytest.raises(LinkRefused, match="is no vault that was opened here"):
            read_link(f"vaultmind://open?vault={quote(name)}", CHOICES)


STRANGE = (
    "vaultmind://write?text=x",
    "vaultmind://settings?model=x",
    "vaultmind://ask?question=x&submit=1",
    "vaultmind://ask?question=x&question=y",
    "vaultmind://ask/now?question=x",
    "vaultmind://ask?question=x#go",
    "vaultmind://ask?question=a%00b",
    "vaultmind://ask?question=a%0Ab",
    "vaultmind://ask?question=a%E2%80%AEb",
    "vaultmind://ask?question=a\nb",
    "vaultmind://o\rpen?note=a.md",
    "\tvaultmind://ask?question=x",
    "vaultmind://ask?question=%FF",
    "vaultmind://ask?question=" + "x" * 2001,
    "vaultmind://open?note=..%2F..%2Fetc%2Fpasswd",
    "vaultmind://open?note=%2Fetc%2Fpasswd",
    "vaultmind://open?note=%5C%5Chost%5Cshare",
    "vaultmind://open?note=C%3A%5CWindows",
    "vaultmind://open?note=a%2F%2Fb",
    "vaultmind://user@ask?question=x",
    "vaultmind:ask?question=x",
    "https://ask?question=x",
    "vaultmind://ask?question",
    "vaultmind://[ask?question=x",
    "",
)


def test_anything_else_is_refused_in_a_sentence() -> None:
    for link in STRANGE:
        with pytest.raises(LinkRefused, match="not well formed"):
            read_link(link, CHOICES)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_no_text_does_more_than_fill_a_field_or_show_a_note_inside(query: str, value: str) -> None:
    for link in (f"vaultmind://ask?{query}", f"vaultmind://open?note={quote(value)}", f"vaultmind://{query}"):
        try:
            read = read_link(link, CHOICES)
        except LinkRefused:
            continue
        assert read.do in ("ask", "open")
        assert read.vault in (None, HOME, TWIN, OTHER)
        assert ".." not in read.note.split("/")
        assert not read.note.startswith("/")
