"""A published result in words, as it stood: for its screen, for a campaign and for the public page."""

from collections.abc import Sequence

from council.community import Community
from council.findings import Publication, thawed
from council.survey import Survey
from council.surveys import SELF
from handlers import survey_figures as figures
from handlers.questions import words_of
from handlers.texts import _, day, escaped, number
from storage.desk import Desk


async def definition(desk: Desk, one: Publication) -> Survey:
    """The survey in the version whose answers were published."""
    return await desk.surveys.definition(one.survey, one.version)


def head(survey: Survey, one: Publication) -> str:
    """Title, wave, form, how many answered and when."""
    variant = survey.variant(one.content.variant)
    named = [figures.wave_name(one.wave), words_of(variant.title) if variant else ""]
    named += [] if one.content.channel == SELF else [_("with help")]
    line = " · ".join(escaped(part) for part in named if part)
    return "\n".join(filter(None, [f"<b>{figures.title(survey)}</b>", line]))


def done(one: Publication) -> str:
    return f"<b>{_('What was done with your answers')}</b>\n{escaped(one.content.done)}"


def selection(one: Publication) -> str:
    people = _("Answers: {count}.").format(count=number(one.content.people))
    return f"{people} {figures.selected(one.content.weeks)}"


def answers(survey: Survey, one: Publication, community: Community) -> Sequence[str]:
    tallies = [thawed(told, survey) for told in one.content.tallies]
    return [figures.in_words(survey, tally, community) for tally in tallies if tally is not None]


def said(survey: Survey, one: Publication) -> Sequence[str]:
    """What people wrote and a moderator has read, question by question."""
    lines: list[str] = []
    for question in survey.questions:
        texts = [text for asked, text in one.content.said if asked == question.id]
        if texts:
            rows = "\n".join(f"«{escaped(text)}»" for text in texts)
            lines.append(f"<b>{escaped(figures.asked(survey, question))}</b>\n{rows}")
    return lines


def whole(survey: Survey, one: Publication, community: Community) -> Sequence[str]:
    """Everything: what was done first, for that is what people wait for; then the figures and who answered."""
    by = _("Published {day}: {position}").format(
        day=day(community.local(one.published_at).date()), position=escaped(one.position)
    )
    figures_of = [*answers(survey, one, community), *said(survey, one)]
    return [head(survey, one), done(one), *figures_of, selection(one), by]
