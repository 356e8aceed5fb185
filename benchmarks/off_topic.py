"""Answers to what no note speaks of: ``python benchmarks/off_topic.py GOLD --data DIR [--sets NAME…] [--every 2]``.

GOLD holds one folder a set, as for ``benchmarks/retrieval.py``. In each answerable question the first common noun of a
class below is put in the place of another of its class that no note of the set has (``SEED``), a Russian one in the
same case and number: "What company won?" becomes "What laundry won?". Sentences of the notes answer the questions as
they are and those probes. By their names the questions fall into two halves; the bounds of
``vaultmind/answers/spoken_of.py`` were read off some of both. The questions of ``benchmarks/answers.py --test`` are in
neither, they are the third row. Prints a row for each: what was refused, and what the answers held.
"""

import argparse
import os
import random
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import closing
from pathlib import Path

import platformdirs
import pymorphy3
from answers import SEED, drawn
from retrieval import Bench, KeptQuestions

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.answers.extractive import answer_extractively
from vaultmind.domain.answer import Answer
from vaultmind.domain.link import NotePath
from vaultmind.domain.question import GoldQuestion
from vaultmind.evaluation import score_answers
from vaultmind.parsing.morphology import stem, stems_of
from vaultmind.parsing.reading import read_note
from vaultmind.retrieval.weights import SHIPPED

LAST = 30
"""Questions of each kind that ``benchmarks/answers.py --test`` draws."""
_WORD = re.compile(r"[^\W\d_]+")
RUSSIAN = """
школа университет музей церковь театр стадион аэропорт завод галерея дворец замок библиотека здание кабаре учреждение
больница мост | санаторий маяк прачечная крематорий мельница оранжерея бассейн зоопарк планетарий казино котельная
амбар сауна

автомобиль машина поезд самолет корабль спутник ракета истребитель | велосипед мотоцикл троллейбус паром дирижабль
вертолёт комбайн мопед снегоход каяк бульдозер

доктор врач учитель студент архитектор химик поэт генерал президент министр бизнесмен актёр аптекарь ученый
преподаватель правитель премьер лидер игрок учёный партнёр руководитель | парикмахер сапожник плотник ветеринар пекарь
мельник стеклодув шахтёр садовник сантехник швея

компания парламент организация комитет партия суд лига группа команда клуб династия корпорация | типография пекарня
прачечная кооператив турфирма артель автошкола химчистка

кислород газ вода нефть лекарство уголь плёнка | скипидар керосин олово цемент дёготь клей шампунь крахмал силикон

цианобактерия хлоропласт клетка орган растение животное | кактус медуза бобр кенгуру осьминог верблюд страус мухомор

закон договор патент конституция документ текст отчёт статья эдикт гимн теорема гипотеза | квитанция завещание
открытка афиша рецепт некролог кроссворд чек меню

река море долина ледник остров ущелье побережье сад бульвар | пустыня вулкан болото водопад пещера пляж гейзер оазис

жена сын дочь брат потомок близнец | племянник тёща бабушка внучка зять мачеха

песня картина мелодия фильм роман произведение коллекция серия | балет мюзикл комикс мультфильм скульптура пантомима

война выборы чемпионат матч битва сражение революция демонстрация суперкубок чума эпоха период | карнавал ярмарка
аукцион паводок маскарад гололёд

возраст длина размер площадь численность население | влажность громкость кислотность прочность рождаемость упругость

премия награда кубок титул | стипендия путёвка пенсия алименты

страна город штат империя область регион колония район | деревня хутор курорт посёлок
"""
ENGLISH = """
school schools university museum church theatre stadium airport factory gallery palace library building hospital
bridge | lighthouse laundry crematorium windmill greenhouse zoo planetarium casino barn sauna aquarium

car train aircraft plane ship satellite rocket channel channels | bicycle motorcycle tram ferry airship helicopter
tractor scooter snowmobile kayak bulldozer

doctor teacher teachers student students architect chemist poet general president minister businessman actor
quarterback scientist scientists leader player member person | hairdresser cobbler carpenter veterinarian baker miller
plumber miner gardener tailor

company parliament organization committee party court league team club dynasty corporation entity committees companies
| bakery laundry cooperative brewery orchestra pharmacy

oxygen gas water oil drug drugs coal liquid | turpentine kerosene tin cement glue shampoo starch silicone

cyanobacteria chloroplasts cell organ plants plant animal vertebrates humans | cactus jellyfish beaver kangaroo
octopus camel ostrich mushrooms

law treaty patent patents constitution document text report article legislation treaties paper papers conjecture
anthem | receipt will postcard poster recipe obituary crossword menu

river sea valley glacier island gorge coast boulevard neighborhood area areas | desert volcano swamp waterfall cave
beach geyser oasis

wife son daughter brother descendants | nephew grandmother granddaughter stepmother

song painting melody film novel collection series game games channel | ballet musical comic cartoon sculpture
pantomime

war election elections championship match battle revolution plague movement | carnival auction flood masquerade picnic

age length size area population height percentage | humidity loudness acidity stiffness

prize award trophy title | scholarship pension voucher

country city state states empire region colony territory | village farm resort hamlet
"""


