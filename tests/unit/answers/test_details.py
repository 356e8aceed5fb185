import pytest

from vaultmind.answers.details import Evidence, missing_details

ALIKE = [
    ("Встреча 16 июня 2025 года.", "Встреча была 2025-06-16."),
    ("Встреча 16.06.2025.", "16 июня 2025 г. встретились"),
    ("It is on 12 November.", "12 November at 9:30"),
    ("It is on November 12, 2024.", "on the 12th of Nov. 2024"),
    ("It was on May 3.", "3 мая 2020"),
    ("Около 2 000 гостей.", "2000 guests"),
    ("It cost 1,234.50 euros.", "1 234,50 €"),
    ("There were 1,500.", "1500"),
    ("Half is 0.5.", "0,5"),
    ("Хранится 14 дней.", "Хранится четырнадцать дней"),
    ("It took 3 hours.", "three hours"),
    ("Ответил Пётр Иванов.", "с Петром Ивановым говорили"),
    ("He lives in New York.", "New York"),
    ("Написано «красная почва».", "На красной почве"),
    ("Он из Питсбурга.", "He is from Pittsburgh"),
    ("The answer is short.", "nothing"),
    ("In the 10 марок case", "10 марок"),
]


@pytest.mark.parametrize(("statement", "evidence"), ALIKE)
def test_the_same_thing_written_otherwise_is_there(statement: str, evidence: str) -> None:
    assert missing_details(statement, Evidence.of(evidence)) == ()


@pytest.mark.parametrize(
    ("statement", "evidence", "missing"),
    [
        ("Встреча 17 июня 2025.", "2025-06-16", ("17 июня 2025",)),
        ("Встреча 16 июня 2024.", "2025-06-16", ("16 июня 2024",)),
        ("It took 30 minutes.", "It took 3 minutes and 0 seconds.", ("30",)),
        ("It took 3.5 minutes.", "It took 35 minutes.", ("3.5",)),
        ("Answered by Ivan Petrov.", "by Ivan Sidorov", ("Petrov",)),
        ("Answered by Dr. Petrov.", "by Dr. Sidorov", ("Petrov",)),
        ("Сказано «чёрная почва».", "красная почва, чёрная", ("«чёрная почва»",)),
        ("From 1990 to 2001, 5 times.", "1990 5", ("2001",)),
        ("Он жил в Киеве и Львове.", "Львов", ("Киеве",)),
    ],
)
def test_what_is_not_there_is_named_as_written(statement: str, evidence: str, missing: tuple[str, ...]) -> None:
    assert missing_details(statement, Evidence.of(evidence)) == missing
