"""Diary notes and templates, recognised where no setting names them."""

import pytest

from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.noise import is_among_templates, is_diary
from vaultmind.suggesting.packing import pack_notes, unpack_words, words_packed
from vaultmind.suggesting.words import words_of_note


@pytest.mark.parametrize(
    "name",
    [
        "2024-05-09", "2024.05.09", "2024_05_09", "20240509", "09.05.2024", "9 мая 2024", "9 мая 2024 года",
        "9 мая 2024 г.", "9 мая", "May 9, 2024", "9th May 2024", "2024-05-09 Thursday", "Четверг, 9 мая 2024",
        "2024-05-09 чт", "2024-05-09 (пт)", "Thu 9 May 2024", "2024-W19", "2024-05", "2024-Q2", "Май 2024", "May 2024",
    ],
)  # fmt: skip
def test_a_note_called_by_a_date_is_a_diary_note(name: str) -> None:
    assert is_diary(NotePath(f"Дневник/2024/{name}.md"))


@pytest.mark.parametrize(
    "name",
    [
        "202405091230", "2024", "1958", "The frost of 9 May", "2024-05-09 Meeting", "День 9 мая", "Май", "March", "Sat",
        "202402241015 Черенки режут спящими", "2024-13-45", "12.5", "Marsh 2024",
    ],
)  # fmt: skip
def test_a_note_called_by_more_or_less_than_a_date_is_none(name: str) -> None:
    assert not is_diary(NotePath(f"{name}.md"))


@pytest.mark.parametrize("path", ["Templates/a.md", "_templates/a.md", "x/99 Шаблоны/b.md", "Templater/c.md"])
def test_a_note_in_a_usual_folder_of_templates_is_one(path: str) -> None:
    assert is_among_templates(NotePath(path))


@pytest.mark.parametrize("path", ["Templates.md", "template engines/a.md", "Обои и шаблоны/a.md"])
def test_a_note_that_is_only_about_templates_is_none(path: str) -> None:
    assert not is_among_templates(NotePath(path))


def is_template(text: str) -> bool:
    read = words_of_note(read_note(NotePath("n.md"), text.encode("utf-8")))
    job = pack_notes([(NotePath("n.md"), text.encode("utf-8"))])
    assert job is not None
    (packed,) = unpack_words(words_packed(job))
    assert packed.is_template == read.is_template
    return read.is_template


@pytest.mark.parametrize(
    "text",
    ["---\nmade: {{date}}\n---\n", "# {{title}}\n", "{{date:YYYY}} and {{ time }}", "# <% tp.file.title %>\n",
     "<% tp.date.now() %>\n<%* await tp.system.prompt() %>"],
)  # fmt: skip
def test_a_note_that_is_to_be_filled_is_a_template(text: str) -> None:
    assert is_template(text)


@pytest.mark.parametrize(
    "text",
    [
        "Write {{date}} there.",
        "`{{date}}` and `{{time}}`",
        "```\n# {{title}}\n{{date}}\n```\n",
        "# About {{x}} and {{y}}\n",
    ],
)
def test_a_note_that_only_tells_of_templates_is_none(text: str) -> None:
    assert not is_template(text)