def by_noun(classes: str) -> Mapping[str, Sequence[str]]:
    """Return by each noun of a class, left of the bar, those that may stand in its place."""
    found: dict[str, list[str]] = {}
    for each in classes.split("\n\n"):
        left, _, right = each.partition("|")
        for noun in left.split():
            found.setdefault(noun, right.split())
    return found


def probes_of(questions: Sequence[GoldQuestion], known: Set[str], *, russian: bool) -> Iterator[tuple[str, str]]:
    """Yield the identifier of each answerable question that has such a noun, with the question about another thing."""
    chance = random.Random(SEED)
    nouns = by_noun(RUSSIAN if russian else ENGLISH)
    analyzer = pymorphy3.MorphAnalyzer() if russian else None
    for question in questions:
        for place in _WORD.finditer(question.question) if question.gold_notes else ():
            word = place.group().casefold()
            if place.start() and place.group()[0].isupper():
                continue
            reading = analyzer.parse(word)[0] if analyzer is not None else None
            base = reading.normal_form if reading is not None else word
            others = [noun for noun in nouns.get(base, ()) if stem(noun) not in known]
            if not others or (reading is not None and "NOUN" not in reading.tag):
                continue
            other = chance.choice(others)
            if reading is not None and analyzer is not None:
                noun = next(one for one in analyzer.parse(other) if "NOUN" in one.tag)
                formed = noun.inflect({part for part in (reading.tag.case, reading.tag.number) if part})
                other = formed.word if formed is not None else other
            elif word.endswith("s"):
                other = f"{other}s"
            yield question.id, f"{question.question[: place.start()]}{other}{question.question[place.end() :]}"
            break


def report(name: str, bench: Bench, vault: Path, every: int) -> None:
    files = DiskVaultFiles(vault)
    texts = [read_note(path, files.read(path)).repaired_text for path in bench.catalog.stamps()]
    known = {one for text in texts for one in stems_of(text)}
    retriever = bench.retriever(SHIPPED)

    def text_now(path: NotePath) -> str:
        return read_note(path, files.read(path)).repaired_text

    def answered(question: str) -> Answer:
        passages = retriever.search(question, limit=12)
        return answer_extractively(question, passages, read_note=text_now, meaning=retriever.meaning)

    last = {question.id for question in drawn(bench.questions, LAST, 0, test=True)}
    is_russian = bench.questions[0].question[0] > "z"
    probes = dict(probes_of(bench.questions, known, russian=is_russian))
    groups = {"first half": 1, "second half": 0, "of --test": 2}
    print("| | questions | answer contained | on gold | refused, answerable | refused, not | probes | answered |")
    print("|---|---|---|---|---|---|---|---|")
    for label, group in groups.items():
        chosen = [one for one in bench.questions if (2 if one.id in last else zlib.crc32(one.id.encode()) % 2) == group]
        chosen = chosen if group == groups["of --test"] else chosen[::every]
        scores = score_answers(chosen, lambda one: answered(one.question))
        asked = [probes[one.id] for one in chosen if one.id in probes]
        share = sum(not answered(question).refused for question in asked) / max(len(asked), 1)
        print(
            f"| {name}, {label} | {scores.answerable} + {scores.unanswerable} | {scores.answer_contained:.3f} "
            f"| {scores.citations_on_gold:.3f} of {scores.citations} | {scores.refused_answerable:.3f} "
            f"| {scores.refused_unanswerable:.3f} | {len(asked)} | {share:.3f} |",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", nargs="*", default=["xquad_ru", "xquad_en"])
    parser.add_argument("--every", type=int, default=2)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    arguments.data.mkdir(parents=True, exist_ok=True)
    model = platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME
    embedder = KeptQuestions(E5Embedder(model), arguments.data / "questions.pickle")
    with closing(VectorCache(arguments.data / "vectors.sqlite")) as cache:
        for name in arguments.sets:
            with closing(
                Bench(name, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)
            ) as bench:
                report(name, bench, arguments.gold / name / "vault", arguments.every)
                embedder.save()


if __name__ == "__main__":
    main()
