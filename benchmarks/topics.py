"""Whether search tells topics that a vault speaks of from others: ``python benchmarks/topics.py GOLD --data DIR``.

GOLD and DIR as for ``benchmarks/retrieval.py``; the paragraphs of xquad_ru and xquad_en are about forty subjects each.
Those, some things said in them, and as many topics of neither are asked as ``search --cover`` is, in both languages.
Prints a Markdown row for each vault and language of the topic: how many of the topics that are there were taken to be
there, and how many of the others were not; with ``--half 1`` of those that did not choose the bars, ``--half 0`` of
those that did, by default of all.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import blake2b
from pathlib import Path

import platformdirs
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.retrieval.cover import cover_topic
from vaultmind.retrieval.weights import SHIPPED

PASSAGES = 60
THERE: Mapping[str, Sequence[str]] = {
    "en": (
        "1973 oil crisis",
        "American Broadcasting Company",
        "Apollo program",
        "Black Death",
        "Chloroplast",
        "Construction",
        "Doctor Who",
        "Economic inequality",
        "European Union law",
        "Force",
        "Fresno, California",
        "Genghis Khan",
        "Geology",
        "Harvard University",
        "Huguenots",
        "Immune system",
        "Imperialism",
        "Intergovernmental Panel on Climate Change",
        "Islamism",
        "Jacksonville, Florida",
        "Kenya",
        "Martin Luther",
        "Newcastle upon Tyne",
        "Nikola Tesla",
        "Normans",
        "Oxygen",
        "Pharmacy",
        "Prime numbers",
        "Private schools",
        "The Rhine",
        "Scottish Parliament",
        "Sky television",
        "Southern California",
        "Super Bowl 50",
        "Teachers",
        "United Methodist Church",
        "Victoria, Australia",
        "Victoria and Albert Museum",
        "Warsaw",
        "Yuan dynasty",
        "plague in Europe",
        "moon landing",
        "photosynthesis",
        "income gap",
        "Mongol empire",
        "stocks of fuel and embargo",
        "white blood cells",
        "colonial empires",
        "climate change reports",
        "religious reformation",
        "alternating current",
        "gas in the atmosphere",
        "dispensing medicines",
        "tuition fees",
        "river in Germany",
        "American football final",
        "museum in London",
        "capital of Poland",
    ),
    "ru": (
        "нефтяной кризис 1973 года",
        "телекомпания ABC",
        "программа Аполлон",
        "чёрная смерть",
        "хлоропласты",
        "строительство",
        "Доктор Кто",
        "экономическое неравенство",
        "право Европейского союза",
        "сила в физике",
        "Фресно, Калифорния",
        "Чингисхан",
        "геология",
        "Гарвардский университет",
        "гугеноты",
        "иммунная система",
        "империализм",
        "межправительственная группа по изменению климата",
        "исламизм",
        "Джексонвилл, Флорида",
        "Кения",
        "Мартин Лютер",
        "Ньюкасл",
        "Никола Тесла",
        "норманны",
        "кислород",
        "аптека и фармацевты",
        "простые числа",
        "частные школы",
        "Рейн",
        "шотландский парламент",
        "телевидение Sky",
        "Южная Калифорния",
        "Супербоул 50",
        "учителя",
        "методистская церковь",
        "Виктория в Австралии",
        "музей Виктории и Альберта",
        "Варшава",
        "династия Юань",
        "чума в Европе",
        "полёт на Луну",
        "фотосинтез",
        "разрыв в доходах",
        "монгольская империя",
        "эмбарго на нефть",
        "лейкоциты",
        "колониальные империи",
        "доклады об изменении климата",
        "реформация церкви",
        "переменный ток",
        "газ в атмосфере",
        "отпуск лекарств",
        "плата за обучение",
        "река в Германии",
        "финал американского футбола",
        "музей в Лондоне",
        "столица Польши",
    ),
}
ELSEWHERE: Mapping[str, Sequence[str]] = {
    "en": (
        "sourdough bread baking",
        "quantum chromodynamics",
        "beekeeping",
        "violin repair",
        "Python decorators",
        "tomato growing in a greenhouse",
        "blockchain smart contracts",
        "origami",
        "dog training",
        "Spanish grammar subjunctive",
        "knitting patterns",
        "mortgage refinancing",
        "yoga for beginners",
        "Kubernetes deployment",
        "chess openings",
        "espresso extraction",
        "marathon training plan",
        "wedding speech",
        "Japanese calligraphy",
        "electric guitar pedals",
        "sleep hygiene",
        "tax return deadline",
        "toddler potty training",
        "houseplant watering",
        "bicycle brake adjustment",
        "machine learning gradient descent",
        "stand-up comedy",
        "sushi rice",
        "tinnitus",
        "astrology signs",
        "fly fishing",
        "watercolour painting",
        "vegan cheese",
        "squat technique",
        "salsa dancing",
        "woodworking joints",
        "podcast microphones",
        "minimalist wardrobe",
        "crossword puzzles",
        "scuba diving certificate",
    ),
    "ru": (
        "выпечка хлеба на закваске",
        "квантовая хромодинамика",
        "пчеловодство",
        "ремонт скрипки",
        "декораторы в Python",
        "выращивание томатов в теплице",
        "смарт-контракты",
        "оригами",
        "дрессировка собак",
        "испанское сослагательное наклонение",
        "схемы вязания",
        "рефинансирование ипотеки",
        "йога для начинающих",
        "развёртывание Kubernetes",
        "шахматные дебюты",
        "приготовление эспрессо",
        "план подготовки к марафону",
        "свадебный тост",
        "японская каллиграфия",
        "педали для электрогитары",
        "гигиена сна",
        "сроки налоговой декларации",
        "приучение к горшку",
        "полив комнатных растений",
        "настройка тормозов велосипеда",
        "градиентный спуск",
        "стендап комедия",
        "рис для суши",
        "шум в ушах",
        "знаки зодиака",
        "ловля нахлыстом",
        "акварельная живопись",
        "веганский сыр",
        "техника приседаний",
        "танец сальса",
        "столярные соединения",
        "микрофоны для подкаста",
        "минималистичный гардероб",
        "кроссворды",
        "сертификат дайвера",
    ),
}


def of_half(topics: Sequence[str], half: int | None) -> list[str]:
    """Return the topics of a half, always the same ones."""
    return [one for one in topics if half is None or blake2b(one.encode()).digest()[0] % 2 == half]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--words", action="store_true", help="as where there are no vectors")
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = E5Embedder(platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME)
    embedder = KeptQuestions(model, arguments.data / "questions.pickle")
    rows = []
    with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in ("xquad_ru", "xquad_en"):
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                for language in THERE:
                    there, elsewhere = (of_half(of[language], arguments.half) for of in (THERE, ELSEWHERE))
                    found = sum(speaks(bench, topic, by_words=arguments.words) for topic in there)
                    passed = sum(speaks(bench, topic, by_words=arguments.words) for topic in elsewhere)
                    others = len(elsewhere)
                    rows.append(f"| {name} | {language} | {found} of {len(there)} | {others - passed} of {others} |")
    print("| vault | topics in | there, and taken so | elsewhere, and taken so |\n|---|---|---|---|", *rows, sep="\n")


def speaks(bench: Bench, topic: str, *, by_words: bool) -> bool:
    """Say whether a topic is taken to be there."""
    retriever = bench.retriever(SHIPPED)
    passages = retriever.search(topic, limit=PASSAGES, mode="lexical" if by_words else "hybrid")
    nearness = None if by_words else retriever.nearness(topic, passages)
    return bool(cover_topic(passages, topic=topic, rarity=retriever.rarity, nearness=nearness).steps)


if __name__ == "__main__":
    main()
