"""How a campaign or an alert is written: one question a message, then exactly what people will see."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from aiogram.fsm.context import FSMContext

from council import campaign_form, campaigning
from council.appeals import AttachmentKind
from council.campaign_form import ALERT, CAPTION, MESSAGE, SURVEY
from council.campaigns import Campaign, CampaignId, Content, Kind, State, must_alert, must_manage
from council.following import ALL, goal_target
from council.forms import Answers, Filling, Form, Step, given, noted
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers import forms
from handlers.forms import Conversation
from handlers.questions import fields, label, shown, way_button
from handlers.screens import Button, Screen, column
from handlers.texts import _
from handlers.turn import Event, Turn

KINDS = {MESSAGE: Kind.MESSAGE, SURVEY: Kind.SURVEY, ALERT: Kind.ALERT}
MEDIA = frozenset({AttachmentKind.PHOTO, AttachmentKind.DOCUMENT, AttachmentKind.VIDEO})


async def begin(event: Event, turn: Turn, state: FSMContext, name: str) -> None:
    """The form in the officer's private chat; another one in hand is not lost."""
    if name not in KINDS:
        raise DomainError(msgid("This button is no longer in use."))
    (must_alert if name == ALERT else must_manage)(turn.officer, turn.house.admins)
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    notes = {"_topics": await _topics(turn)}
    await forms.begin(event, turn, state, name, f"{turn.update_id:x}", notes)


async def _topics(turn: Turn) -> Sequence[tuple[str, str]]:
    """What a person may follow of the programmes in force: all of it, and each strategic goal."""
    found = [(ALL, _("Anything of the programme"))]
    for programme in await turn.desk.programmes.current():
        found += [(goal_target(programme, goal), f"{goal.code} {goal.title}"[:60]) for goal in programme.goals]
    return found if len(found) > 1 else []


def _conversation(name: str) -> Conversation:
    def build(turn: Turn) -> Form:
        return campaign_form.build(name, turn.house.community, turn.house.surveys)

    return Conversation(
        name,
        build,
        _review,
        _finish,
        _stopped,
        shelved=False,
        shaped=campaign_form.shaped,
        noted=_with_media,
    )


async def _with_media(turn: Turn, form: Form, filling: Filling) -> Filling:
    """The last photo or file that came with a message is what people get, sent again by its number at Telegram."""
    file = turn.incoming
    if form.name != MESSAGE or file is None or file.refused is not None or file.kind not in MEDIA:
        return filling
    return noted(filling, _media=[file.kind.value, file.file_id])


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    answers = given(form, filling)
    asked = [step for step in form.steps if step.name in answers and step.title]
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, asked))
    lines = [f"<b>{_(step.title)}</b>: {_said(step, answers)}" for step in asked]
    if filling.answers.get("_media"):
        lines.append(_("With a photo or file."))
    button = partial(way_button, filling)
    ways = button(_("Show how it will look"), "@send"), button(_("Change"), "@change"), button(_("Cancel"), "@cancel")
    return Screen("\n\n".join([_("<b>Check it. Nothing is sent yet.</b>"), *lines]), column(*ways))


def _said(step: Step, answers: Answers) -> str:
    value = answers.get(step.name)
    labels = {option.code: label(option) for option in step.options}
    told = value if isinstance(value, list) else [value]
    return ", ".join(shown(labels.get(str(one), one)) for one in told) if told else shown(None)


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """Keeps it, shows it as people will see it, and says what comes next; its card follows with the number of people.

    Nothing is sent to residents before a second person has confirmed it.
    """
    campaign = await campaigning.prepare(turn.desk, _campaign(turn, form, filling), turn.now)
    await state.clear()
    if campaign.kind.urgent:
        text = _(
            "<b>Handed over.</b> A second person confirms the alert: in the staff group or in their private chat. "
            "Call them now. Below is what people will read."
        )
    else:
        text = _("Below is what people will read. The card with the next steps follows in a moment.")
    await turn.show(event, Screen(text))
    await campaigning.try_out(turn.desk, campaign, turn.me, str(turn.update_id), turn.now)


def _campaign(turn: Turn, form: Form, filling: Filling) -> Campaign:
    answers, kind = given(form, filling), KINDS[form.name]
    media = filling.answers.get("_media")
    texts = [str(answers.get(name) or "") for name in ("uk", "en")]
    if media and max(map(len, texts)) > CAPTION:
        raise DomainError(
            msgid("Under a photo or file there is room for {limit} characters. Press «Change» and shorten the text."),
            limit=CAPTION,
        )
    return Campaign(
        id=CampaignId(0),
        key=f"form:{filling.key}",
        kind=kind,
        state=State.DRAFT,
        content=Content(
            title=_title(answers, kind), uk=texts[0], en=texts[1], media=media, survey=str(answers.get("survey") or "")
        ),
        audience=campaign_form.audience(answers, turn.house.community),
        author=turn.me,
        created_at=turn.now,
        starts_at=campaign_form.starts_at(str(answers.get("when") or "now"), turn.house.community, turn.now),
        reminders=campaign_form.reminders(answers),
    )


def _title(answers: Any, kind: Kind) -> str:
    return str(answers.get("title") or "") if not kind.urgent else str(answers.get("uk") or "")[:60]


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was sent."), column(Button(_("Campaigns"), "campaigns")))


def converse() -> None:
    """The three forms, for whoever asks them by name."""
    forms.CONVERSATIONS.update({name: _conversation(name) for name in KINDS})
