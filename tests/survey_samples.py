"""Invented answers to the surveys that we ship, for pictures and for tables: the same at every run."""

from collections.abc import Mapping, Sequence
from random import Random

from council.pictures import Picture
from council.results import Slice
from council.survey import Question, QuestionKind, Survey
from council.urns import Sheet, Urn
from handlers import survey_pictures
from tests.council.desk import KORIUKIVKA
from tests.council.surveys import shipped

PLACES, AGES = ("misto", "naumivskyi", "rybynskyi"), ("18-34", "35-59", "60-74")


def invented(survey: Survey, wave: str, people: int, seed: int, variant: str = "", luck: float = 0.5) -> Slice:
    """So many answers; with more luck marks are higher and answers right more often."""
    chance = Random(seed)
    urn = Urn(survey=survey.id, version=1, wave=wave, variant=variant)
    drawn = [(urn, _sheet(survey, variant, chance, luck)) for _n in range(people)]
    return Slice(survey, 1, variant, "self", sorted(drawn, key=lambda one: one[1].id))


def _sheet(survey: Survey, variant: str, chance: Random, luck: float) -> Sheet:
    answers: dict[str, object] = {}
    for question in survey.asked_in(variant):
        met = all(answers.get(one.question) in one.answers for one in question.when if one.question)
        if met and (said := _answer(survey, question, chance, luck)):
            answers[question.id] = said
    traits = {"place": chance.choice(PLACES), "age": chance.choice(AGES)}
    kept = {trait.value: traits[trait.value] for trait in survey.traits if trait.value in traits}
    return Sheet(id=f"{chance.getrandbits(64):016x}", answers=answers, traits=kept, week="2026-W48")


def _answer(survey: Survey, question: Question, chance: Random, luck: float) -> object:
    codes = [str(place) for place in range(1, len(survey.options_of(question)) + 1)]
    match question.type:
        case QuestionKind.TEXT:
            return "Більше таких опитувань" if chance.random() < 0.2 else None
        case QuestionKind.NUMBER:
            return chance.randint(question.least, min(question.most, 100))
        case QuestionKind.MULTIPLE:
            return sorted(chance.sample(codes, chance.randint(1, question.most or 3)))
        case QuestionKind.KNOWLEDGE if chance.random() < luck:
            return next(code for code in codes if (option := question.option(code)) and option.right)
        case QuestionKind.SCALE | QuestionKind.SELF:
            return codes[min(len(codes) - 1, int((chance.random() * 0.6 + luck * 0.6) * len(codes)))]
    return chance.choice(codes) if codes else None


def pictures() -> Mapping[str, Picture]:
    """The pictures of /stats, in the language of the moment."""
    s1, s5, s16 = shipped()["s1"], shipped()["s5"], shipped()["s16"]
    site = invented(s1, "2026", 140, 1)
    before, now = invented(s5, "2026-H1", 120, 2, "full", 0.4), invented(s5, "2026-H2", 160, 3, "full", 0.7)
    bus = invented(s16, "2026", 190, 4)
    waves = ("2026-H1", "2026-H2")
    made = {
        "survey: one choice": survey_pictures.question(site, "2026", "q1", KORIUKIVKA),
        "survey: several": survey_pictures.question(site, "2026", "q3", KORIUKIVKA),
        "survey: marks": survey_pictures.scales(site, "2026"),
        "survey: topics": survey_pictures.topics(now, "2026-H2"),
        "survey: topics of an age": survey_pictures.topics(now, "2026-H2", "age", "60-74", KORIUKIVKA),
        "survey: topics of a district": survey_pictures.topics(now, "2026-H2", "place", "naumivskyi", KORIUKIVKA),
        "survey: by district": survey_pictures.by_groups(bus, "2026", "q1", "place", KORIUKIVKA),
        "survey: marks by age": survey_pictures.by_groups(site, "2026", "q5", "age", KORIUKIVKA),
        "survey: change": next(iter(survey_pictures.change(now, before, waves, KORIUKIVKA))),
    }
    changed: Sequence[Picture] = survey_pictures.change(bus, invented(s16, "2025", 80, 5), ("2025", "2026"), KORIUKIVKA)
    found = {**made, "survey: shares then and now": changed[0]}
    return {name: picture for name, picture in found.items() if picture is not None}
