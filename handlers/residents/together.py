"""«Together with others»: the contact person invites by a link or names people; co-authors read, sign, may leave."""

from datetime import datetime
from urllib.parse import quote

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import appeal_form, together
from council.appeal_form import answers_from, wish_for
from council.appeals import KIND_NAMES, Appeal, Kind
from council.collectives import Collective
from council.forms import Filling, Form, given, noted
from council.links import LinkKind, url
from council.pages import pages
from council.people import FullName
from council.phrases import NotFound
from council.together import JOIN
from handlers import forms, links
from handlers.forms import Conversation
from handlers.questions import way_button
from handlers.residents.appeals import notice_was_shown, said
from handlers.screens import Button, Screen, column, open_case
from handlers.texts import _, escaped, moment
from handlers.turn import Event, Turn


class Invited(CallbackData, prefix="in"):
    """What somebody with an invitation may do: `read` the text, `sign` it. `key` is the secret of the link."""

    act: str
    key: str


class Joined(CallbackData, prefix="jo"):
    """What a co-author may do: `leave` (`leave!` confirmed), `notify`, `quiet`; `key` is the draft's."""

    act: str
    key: str


async def answer(callback: CallbackQuery, callback_data: Invited, turn: Turn, state: FSMContext) -> None:
    if callback_data.act == "sign":
        await _begin_signing(callback, turn, state, callback_data.key)
    else:
        await invited(callback, turn, state, callback_data.key)


# the contact person


