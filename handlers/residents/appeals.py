"""A resident submits an appeal: from «Submit an appeal» to the intake number."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import appeal_form, corrections, letters, submitting, together
from council.appeals import KIND_NAMES, Appeal, AppealId, Kind, Signer
from council.collectives import Collective
from council.community import Community
from council.forms import Filling, Form, Step, given
from council.links import Code, LinkKind, payload
from council.names import initial
from council.people import CHANNEL_NAMES, FullName, ReplyChannel
from council.phrases import DomainError, NotFound
from council.phrases import _ as msgid
from council.privacy import NOTICE_VERSION, digest
from council.submitting import Submitted
from handlers import forms, links
from handlers.forms import Conversation
from handlers.house import House
from handlers.news_offer import offer
from handlers.questions import fields, label, shown, way_button
from handlers.screens import Button, Id, Screen, column, open_case
from handlers.texts import _, current, day, escaped, say
from handlers.turn import Event, Turn
from storage.desk import Desk

EXCERPT = 1500
"""Characters of the person's text that the review shows; the rest is counted."""


ASIDES = ("named", "urgency", "benefits")
"""Answers off the path that the review shows."""


class Keep(CallbackData, prefix="keep"):
    """«Remember me for the next time», under the number of this case."""

    appeal: Id


async def begin_appeal(event: Event, turn: Turn, state: FSMContext) -> None:
    """Starts the form, or goes on with the one begun; a draft on the shelf is offered first."""
    if await _paused(event, turn):
        return
    loaded = await forms.load(turn, state)
    if loaded is not None:
        conversation, form, filling, _changed = loaded
        await forms.go_on(event, turn, state, conversation, form, filling, _("You have begun this form. Go on here."))
    elif await turn.desk.drafts.exists(turn.person.id, appeal_form.NAME, turn.now):
        await turn.show(event, _draft_waits())
    else:
        await start_form(event, turn, state)


