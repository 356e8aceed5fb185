"""A recipe is found by its title, an alias or a part of either that only one of them has."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.answers.recipes.naming import recipes_named
from vaultmind.answers.recipes.reading import read_recipe
from vaultmind.domain.link import NotePath
from vaultmind.domain.recipe import Recipe


def recipe(name: str, title: str, language: str, aliases: str = "", *, note: str = "") -> Recipe:
    text = f"---\nvaultmind: recipe\nname: {name}\ntitle: {title}\nlanguage: {language}\n{aliases}---\n## A\n\nSay.\n"
    return read_recipe(text, path=NotePath(note or f"Recipes/{title}.md"), shipped=not note)


ALL = (
    recipe("key-thoughts", "Key thoughts", "en"),
    recipe("key-thoughts", "Ключевые мысли", "ru"),
    recipe("compare", "Сравнение заметок", "ru"),
    recipe("questions", "Questions to think about", "en"),
    recipe("questions", "Вопросы для размышления", "ru"),
    recipe("count", "Счёт за неделю", "ru", "aliases:\n  - Подсчёт\n  - Итого\n", note="Recipes/Бухгалтерия.md"),
    recipe("thanks", "Thank-you letter", "en", "aliases: Gratitude, Mercy\n", note="Recipes/Thanks.md"),
    recipe("think", "Think", "en", "alias: Ponder\n", note="Recipes/Think.md"),
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ключевые МЫСЛИ", "key-thoughts"),
        ("  Key   thoughts ", "key-thoughts"),
        ("счет за неделю", "count"),
        ("СЧЁТ", "count"),
        ("подсчет", "count"),
        ("Recipes/Бухгалтерия.md", "count"),
        ("бухгалтерия", "count"),
        ("mercy", "thanks"),
        ("ponder", "think"),
        ("сравн", "compare"),
        ("заметок", "compare"),
        ("размышл", "questions"),
        ("think", "think"),
        ("Счёт за неделю", "count"),
    ],
)
def test_a_recipe_is_found_by_what_it_is_called_and_by_a_part_that_is_its_own(written: str, name: str) -> None:
    assert {one.name for one in recipes_named(written, ALL)} == {name}


def test_a_part_of_several_names_them_all_unless_one_is_in_the_language() -> None:
    assert {one.name for one in recipes_named("th", ALL)} == {"thanks", "think"}
    assert {one.language for one in recipes_named("о", ALL, language="ru")} == {"ru"}
    assert {one.name for one in recipes_named("think", ALL[:-1], language="en")} == {"questions"}
    assert {one.name for one in recipes_named("e", ALL, language="ru")} == {"key-thoughts", "compare", "questions"}
    assert recipes_named("", ALL) == []
    assert recipes_named("Nothing such", ALL) == []
    assert recipes_named("recipes", ALL) == []


@settings(max_examples=40)
@given(st.sampled_from(ALL), st.booleans(), st.booleans())
def test_each_is_found_by_its_whole_title_however_it_is_written(one: Recipe, is_loud: bool, is_plain: bool) -> None:
    written = one.title.upper() if is_loud else one.title
    assert one in recipes_named(written.replace("ё", "е").replace("Ё", "Е") if is_plain else written, ALL)
