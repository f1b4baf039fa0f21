"""A result is given back to people: chosen questions, and what the council did with the answers.

It stands in /surveys and on the public page at once; whoever agreed to news can be written to by a campaign, which a
second person confirms. Nobody knows who answered, so nobody is written to because of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import campaigning, findings, results
from council.audience import Audience
from council.campaigns import Campaign, CampaignId, Kind, State, must_manage
from council.campaigns import Content as Letter
from council.findings import Content, Publication, PublicationId, WordsState, frozen, must_publish
from council.forms import Answers, Filling, Form, Option, Step, given, words
from council.links import LinkKind, url
from council.phrases import DomainError, Phrase
from council.phrases import _ as msgid
from council.results import Slice
from council.survey import Survey
from council.survey_account import Account
from handlers import forms, published
from handlers import survey_figures as figures
from handlers.forms import Conversation
from handlers.questions import way_button
from handlers.screens import Button, Id, Screen, column
from handlers.staff import campaign_card, campaigns, stats
from handlers.texts import _
from handlers.turn import Event, Turn

NAME = "survey-publish"
DONE, LETTER = 800, 3000
"""Characters of what was done, and of the message to those who agreed."""

FORM = Form(
    NAME,
    1,
    (
        Step("questions", Phrase(msgid("Which questions shall people see? Choose, then press «Done».")), multiple=True),
        Step(
            "done",
            Phrase(msgid("What did the council do with the answers, or what will it do, and when?")),
            reads=words(DONE),
        ),
    ),
)


class Publish(CallbackData, prefix="y"):
    """Begins to publish a part of a wave (its place)."""

    survey: str
    wave: str
    part: int


class Spread(CallbackData, prefix="sq"):
    """Makes the message to those who agreed to news."""

    publication: Id


async def door(turn: Turn, survey: Survey, told: Account) -> Sequence[Button]:
    """For who may speak in the council's name, a button for each part that has answers."""
    if not turn.officer.has(*findings.MAY_PUBLISH) or survey.publish == "staff":
        return []
    many = len(told.parts) > 1
    return [
        Button(
            _("Publish: {part}").format(part=figures.part_name(part)) if many else _("Publish the results"),
            Publish(survey=survey.id, wave=told.wave, part=place).pack(),
        )
        for place, part in enumerate(told.parts)
    ]


async def begin(callback: CallbackQuery, callback_data: Publish, turn: Turn, state: FSMContext) -> str:
    must_publish(turn.officer)
    if turn.resident is None:
        again = Button(_("Publish the results"), callback_data.pack())
        return await campaigns.in_private_chat(callback, turn, again)
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    parts = await results.slices(turn.desk, callback_data.survey, callback_data.wave)
    if callback_data.part >= len(parts):
        return _("This button is no longer in use.")
    part = parts[callback_data.part]
    told = results.tallies(part.survey, part.sheets, part.variant)
    asked = [[one.question.id, figures.asked(part.survey, one.question)[:60]] for one in told if one.answered]
    notes = {"_survey": callback_data.survey, "_wave": callback_data.wave, "_part": _part(part), "_questions": asked}
    await forms.begin(callback, turn, state, NAME, f"{turn.update_id:x}", notes)
    return ""


def _part(part: Slice) -> list[object]:
    return [part.version, part.variant, part.channel]


def shaped(form: Form, answers: Answers) -> Form:
    """With the questions of this survey that have figures."""
    options = tuple(Option(code, label) for code, label in answers.get("_questions", ()))
    steps = (replace(one, options=options) if one.name == "questions" else one for one in form.steps)
    return replace(form, steps=tuple(steps))


async def _content(turn: Turn, answers: Answers) -> tuple[Slice, Content]:
    """The figures as they stand now. Raises DomainError where nothing was chosen, or the part is no more."""
    parts = await results.slices(turn.desk, answers["_survey"], answers["_wave"])
    part = next((one for one in parts if _part(one) == answers["_part"]), None)
    if part is None or not answers.get("questions"):
        raise DomainError(msgid("Choose at least one question. Press «Change»."))
    told = results.tallies(part.survey, part.sheets, part.variant)
    decided = await turn.desk.findings.decided(part.survey.id)
    read = [
        (one.question, one.text)
        for one in findings.said(part, decided)
        if one.state is WordsState.SHOWN and one.text and one.question in answers["questions"]
    ]
    return part, Content(
        variant=part.variant,
        channel=part.channel,
        people=len(part.drawn),
        weeks=tuple(part.weeks),
        tallies=tuple(frozen(one) for one in told if one.question.id in answers["questions"]),
        said=tuple(read) if part.survey.publish_words else (),
        done=str(answers["done"]),
    )


