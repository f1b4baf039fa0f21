"""The ways of people through the bot: from «Подати звернення» to the number, and from the card to the answer."""

import re
from collections.abc import Mapping, Sequence

from demo import Message
from tests.world import Officer, Resident, World

SUBMIT = {"uk": "Подати звернення", "en": "Submit an appeal"}
SEND = {"uk": "Надіслати", "en": "Send"}
IT_IS_ME = {"uk": "Так, це я. Надіслати", "en": "Yes, it is me. Send"}
REMEMBER = {"uk": "Запам’ятати мене", "en": "Remember me"}

NAME = "Шевченко Олена Іванівна"
HOME = "с. Наумівка, вул. Садова, 5"
MAIL = "olena@ukr.net"
SPOT = "с. Наумівка, біля школи"
WORDS = "Просимо дати лавку біля амбулаторії: людям ніде сісти."

MATTER: Mapping[str, Sequence[str]] = {
    "proposal": ("Запропонувати зміну", "Вуличне освітлення", WORDS),
    "application": ("Попросити раду щось зробити або вирішити", "Ні, я просто прошу", "Вуличне освітлення", WORDS),
    "complaint": ("Попросити раду щось зробити або вирішити", "Так, я скаржуся", "ЦНАП, касирка", WORDS),
    "information_request": ("Дізнатися щось", WORDS),
    "problem_report": (
        "Повідомити про проблему: яма, світло, сміття",
        "Вуличне освітлення",
        WORDS,
        SPOT,
    ),
}
"""The answers about the matter, by kind; those that are buttons are pressed, the rest are written."""
PERSON: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(("proposal", "application", "complaint"), (NAME, "Наумівський округ", HOME, MAIL)),
    "information_request": (NAME, MAIL),
    "problem_report": ("Наумівський округ",),
}
"""What is asked of somebody new."""

LEGAL: Mapping[str, Mapping[str, str]] = {
    "proposal": {"uk": "пропозиція (зауваження)", "en": "proposal (remark)"},
    "application": {"uk": "заява (клопотання)", "en": "application"},
    "complaint": {"uk": "скарга", "en": "complaint"},
    "information_request": {"uk": "запит на публічну інформацію", "en": "request for public information"},
    "problem_report": {"uk": "повідомлення про проблему", "en": "problem report"},
}
KINDS = tuple(LEGAL)

ENGLISH = {
    "Запропонувати зміну": "Propose a change",
    "Попросити раду щось зробити або вирішити": "Ask the council to do or decide something",
    "Дізнатися щось": "Find something out",
    "Повідомити про проблему: яма, світло, сміття": "Report a problem: a pothole, a lamp, rubbish",
    "Ні, я просто прошу": "No, I just ask",
    "Так, я скаржуся": "Yes, I complain",
    "Вуличне освітлення": "Street lighting",
    "Наумівський округ": "Naumivskyi district",
}


def answers(kind: str, language: str = "uk", known: bool = False) -> list[str]:
    """Everything a person says to the questions of this kind."""
    said = [*MATTER[kind], *(() if known else PERSON[kind])]
    return [ENGLISH.get(one, one) for one in said] if language == "en" else said


async def says(person: Resident, what: str) -> None:
    """Presses where there is such a button, writes where there is none."""
    await (person.press(what) if what in person.buttons else person.send(what))


async def begins(person: Resident, language: str = "uk") -> None:
    await person.send("/start")
    await person.press(SUBMIT[language])


async def reaches_review(person: Resident, kind: str = "application", known: bool = False) -> None:
    await begins(person)
    for answer in answers(kind, known=known):
        await says(person, answer)


async def submits(person: Resident, kind: str = "application", text: str = WORDS, known: bool = False) -> str:
    """The whole way in Ukrainian; returns the number."""
    await begins(person)
    for answer in answers(kind, known=known):
        await says(person, text if answer == WORDS else answer)
    await person.press("Надіслати")
    return number_on(person.last)


def number_on(screen: str) -> str:
    found = re.search(r"ЗВ-\d{4}-\d{6}", screen)
    assert found, f"no number on «{screen}»"
    return found.group()


def card(officer: Officer, number: str) -> Message:
    """The header card of the case in the group."""
    return next(one for one in officer.view() if one.text.startswith(number) and one.buttons)


async def answers_case(world: World, officer: Officer, number: str, text: str) -> None:
    """From the reply to the card to the half minute's end."""
    await officer.send(text, reply_to=card(officer, number))
    await officer.press("Остаточна відповідь")
    await officer.send("Міський голова Іван Вигаданий", reply_to=officer.message("Хто підписує"))
    await officer.press("Надіслати мешканцеві")
    await world.later(seconds=31)