async def invite(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    """The button of the review, while its form is the one in hand."""
    loaded = await forms.load(turn, state)
    if loaded is None or callback.data != f"together:{loaded[2].key}" or "name" not in loaded[2].answers:
        raise NotFound("There is no such form.")
    await _invite(callback, turn, state, loaded[1], loaded[2])


async def _invite(callback: CallbackQuery, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    """The link, who has joined, who was named; pressed again, it shows who has come meanwhile."""
    answers = given(form, filling)
    contact = str(FullName.model_validate(answers["name"]))
    text = appeal_form.submission_of(answers).text
    collective = await together.invite(turn.desk, filling.key, turn.person.id, text, contact, turn.now)
    token, until = await _link(turn, filling)
    kept = noted(filling, _invitation=token)
    await forms.keep(state, kept)
    await turn.show(callback, await _gathering(turn, kept, collective, token, until))


async def _link(turn: Turn, filling: Filling) -> tuple[str, datetime]:
    """The link of this form while it works, else a new one."""
    token = str(filling.answers.get("_invitation") or "")
    known = await turn.desk.tokens.find(token, LinkKind.COAUTHOR) if token else None
    if known is not None and known.expires > turn.now:
        return token, known.expires
    return await together.link(turn.desk, filling.key, turn.now), turn.now + together.OPEN_FOR


async def _gathering(turn: Turn, filling: Filling, collective: Collective, token: str, until: datetime) -> Screen:
    joined = await turn.desk.collectives.coauthors(collective.draft)
    address = url(turn.house.bot_username, LinkKind.COAUTHOR, token)
    ends = _("They see your text and your name, and each writes their own name and address. It works until {until}.")
    names = [escaped(str(one.person.name)) for one in joined if one.edition == collective.edition]
    waiting = len(joined) - len(names)
    lines = [
        _("<b>Together with others</b>\nSend this link to the people who sign with you:\n{link}").format(link=address),
        ends.format(until=moment(until)),
        "\n".join([_("Signed: {count}").format(count=len(names)), *names]),
        _("You have changed the text. To confirm it again: {count}").format(count=waiting) if waiting else "",
        _("Named by you: {count}").format(count=len(filling.answers.get("named") or [])),
        _("Your appeal waits here a week. When all have signed, go back to it and send it."),
    ]
    share = (
        f"https://t.me/share/url?url={quote(address)}&text={quote(_('Please sign an appeal to the council with me.'))}"
    )
    buttons = (
        Button(_("Send the link to people"), url=share),
        Button(_("Who has signed by now"), f"together:{filling.key}"),
        way_button(filling, _("Name people myself"), "@to-named"),
        Button(_("‹ Back to my appeal"), "form:continue"),
    )
    return Screen("\n\n".join(line for line in lines if line), column(*buttons))


# who was invited


async def invited(event: Event, turn: Turn, state: FSMContext, token: str) -> None:
    """The text to be signed, whole, and what happens with the name: before anything is asked."""
    collective = await together.opened(turn.desk, token, turn.now)
    together.must_be_another(collective, turn.person.id)
    parts = pages(collective.text)
    head = _("<b>{contact} asks you to sign an appeal to the council:</b>").format(contact=escaped(collective.contact))
    await turn.say(event, Screen(f"{head}\n\n<blockquote>{escaped(parts[0])}</blockquote>"))
    for part in parts[1:]:
        await turn.say(event, Screen(f"<blockquote>{escaped(part)}</blockquote>"))
    await turn.say(event, await forms.with_form(state, _question(token)))


def _question(token: str) -> Screen:
    text = _(
        "If you agree with it, press «Sign». The law asks for your full name and where you live: the person who "
        "invites you and the council will see them. The answer goes to that person. You can leave at any time."
    )
    sign = Invited(act="sign", key=token).pack()
    return Screen(text, column(Button(_("Sign"), sign), Button(_("No, thank you"), "menu")))


async def _begin_signing(callback: CallbackQuery, turn: Turn, state: FSMContext, token: str) -> None:
    collective = await together.opened(turn.desk, token, turn.now)
    if forms.in_form(await state.get_state()):
        text = _("You are in the middle of a form. Finish it or cancel it first, then press «Sign» once more.")
        await turn.say(callback, Screen(text, column(Button(_("Continue my form"), "form:continue"))))
        return
    identity = turn.person.identity
    kept = {name: value for name, value in (answers_from(identity) if identity else {}).items() if name in ASKED}
    answers = {**wish_for(Kind.APPLICATION), **kept, "_token": token, "_edition": collective.edition}
    await forms.begin(callback, turn, state, JOIN, f"{turn.update_id:x}", answers)


ASKED = ("name", "residence")


def build(turn: Turn) -> Form:
    return together.joining(appeal_form.build(turn.house.community))


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    lines = [f"<b>{_(step.title)}</b>: {said(step, filling.answers)}" for step in form.steps]
    head = _("<b>So you will be named under the appeal. Sign?</b>")
    ways = [
        (_("Sign"), "@send"),
        *((_(step.title), f"@to-{step.name}") for step in form.steps),
        (_("Cancel"), "@cancel"),
    ]
    return Screen("\n\n".join([head, *lines]), column(*(way_button(filling, text, way) for text, way in ways)))


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    token, edition = str(filling.answers["_token"]), int(filling.answers["_edition"])
    await state.clear()
    await notice_was_shown(turn)
    collective = await together.join(turn.desk, token, edition, turn.person.id, given(form, filling), turn.now)
    text = _(
        "You have signed. {contact} will hand the appeal over and we will tell you its number.\n\n"
        "Shall we also tell you of every step and of the answer?"
    )
    await turn.show(event, Screen(text.format(contact=escaped(collective.contact)), column(*_choice(collective.draft))))


def _choice(draft: str) -> list[Button]:
    acts = [(_("Yes, tell me"), "notify"), (_("No, only the number"), "quiet"), (_("Take my name off"), "leave")]
    return [Button(text, Joined(act=act, key=draft).pack()) for text, act in acts]


def cancelled(turn: Turn) -> Screen:
    return Screen(_("Stopped. You have not signed."), column(Button(_("Menu"), "menu")))


async def choose(callback: CallbackQuery, callback_data: Joined, turn: Turn) -> None:
    """A co-author's choice; for everybody else there is nothing here."""
    draft, me = callback_data.key, turn.person.id
    if callback_data.act == "leave!":
        await together.leave(turn.desk, draft, me, turn.now)
        text = _("Your name is off. The appeal goes on without you; you can submit your own at any time.")
        await turn.show(callback, Screen(text, column(Button(_("Menu"), "menu"))))
        return
    if await turn.desk.collectives.coauthor(draft, me) is None:
        raise NotFound("There is no such invitation.")
    if callback_data.act == "leave":
        await turn.show(callback, _sure(draft))
        return
    wanted = callback_data.act == "notify"
    await turn.desk.collectives.notify(draft, me, wanted)
    told = _("We will tell you of every step.") if wanted else _("We will tell you only the number.")
    await turn.show(callback, Screen(told, column(_leave_button(draft), Button(_("Menu"), "menu"))))


def _sure(draft: str) -> Screen:
    sure = Button(_("Yes, take my name off"), Joined(act="leave!", key=draft).pack())
    return Screen(_("Take your name off this appeal?"), column(sure, Button(_("No, leave it"), "menu")))


def _leave_button(draft: str) -> Button:
    return Button(_("Take my name off"), Joined(act="leave", key=draft).pack())


def co_card_ways(collective: Collective) -> tuple[Button, ...]:
    """What a co-author may do on the card of the case."""
    return tuple(_choice(collective.draft))


def changed(token: str) -> Screen:
    """Told to who had signed other words."""
    text = _(
        "The text of the appeal that you signed has changed. Read it once more: without that your name is taken off."
    )
    return Screen(text, column(Button(_("Read the new text"), Invited(act="read", key=token).pack())))


def handed_over(appeal: Appeal, inside: bool) -> Screen:
    """Told to everybody who had signed."""
    if not inside:
        text = _(
            "The appeal was handed over without you: you had not confirmed its last text. You can submit your own."
        )
        return Screen(text, column(Button(_("Submit an appeal"), "appeal:new")))
    text = _("<b>{number}</b>: the appeal that you signed is handed over to the council. It is: {kind}.")
    return Screen(text.format(number=appeal.number, kind=_(KIND_NAMES[appeal.kind])), column(open_case(appeal.id)))


def router() -> Router:
    router = Router(name="together")
    links.OPENERS[LinkKind.COAUTHOR] = invited
    forms.CONVERSATIONS[JOIN] = Conversation(JOIN, build, review, finish, cancelled, shelved=False, takes_files=False)
    router.callback_query.register(invite, F.data.startswith("together:"))
    router.callback_query.register(answer, Invited.filter())
    router.callback_query.register(choose, Joined.filter())
    return router
