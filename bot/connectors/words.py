"""The words of the council's mails: plain text, Ukrainian first, and a summary under it for who chose English."""

from bot.documents.letters import STATE_LANGUAGE, Letter
from council.appeals import Appeal, MessageKind
from council.submitting import due_of
from handlers.house import House
from handlers.texts import _, day, say

SEPARATOR = "\n\n-- \n"
ENGLISH = "en"


def receipt_subject(house: House, appeal: Appeal) -> str:
    with house.texts.speaking(STATE_LANGUAGE):
        return _("{number}: handed over to the council").format(number=appeal.number)


def subject(house: House, appeal: Appeal, kind: MessageKind) -> str:
    with house.texts.speaking(STATE_LANGUAGE):
        told = _("{number}: the council's decision") if _decides(kind) else _("{number}: the council's answer")
        return told.format(number=appeal.number)


def _decides(kind: MessageKind) -> bool:
    return kind is MessageKind.DECISION


def receipt(house: House, appeal: Appeal, locale: str | None) -> str:
    """The number, and by when the answer comes and why."""
    said = []
    for language in (STATE_LANGUAGE, ENGLISH) if locale == ENGLISH else (STATE_LANGUAGE,):
        with house.texts.speaking(language):
            said.append(_receipt(house, appeal))
    return "\n\n".join(said)


def _receipt(house: House, appeal: Appeal) -> str:
    due = due_of(appeal, house.community)
    return "\n\n".join(
        (
            _("Your appeal was handed over to the council. Its number is {number}.").format(number=appeal.number),
            _("The answer must come by {day}: {because}.").format(
                day=day(due.day), because=say(due.because, html=False)
            ),
            _("The official answer will come to this address. To add something, write in the bot."),
            house.community.council.name.in_(house.texts.current_locale),
        )
    )


def official(house: House, appeal: Appeal, kind: MessageKind, letter: Letter, locale: str | None) -> str:
    """The letter itself as text; the same letter is attached as a PDF."""
    text = "\n\n".join(part for part in _letter(letter) if part)
    with house.texts.speaking(STATE_LANGUAGE):
        text += SEPARATOR + _("The same letter is attached as a PDF.")
    if locale != ENGLISH:
        return text
    with house.texts.speaking(ENGLISH):
        return f"{text}\n\n{_english(appeal, kind)}"


def _letter(letter: Letter) -> list[str]:
    numbered = [f"{letter.annexes_title}\n" + "\n".join(letter.annexes)] if letter.annexes else []
    return [
        "\n".join((letter.council, *letter.contacts)),
        "\n".join(letter.references),
        "\n".join(letter.addressee),
        letter.title,
        *("\n".join(lines) for lines in letter.paragraphs),
        *numbered,
        "\n".join(part for part in (letter.post, letter.name) if part),
    ]


def _english(appeal: Appeal, kind: MessageKind) -> str:
    told = (
        _("In English: this is the council's decision on your appeal {number}.")
        if _decides(kind)
        else _("In English: this is the council's answer to your appeal {number}.")
    )
    official = _("The Ukrainian text above is the official one; a translation has no legal force.")
    return f"{told.format(number=appeal.number)} {official}"
