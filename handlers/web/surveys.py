"""Results of surveys for everyone: what people answered, and what the council did with it."""

from collections.abc import Sequence
from functools import partial

from markupsafe import Markup

from council.findings import Publication, PublicationId
from council.links import LinkKind, url
from council.survey import Survey
from handlers import published
from handlers import survey_figures as figures
from handlers.questions import words_of
from handlers.texts import _
from handlers.web.room import Asked, Door, Page, Room

HOME = "/surveys"
MOST = 100
"""Results on the list; the newest."""


async def show_all(room: Room, asked: Asked) -> Page:
    async with room.storage.reading() as desk:
        found = [(one, await published.definition(desk, one)) for one in await desk.findings.publications(MOST)]
    told = [(one.id, _title(survey, one), one.content.done) for one, survey in found]
    return Page(room.html(asked, "survey_results.html", results=told, home=HOME))


def _title(survey: Survey, one: Publication) -> str:
    return " · ".join(filter(None, [words_of(survey.title), figures.wave_name(one.wave)]))


async def show_one(room: Room, asked: Asked) -> Page:
    """Raises NotFound for one that nobody published."""
    number = asked.named["result"]
    async with room.storage.reading() as desk:
        one = await desk.findings.publication(PublicationId(int(number) if len(number) < 10 else 0))
        survey = await published.definition(desk, one)
    return Page(
        room.html(
            asked,
            "survey_result.html",
            title=_title(survey, one),
            done=one.content.done,
            blocks=[_marked(block) for block in _figures(survey, one, room)],
            about=_marked(published.selection(one)),
            home=HOME,
            bot=url(room.house.bot_username, LinkKind.SURVEY, f"results-{one.id}"),
        )
    )


def _figures(survey: Survey, one: Publication, room: Room) -> Sequence[str]:
    return [*published.answers(survey, one, room.house.community), *published.said(survey, one)]


def _marked(text: str) -> Markup:
    """Words of the bot with its few tags: whatever came from outside is escaped in them already."""
    return Markup(text)  # noqa: S704


def title() -> str:
    return _("Results of surveys")


def pages(room: Room) -> None:
    """Adds the pages; before the first result they say that there is none yet."""
    room.doors.append(Door(HOME, title))
    room.signs.append(lambda desk: desk.findings.sign())
    room.add(HOME, partial(show_all, room))
    room.add(f"{HOME}/{{result:[0-9]+}}", partial(show_one, room))
