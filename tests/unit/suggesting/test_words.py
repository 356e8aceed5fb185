"""The words that may become links: where they are, what parts them, and what is never looked into."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.words import BORDER, NO_LINK, NoteWords, name_stems, words_of_note


def words(text: str) -> NoteWords:
    return words_of_note(read_note(NotePath("n.md"), text.encode("utf-8")))


@pytest.mark.parametrize(
    "text",
    [
        "---\nabout: garden\n---\n",
        "`garden`",
        "```\ngarden\n```",
        "> ```\n> garden\n> ```",
        "$garden$",
        "%% garden %%",
        "https://garden.example/garden",
        "me@garden.org",
        "#garden",
        "text ^garden",
        "![[garden]]",
        '<a title="garden">',
        "garden:: 3",
        "word[^garden]",
        '<% tp.file.include("garden") %>',
        "<%*\nif (1 < 2 % 3) {\n  garden\n}\n-%>",
        "{{garden}}",
        "[x][garden]\n\n[garden]: Other.md",
        "A [garden] day",
        "A [[garden is not there yet",
        "A [garden:: 3] day",
        "A (garden:: 3) day",
        '<a href="https://a.b">my <b>garden</b></a>',
        '<A HREF="https://a.b">garden</A>',
    ],
)
def test_what_is_no_prose_is_not_looked_into(text: str) -> None:
    assert "garden" not in words(text).stems


@pytest.mark.parametrize(
    "text",
    [
        "[^1]: garden",
        "- [ ] garden",
        "[a](b.md) garden",
        '<a href="x">x</a> garden',
        "[[a]] garden",
        "[a:: garden",
        "(garden)",
    ],
)
def test_what_stands_beside_brackets_is_prose(text: str) -> None:
    assert "garden" in words(text).stems


@pytest.mark.parametrize(
    "text", ["<% a %> garden <% b %>", "`<%` garden", "<% a\n\ngarden <% b %>", "{{ garden", "{garden}"]
)
def test_what_stands_beside_code_of_templates_is_prose(text: str) -> None:
    assert "garden" in words(text).stems


def test_each_stem_keeps_the_place_of_its_word() -> None:
    text = "Пишу нейросетью, и **gardens** тоже."
    found = words(text)
    at = found.stems.index("garden")
    assert found.span(at, at + 1).of(text) == "gardens"
    assert found.span(1, 2).of(text) == "нейросетью"


def test_a_link_shows_its_words_and_what_stands_around_them_is_one_phrase() -> None:
    found = words("the [[Soil|red clay]] here")
    assert found.stems == ("the", "red", "clay", "here")
    assert list(found.link_of) == [NO_LINK, 0, 0, NO_LINK]
    (linked,) = found.linked
    assert found.stems[linked.first : linked.last] == ("red", "clay")


@pytest.mark.parametrize("between", [". ", " | ", "\n\n", "; ", ", ", "\n- "])
def test_what_does_not_belong_together_is_parted(between: str) -> None:
    assert BORDER in words(f"red{between}clay").stems


@pytest.mark.parametrize("between", [" ", "-", "\n", " **", "_"])
def test_what_belongs_together_is_not_parted(between: str) -> None:
    assert words(f"red{between}clay").stems == ("red", "clay")


@pytest.mark.parametrize(("form", "name"), [("ссылок", "ссылка"), ("рынка", "рынок"), ("отца", "отец")])
def test_a_fleeting_vowel_makes_no_other_name(form: str, name: str) -> None:
    assert name_stems(form) == name_stems(name)


@pytest.mark.parametrize(
    "forms",
    [
        "ислам ислама исламом", "режим режимы режимам", "система систем системами", "время времени временах",
        "новость новостью новостей", "население населению", "обучающийся обучающиеся", "Иванов Ивановым Ивановой",
        "правило правила правил правилами", "история историй историями", "правовой правовую правовыми", "имя именем",
    ],
)  # fmt: skip
def test_all_forms_of_a_word_are_one_name(forms: str) -> None:
    assert len({name_stems(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "forms",
    [
        "сон сна сну сном снов", "день дня днём дней днями", "огонь огня огнём огней", "Лев Льва Львом Львы",
        "ветер ветра ветров", "отец отца отцов", "кусок куска кусков", "письмо писем письма", "окно окон окна",
        "лёд льда", "рот рта", "пёс пса псы", "угол угла углы", "церковь церкви церквей", "любовь любви",
        "мать матери", "сестра сестёр", "яйцо яиц", "ручей ручья ручьи", "человек люди людей людьми",
        "ребёнок дети детей детьми ребёнка", "друг друзья друзей", "небо небеса",
        "котёнок котята", "гражданин граждане", "цветок цветы", "наём найма",
        "mouse mice", "man men", "woman women", "policeman policemen", "child children", "analysis analyses",
        "index indices indexes", "matrix matrices", "knife knives", "Criterion criteria", "foot feet", "person people",
    ],
)  # fmt: skip
def test_words_without_a_stem_in_common_are_one_name(forms: str) -> None:
    assert len({name_stems(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("дно", "день"), ("карет", "карта"), ("мха", "мех"), ("бра", "бор"), ("почёт", "почта"), ("порка", "пора"),
        ("после", "посол"), ("из", "иза"),
        ("наём", "на"), ("specimen", "speciman"), ("leaves", "leaf"), ("lives", "life"), ("media", "medium"),
    ],
)  # fmt: skip
def test_a_word_that_only_looks_irregular_is_another_name(word: str, name: str) -> None:
    assert name_stems(word) != name_stems(name)


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("численность", "число"), ("временная", "время"), ("именно", "имя"), ("населённых", "население"),
        ("правилам", "право"), ("водяным", "вода"), ("работает", "работа"), ("правительственных", "правительство"),
    ],
)  # fmt: skip
def test_a_word_that_is_made_of_another_is_another_name(word: str, name: str) -> None:
    assert name_stems(word) != name_stems(name)


def test_words_of_headings_are_told_apart() -> None:
    found = words("# Garden\n\nGarden")
    assert [place in found.headings for place, stem in enumerate(found.stems) if stem == "garden"] == [True, False]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab ю\u0438\u0306[]()|`$%#^-_.:!\n\t>*<0", max_size=80))
def test_any_text_gives_words_inside_it_in_order(text: str) -> None:
    found = words(text)
    on_disk = read_note(NotePath("n.md"), text.encode("utf-8")).text
    assert len(found.stems) == len(found.starts) == len(found.ends) == len(found.link_of)
    assert all(start <= end <= len(on_disk) for start, end in zip(found.starts, found.ends, strict=True))
    assert list(found.starts) == sorted(found.starts)