async def begin_about(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """A code on a lamp post or at a counter: its category is not asked again. A form begun waits for its end."""
    if turn.house.community.category(value) is None:
        raise NotFound("There is no such category.")
    if forms.in_form(await state.get_state()):
        await begin_appeal(message, turn, state)
    else:
        await start_form(message, turn, state, {"category": value, "_told": ["category"]})


async def codes(_desk: Desk, house: House) -> Sequence[Code]:
    """A code for each category: «Вуличне освітлення» on the lamp posts."""
    named = [(payload(LinkKind.CATEGORY, one.code), one.title) for one in house.community.categories]
    return [Code(text, title.in_(current().current_locale)) for text, title in named]


async def _paused(event: Event, turn: Turn) -> bool:
    """The council has stopped new submissions for a while: its own notice says how to reach it meanwhile."""
    notice = await turn.desk.notes.get("pause")
    if notice is None:
        return False
    await turn.show(event, Screen(escaped(notice), column(Button(_("Help"), "help"), Button(_("Menu"), "menu"))))
    return True


def _draft_waits() -> Screen:
    return Screen(
        _("You have an unfinished appeal. What would you like?"),
        column(Button(_("Go on with it"), "appeal:return"), Button(_("Start a new one"), "appeal:anew")),
    )


async def start_form(event: Event, turn: Turn, state: FSMContext, answers: Mapping[str, Any] | None = None) -> None:
    """A new form; who agreed to be remembered is not asked for name and address again."""
    if await _paused(event, turn):
        return
    given_before = dict(answers or {})
    identity = turn.person.identity
    if identity is not None:
        kept = appeal_form.answers_from(identity)
        given_before |= {**kept, "_known": list(kept)}
    key = given_before.pop("_key", None) or f"{turn.update_id:x}"
    await forms.begin(event, turn, state, appeal_form.NAME, key, given_before)


async def return_draft(event: Event, turn: Turn, state: FSMContext) -> None:
    data = await turn.desk.drafts.take(turn.person.id, appeal_form.NAME, turn.now)
    if data is not None:
        await forms.keep(state, Filling.model_validate(data))
    elif await forms.load(turn, state) is None:
        await turn.show(event, _draft_gone())
        return
    await begin_appeal(event, turn, state)


def _draft_gone() -> Screen:
    return Screen(
        _("What you wrote was kept for a week, as promised, and is erased now. You can begin anew."),
        column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu")),
    )


async def start_anew(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    await turn.desk.drafts.take(turn.person.id, appeal_form.NAME, turn.now)
    await start_form(callback, turn, state)


def build(turn: Turn) -> Form:
    return appeal_form.build(turn.house.community)


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """Everything as it will be sent; for a known person the question whether it is them."""
    answers = given(form, filling)
    if filling.answers.get("_changing"):
        return Screen(_("What would you like to change?"), fields(filling, asked(form, filling)))
    known = FullName.model_validate(answers["name"]) if answers.get("_known") and answers.get("name") else None
    head = (
        _("Is it you, {name}? Check and send.").format(name=escaped(initial(known))) if known else _("Check and send.")
    )
    files = len(await turn.desk.attachments.of_draft(filling.key))
    told = lines(turn.house.community, form, filling, hidden=appeal_form.PERSONAL if known else ())
    if files:
        told.append(_("Files: {count}").format(count=files))
    return Screen("\n\n".join([f"<b>{head}</b>", *told]), _review_buttons(filling, known is not None))


def _review_buttons(filling: Filling, known: bool) -> tuple[tuple[Button, ...], ...]:
    button = partial(way_button, filling)
    kind = appeal_form.kind_of(filling.answers)
    formal = kind in appeal_form.FORMAL
    buttons = [
        button(_("Yes, it is me. Send") if known else _("Send"), "@send"),
        button(_("Another person"), "@other") if known else None,
        button(_("Change"), "@change"),
        button(_("Add a file"), "@to-files"),
        button(_("I have benefits (optional)"), "@to-benefits") if formal else None,
        button(_("I write for another person"), "@to-for_whom") if formal else None,
        Button(_("Together with others"), f"together:{filling.key}") if formal else None,
        button(_("It is urgent"), "@to-urgency") if kind is Kind.INFORMATION_REQUEST else None,
        button(_("Cancel"), "@cancel"),
    ]
    return column(*(one for one in buttons if one))


def asked(form: Form, filling: Filling) -> Sequence[Step]:
    """The questions of the path that have their answer: what may be changed."""
    answers = given(form, filling)
    return [step for step in form.steps if step.name in answers and not step.aside]


def lines(community: Community, form: Form, filling: Filling, hidden: Sequence[str]) -> list[str]:
    """What the review shows of the answers, a line each."""
    kind = appeal_form.kind_of(filling.answers)
    legal = [_("It will be: {kind}").format(kind=_(KIND_NAMES[kind]))] if kind else []
    untold = {*hidden, "wish", "wronged", *(("category",) if filling.answers.get("_measure") else ())}
    shown_steps = [step for step in asked(form, filling) if step.name not in untold]
    shown_steps += [step for step in form.steps if step.name in ASIDES and given(form, filling).get(step.name)]
    if given(form, filling).get("for_basis"):
        legal.append(_paper_wanted())
    if filling.answers.get("_quote"):
        legal.append(escaped(filling.answers["_quote"]))
    return legal + [f"<b>{_(step.title)}</b>: {said(step, filling.answers)}" for step in shown_steps]


def _paper_wanted() -> str:
    return _(
        "Add a photo of the document that gives you the right to write for this person, or show it at the council. "
        "Without it the council may return the appeal."
    )


def said(step: Step, answers: Mapping[str, Any]) -> str:
    """An answer as the review shows it."""
    value = answers.get(step.name)
    labels = {option.code: label(option) for option in step.options}
    if step.name in {"name", "for_name"} and value:
        return _name_apart(FullName.model_validate(value))
    if step.name == "contact" and value:
        way = _(CHANNEL_NAMES[ReplyChannel(value["channel"])])
        return f"{escaped(value['value'])} ({way})" if value["value"] else way
    if step.name == "text" and not value:
        return _("a voice message; an officer will write it down") if answers.get("_voice") else _("not given")
    if step.name == "place" and isinstance(value, dict):
        return _("the place you sent on the map")
    if step.name == "named":
        return escaped("; ".join(f"{Signer.model_validate(one).name}" for one in value or ()))
    if step.multiple:
        return escaped(", ".join(labels.get(code, code) for code in value or []))
    return _excerpt(labels.get(str(value), value))


def _name_apart(name: FullName) -> str:
    parts = [
        _("surname {surname}").format(surname=escaped(name.surname)),
        _("name {name}").format(name=escaped(name.given)),
        _("patronymic {patronymic}").format(patronymic=escaped(name.patronymic))
        if name.patronymic
        else _("no patronymic"),
    ]
    return ", ".join(parts)


def _excerpt(value: object) -> str:
    text = str(value or "")
    if len(text) <= EXCERPT:
        return shown(value)
    more = _("… and {count} more characters, all will be sent").format(count=len(text) - EXCERPT)
    return f"{escaped(text[:EXCERPT])}{more}"


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """The case is made and queued for the staff; the person sees its number, what is next and by when."""
    submitted = await submitting.submit(turn.desk, turn.house.community, form, filling, turn.person, turn.received)
    await letters.receipt(turn.desk, submitted.appeal, turn.house.carried, turn.now)
    await corrections.remember(turn.desk, submitted.appeal, filling.key, filling.answers.get("_said", ()), turn.now)
    await state.clear()
    if submitted.appeal.submission.applicant is not None:
        await notice_was_shown(turn)
    screen = accepted(submitted, known=turn.person.identity is not None)
    screen = Screen(screen.text, (*screen.rows, *column(*await offer(turn))))
    await turn.show(event, screen, about=f"appeal:{submitted.appeal.id}")


async def notice_was_shown(turn: Turn) -> None:
    """The question for the name tells why it is asked and where to read more (2297-VI art. 12)."""
    shown_text = digest(_(appeal_form.NAME_QUESTION))
    await turn.desk.residents.notice_shown(turn.person.id, f"{NOTICE_VERSION}-form", shown_text, turn.now)


def _next(appeal: Appeal) -> str:
    if appeal.kind is Kind.PROBLEM_REPORT:
        return _("What is next: the council looks into it and answers. We will write to you here about every step.")
    return _(
        "What is next: the council reads it, registers it and answers. We will write to you here about every step."
    )


def accepted(submitted: Submitted, known: bool) -> Screen:
    appeal, due = submitted.appeal, submitted.due
    lines = [
        _("<b>Handed over to the council.</b>\nNumber <b>{number}</b>").format(number=appeal.number),
        _("The answer must come by <b>{day}</b>: {because}.").format(day=day(due.day), because=say(due.because)),
        _next(appeal),
    ]
    buttons = [open_case(appeal.id), Button(_("Menu"), "menu")]
    if appeal.submission.applicant is not None and not known:
        lines.append(
            _("So as not to write your name and address next time, press «Remember me». You can erase it later.")
        )
        buttons.insert(0, Button(_("Remember me"), Keep(appeal=appeal.id).pack()))
    return Screen("\n\n".join(lines), column(*buttons))


async def remember(callback: CallbackQuery, callback_data: Keep, turn: Turn) -> None:
    """Keeps name and address with the person's consent (2297-VI art. 11), for the next form only."""
    appeal = await own_case(turn, AppealId(callback_data.appeal))
    applicant = appeal.submission.applicant
    if applicant is not None:
        kept = applicant.model_copy(update={"benefits": ()})
        await turn.desk.residents.keep_identity(turn.person.id, kept, turn.now)
    text = _("Remembered. Next time you will only be asked whether it is you. To erase it, press «Your data».")
    await turn.say(callback, Screen(text, column(open_case(appeal.id), Button(_("Menu"), "menu"))))


async def seen_case(turn: Turn, appeal_id: AppealId) -> tuple[Appeal, Collective | None]:
    """A case that the person may read: their own, or one that they have signed (then with what they signed)."""
    appeal = await turn.desk.appeals.get(appeal_id)
    if appeal.resident == turn.person.id:
        return appeal, None
    signed = await together.signed_by(turn.desk, appeal, turn.person.id)
    if signed is None:
        raise NotFound("There is no such case.")
    return appeal, signed


async def own_case(turn: Turn, appeal_id: AppealId) -> Appeal:
    """The person's own case; another's looks as if it did not exist, and who only signed it is told who acts."""
    appeal, signed = await seen_case(turn, appeal_id)
    if signed is not None:
        told = msgid("Only the contact person, {contact}, can do this. Write to them, or submit your own appeal.")
        raise DomainError(told, contact=signed.contact)
    return appeal


def cancelled(turn: Turn) -> Screen:
    return Screen(
        _("Stopped. What you wrote is kept for a week."),
        column(Button(_("Bring it back"), "appeal:return"), Button(_("Menu"), "menu")),
    )


def router() -> Router:
    router = Router(name="appeals")
    links.OPENERS[LinkKind.CATEGORY] = begin_about
    links.PRINTED[LinkKind.CATEGORY] = codes
    forms.CONVERSATIONS[appeal_form.NAME] = Conversation(appeal_form.NAME, build, review, finish, cancelled)
    router.callback_query.register(begin_appeal, F.data == "appeal:new")
    router.callback_query.register(return_draft, F.data == "appeal:return")
    router.callback_query.register(start_anew, F.data == "appeal:anew")
    router.callback_query.register(remember, Keep.filter())
    return router
