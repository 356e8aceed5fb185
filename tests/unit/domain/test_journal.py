"""Where the notes of the journal are now."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.journal import Action, EntryState, JournalEntry, current_place, places_now
from vaultmind.domain.link import NotePath

NAMES = st.sampled_from([NotePath(name) for name in ("a.md", "b.md", "F/c.md")])


@st.composite
def journals(draw: st.DrawFn) -> list[JournalEntry]:
    """Any order of changes and renames among three notes, whether they were done or not."""
    made = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        is_rename = draw(st.booleans())
        action, state = Action.RENAME if is_rename else Action.CHANGE, draw(st.sampled_from(EntryState))
        new = draw(NAMES) if is_rename else None
        made.append(JournalEntry(number, f"b{number}", "", action, draw(NAMES), new, "", "", state, None, None, (), ""))
    return made


@settings(max_examples=200)
@given(journals())
def test_a_note_is_where_the_renames_after_its_entry_took_it(journal: list[JournalEntry]) -> None:
    renames = [one for one in journal if one.action is Action.RENAME]
    places = places_now(journal, renames)
    for at, entry in enumerate(journal):
        was_moved = entry.state is EntryState.DONE and entry.new_note is not None
        left_at = entry.new_note if was_moved and entry.new_note else entry.note
        assert places[entry.id] == current_place(left_at, journal[at + 1 :])
