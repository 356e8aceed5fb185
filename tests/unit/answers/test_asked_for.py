import pytest

from vaultmind.answers.asked_for import AskedFor, asked_for, has_what_is_asked


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Когда белили?", AskedFor.TIME),
        ("В каком году построен дом?", AskedFor.TIME),
        ("What year was it built, and who built it?", AskedFor.TIME),
        ("In which season is it sown?", AskedFor.TIME),
        ("What time does the train leave?", AskedFor.CLOCK),
        ("В котором часу поезд?", AskedFor.CLOCK),
        ("Во сколько приехал мастер?", AskedFor.CLOCK),
        ("Во сколько раз дороже?", AskedFor.AMOUNT),
        ("How deep is the well?", AskedFor.AMOUNT),
        ("Сколько вёдер?", AskedFor.AMOUNT),
        ("Зачем белят?", AskedFor.REASON),
        ("Кем привита Титовка?", AskedFor.PERSON),
        ("Whose recipe is it?", AskedFor.PERSON),
        ("Какой подвой?", None),
        ("Что показал кто-нибудь?", AskedFor.PERSON),
        ("Каков некто?", None),
    ],
)
def test_the_question_word_says_what_is_asked_for(question: str, kind: AskedFor | None) -> None:
    assert asked_for(question) is kind


@pytest.mark.parametrize(
    ("kind", "sentence", "following", "has"),
    [
        (AskedFor.TIME, "Белили 28 октября.", "", True),
        (AskedFor.TIME, "Built in 1887.", "", True),
        (AskedFor.TIME, "Ушло 31 ведро.", "", False),
        (AskedFor.CLOCK, "It leaves at 03:15.", "", True),
        (AskedFor.CLOCK, "It leaves at 9 pm.", "", True),
        (AskedFor.CLOCK, "Приехал в 9 часов.", "", True),
        (AskedFor.CLOCK, "Ехал 9 часов.", "", False),
        (AskedFor.CLOCK, "Built in 1887 for 12.50.1 roubles.", "", False),
        (AskedFor.AMOUNT, "Ушло два ведра.", "", True),
        (AskedFor.AMOUNT, "Ушло ведро.", "", False),
        (AskedFor.PERSON, "Старую привил Пётр.", "", True),
        (AskedFor.PERSON, "Старую привили весной.", "", False),
        (AskedFor.REASON, "It is white because of the sun.", "", True),
        (AskedFor.REASON, "Белят осенью: ствол не греется.", "", True),
        (AskedFor.REASON, "Bark splits.", "That is the whole argument.", True),
        (AskedFor.REASON, "Bark splits.", "That is a tree.", False),
        (AskedFor.REASON, "That is the reason.", "", False),
    ],
)
def test_what_a_sentence_has(kind: AskedFor, sentence: str, following: str, has: bool) -> None:
    assert has_what_is_asked(kind, sentence, following) is has
