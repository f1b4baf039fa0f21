"""The mails to the author of a petition: plain text, Ukrainian first, and the same in English for who chose it."""

from bot.connectors.words import ENGLISH
from bot.documents.letters import STATE_LANGUAGE
from council.petition_news import News
from council.petitions import Petition
from handlers.house import House
from handlers.petition_cards import address, happened
from handlers.petition_words import words
from handlers.texts import _, plain


def subject(house: House, petition: Petition) -> str:
    """The number only: a subject is shown on locked screens."""
    with house.texts.speaking(STATE_LANGUAGE):
        return f"{words(petition.mode, 'one')} {petition.number}"


def text(house: House, petition: Petition, news: News, locale: str | None) -> str:
    """What happened, the council's words in full, and where it is read by everyone."""
    told = []
    for language in (STATE_LANGUAGE, ENGLISH) if locale == ENGLISH else (STATE_LANGUAGE,):
        with house.texts.speaking(language):
            told.append(_told(house, petition, news))
    return "\n\n".join(told)


def _told(house: House, petition: Petition, news: News) -> str:
    answer = _("The council's answer:\n{answer}").format(answer=petition.answer)
    parts = [
        f"{words(petition.mode, 'one')} {petition.number}: {petition.title}",
        plain(happened(house, petition, news)),
        answer if news is News.ANSWERED else "",
        _("Read it and every further step here: {link}").format(link=address(house, petition)),
        house.community.council.name.in_(house.texts.current_locale),
    ]
    return "\n\n".join(part for part in parts if part)