async def _publication(turn: Turn, filling: Filling, form: Form) -> tuple[Survey, Publication]:
    answers = given(form, filling)
    part, content = await _content(turn, answers)
    position = next((one.position for one in turn.officer.grants if one.role in findings.MAY_PUBLISH), "")
    made = Publication(
        PublicationId(0),
        filling.key,
        part.survey.id,
        part.version,
        answers["_wave"],
        content,
        position,
        turn.me,
        turn.now,
    )
    return part.survey, made


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """What people will read, all of it."""
    button = partial(way_button, filling)
    ways = (
        button(_("Publish"), "@send"),
        button(_("Choose other questions"), "@to-questions"),
        button(_("Write anew what was done"), "@to-done"),
        button(_("Cancel"), "@cancel"),
    )
    if not given(form, filling).get("questions"):
        return Screen(_("No question is chosen."), column(*ways[1:]))
    survey, made = await _publication(turn, filling, form)
    lines = [_("<b>Everybody will read:</b>"), *published.whole(survey, made, turn.house.community)]
    return Screen("\n\n".join(forms.fitting(lines)), column(*ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    must_publish(turn.officer)
    _survey, made = await _publication(turn, filling, form)
    kept = await turn.desk.findings.publish(made)
    await state.clear()
    text = _("<b>Published.</b> People find it in /surveys, under «Results», and on the public page.")
    spread = Button(_("Write to those who agreed to news"), Spread(publication=kept.id).pack())
    await turn.show(event, Screen(text, column(spread, Button(_("All surveys"), stats.MENU))))


async def spread(callback: CallbackQuery, callback_data: Spread, turn: Turn) -> str:
    """A campaign like any other, prepared: its author looks at it, a second person confirms."""
    must_manage(turn.officer, turn.house.admins)
    one = await turn.desk.findings.publication(PublicationId(callback_data.publication))
    survey = await published.definition(turn.desk, one)
    campaign = Campaign(
        id=CampaignId(0),
        key=f"published:{one.id}",
        kind=Kind.MESSAGE,
        state=State.DRAFT,
        content=Letter(
            title=f"{survey.title.uk}"[:60], uk=_letter(turn, survey, one, "uk"), en=_letter(turn, survey, one, "en")
        ),
        audience=Audience(),
        author=turn.me,
        created_at=turn.now,
        starts_at=turn.now,
    )
    prepared = await campaigning.prepare(turn.desk, campaign, turn.now)
    await turn.say(callback, await campaign_card.of(turn.desk, turn.house, prepared))
    return ""


def _news(turn: Turn, survey: Survey, one: Publication) -> Letter:
    texts = {locale: _letter(turn, survey, one, locale) for locale in ("uk", "en")}
    return Letter(title=survey.title.uk[:60], **texts)


def _letter(turn: Turn, survey: Survey, one: Publication, locale: str) -> str:
    """Plain words: what was done, how many answered, and where the figures stand."""
    with turn.house.texts.speaking(locale):
        lines = [
            _("Results of the survey «{title}»").format(title=survey.title.in_(locale)),
            f"{_('What was done with your answers')}:\n{one.content.done}",
            _("Answers: {count}.").format(count=one.content.people),
            _("The figures: {link}").format(link=url(turn.house.bot_username, LinkKind.SURVEY, f"results-{one.id}")),
        ]
    return "\n\n".join(lines)[:LETTER]


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was published."), column(Button(_("All surveys"), stats.MENU)))


def router() -> Router:
    router = Router(name="publishing")
    stats.DOORS["publishing"] = door
    forms.CONVERSATIONS[NAME] = Conversation(
        NAME, lambda turn: FORM, _review, _finish, _stopped, shelved=False, takes_files=False, shaped=shaped
    )
    router.callback_query.register(begin, Publish.filter())
    router.callback_query.register(spread, Spread.filter())
    return router
