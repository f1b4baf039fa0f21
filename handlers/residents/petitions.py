"""Residents and petitions: find, read, support, follow, and write one's own."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import petition_form, petitioning, signing
from council.appeal_form import wish_for
from council.appeals import Kind
from council.calendar import local_day
from council.deliveries import Call, ChatId
from council.forms import Filling, Form, moved_on, noted
from council.links import LinkKind, payload
from council.names import initial
from council.people import FullName
from council.petition_appeals import words_of
from council.petition_chain import Act
from council.petition_news import News, show_to_staff
from council.petition_rules import Mode
from council.petitions import Petition, PetitionId, Standing, State, can_be_supported, standing
from council.phrases import DomainError, NotFound
from council.phrases import _ as msgid
from council.similar import similar
from council.voices import Person, Voice, VoiceState, who
from handlers import forms, links, rooms
from handlers.forms import Conversation
from handlers.house import House
from handlers.petition_cards import address, card, news_text, open_petition, parts
from handlers.petition_words import counted, standing_words, words
from handlers.questions import fields, way_button
from handlers.residents.appeals import start_form
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, current, day, escaped
from handlers.turn import Event, Turn

PAGE = 6
HIDDEN = frozenset({State.CHECKING, State.REFUSED, State.WITHDRAWN})
"""Seen by the author alone."""


class Ways(CallbackData, prefix="pt"):
    """What is done with a petition: `give`, `back`, `follow`, `unfollow`, `share`, `withdraw`, `anew`, `appeal`."""

    act: str
    petition: Id


def today(turn: Turn) -> date:
    return local_day(turn.now, turn.house.community.zone)


# the list


async def command(message: Message, turn: Turn, state: FSMContext) -> None:
    await turn.say(message, await forms.with_form(state, await _list(turn, 0)))


async def page(callback: CallbackQuery, turn: Turn, state: FSMContext) -> None:
    await turn.show(callback, await forms.with_form(state, await _list(turn, number_in(callback.data, 1))))


async def _list(turn: Turn, offset: int) -> Screen:
    rules = turn.house.community.petitions
    if not rules.enabled:
        return Screen(_("This is not taken here yet. You can submit an appeal instead."), _ways_out())
    mode = rules.in_mode
    found = await _ordered(turn)
    shown = found[offset : offset + PAGE]
    lines = [f"<b>{words(mode, 'all')}</b>", words(mode, "what") if shown else words(mode, "none")]
    lines += [_line(turn, petition) for petition in shown]
    return Screen("\n\n".join(lines), column(*_list_buttons(turn, mode, shown, offset, len(found))))


async def _ordered(turn: Turn) -> Sequence[Petition]:
    """One's own first, then what collects and ends soonest, then the rest from the newest."""
    own = [one for one in await turn.desk.petitions.of_author(turn.person.id) if one.state in HIDDEN]
    public = list(await turn.desk.petitions.public())
    day_now = today(turn)
    collecting = [one for one in public if can_be_supported(one, day_now)]
    rest = [one for one in public if not can_be_supported(one, day_now)]
    return [*own, *sorted(collecting, key=lambda one: (one.closes or day_now, one.id)), *rest]


def _line(turn: Turn, petition: Petition) -> str:
    stands = standing(petition, today(turn))
    told = standing_words(petition, stands)
    count = counted(petition) if petition.published else ""
    return "\n".join(line for line in (f"<b>{escaped(petition.title)}</b>", told, count) if line)


def _list_buttons(turn: Turn, mode: Mode, shown: Sequence[Petition], offset: int, count: int) -> list[Button]:
    buttons = [Button(petition.title[:60], f"petition:{petition.id}:0") for petition in shown]
    if offset + PAGE < count:
        buttons.append(Button(_("More ›"), f"petitions:{offset + PAGE}"))
    if offset:
        buttons.append(Button(_("‹ Back"), f"petitions:{max(0, offset - PAGE)}"))
    return [*buttons, Button(words(mode, "new"), "petition:new"), Button(_("Menu"), "menu")]


def _ways_out() -> tuple[tuple[Button, ...], ...]:
    return column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu"))


def number_in(data: str | None, place: int) -> int:
    """A part of a button's data as a number; 0 for what no button of ours says."""
    said = (data or "").split(":")
    number = int(said[place]) if len(said) > place and said[place].isdecimal() else 0
    return number if number < 2**63 else 0


# the card


async def open_card(callback: CallbackQuery, turn: Turn) -> None:
    petition = await seen(turn, PetitionId(number_in(callback.data, 1)))
    await turn.show(callback, await _card(turn, petition, number_in(callback.data, 2)))


async def open_link(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """`?start=p_12`: from a poster, a neighbour, the council's site."""
    if not value.isdecimal() or int(value) >= 2**63:
        raise NotFound("There is nothing under this number.")
    await turn.say(message, await _card(turn, await seen(turn, PetitionId(int(value))), 0))


async def seen(turn: Turn, petition: PetitionId) -> Petition:
    """A petition that this person may see; one that was not published looks as if it did not exist."""
    found = await turn.desk.petitions.get(petition)
    if found.state in HIDDEN and found.author != turn.person.id:
        raise NotFound("There is nothing under this number.")
    return found


async def _card(turn: Turn, petition: Petition, part: int, note: str = "") -> Screen:
    screen = card(turn.house, petition, today(turn), part)
    text = f"{note}\n\n{screen.text}" if note else screen.text
    return Screen(text, column(*await _card_buttons(turn, petition, part)))


async def _card_buttons(turn: Turn, petition: Petition, part: int) -> list[Button]:
    own = await _voice(turn, petition)
    follows = turn.person.id in await turn.desk.petitions.followers(petition.id)
    more = Button(_("Read on ›"), f"petition:{petition.id}:{part + 1}")
    buttons = [
        *([more] if part + 1 < parts(petition) else []),
        *_support_buttons(turn, petition, own),
        *_author_buttons(turn, petition),
        *([_follow_button(petition, follows)] if petition.published else []),
        *([Button(_("Share"), _act("share", petition))] if petition.published else []),
    ]
    return [*buttons, Button(words(petition.mode, "all"), "petitions:0"), Button(_("Menu"), "menu")]


def _act(act: str, petition: Petition) -> str:
    return Ways(act=act, petition=petition.id).pack()


def _support_buttons(turn: Turn, petition: Petition, own: Voice | None) -> list[Button]:
    if not can_be_supported(petition, today(turn)):
        return []
    sign = [Button(_("Sign on the official site"), url=petition.page)] if petition.page else []
    if petition.mode is Mode.BINDING:
        sign = [Button(_("Sign"), f"sign:{petition.id}")]
    if own is None or own.state is VoiceState.WITHDRAWN:
        return [*sign, Button(_support_label(petition.mode), _act("give", petition))]
    back = [Button(_("Take my support back"), _act("back", petition))]
    return [*sign, *(back if turn.house.community.petitions.may_withdraw else [])]


def _support_label(mode: Mode) -> str:
    return _("Support") if mode is Mode.INITIATIVE else _("Support in the bot (no signature)")


def _author_buttons(turn: Turn, petition: Petition) -> list[Button]:
    if petition.author != turn.person.id:
        return []
    if petition.state is State.CHECKING:
        return [Button(_("Withdraw it"), _act("withdraw", petition))]
    if petition.state in {State.REFUSED, State.WITHDRAWN}:
        return [Button(_("Change it and send it again"), _act("anew", petition))]
    return []


def _follow_button(petition: Petition, follows: bool) -> Button:
    if follows:
        return Button(_("Stop telling me about it"), _act("unfollow", petition))
    return Button(_("Tell me what comes of it"), _act("follow", petition))


async def _voice(turn: Turn, petition: Petition) -> Voice | None:
    return await turn.desk.petitions.voice(petition.id, Act.SUPPORTED, _me(turn, petition))


def _me(turn: Turn, petition: Petition) -> str:
    return who(petition, f"telegram:{turn.me}")


# what is done with it


async def press(callback: CallbackQuery, callback_data: Ways, turn: Turn, state: FSMContext) -> None:
    petition = await seen(turn, PetitionId(callback_data.petition))
    match callback_data.act:
        case "give":
            await _give(callback, turn, petition)
        case "back":
            petition = await signing.withdraw(
                turn.desk, turn.house.community, petition, Act.SUPPORTED, _me(turn, petition), turn.now
            )
            await turn.show(callback, await _card(turn, petition, 0, _("Your support is taken back.")))
        case "share":
            await turn.say(callback, _share(turn, petition))
            await turn.tell(ChatId(turn.me), _code(turn, petition))
        case "anew":
            await _anew(callback, turn, state, petition)
        case "appeal":
            await _as_appeal(callback, turn, state, petition)
        case _:
            await _plain_step(callback, turn, petition, callback_data.act)


async def _give(callback: CallbackQuery, turn: Turn, petition: Petition) -> None:
    """One support an account; pressed again it says since when."""
    person = Person(_me(turn, petition), turn.person.first_seen)
    given = await signing.give(turn.desk, turn.house.community, petition, Act.SUPPORTED, person, turn.now)
    if given.first:
        await petitioning.after_a_voice(turn.desk, petition, given.petition, turn.now)
        note = _("<b>Thank you, your support is counted.</b>")
    else:
        note = _("You have supported it already, on {day}.").format(day=day(given.voice.at))
    await turn.show(callback, await _card(turn, given.petition, 0, note))


async def _plain_step(callback: CallbackQuery, turn: Turn, petition: Petition, act: str) -> None:
    desk, note = turn.desk, ""
    if act == "follow":
        await desk.petitions.follow(petition.id, turn.person.id, turn.now)
        note = _("We will write to you about every step.")
    elif act == "unfollow":
        await desk.petitions.unfollow(petition.id, turn.person.id)
        note = _("We will not write about it any more.")
    elif act == "withdraw":
        petition = await petitioning.withdraw(desk, petition, turn.person.id, turn.now)
        await show_to_staff(desk, petition, turn.now)
        note = _("Withdrawn. It will not be published.")
    await turn.show(callback, await _card(turn, petition, 0, note))


def _share(turn: Turn, petition: Petition) -> Screen:
    """A message to pass on: the words, the link, nothing about who sends it."""
    council = turn.house.community.council.name.in_(current().current_locale)
    told = words(petition.mode, "share").format(council=escaped(council), title=f"<b>{escaped(petition.title)}</b>")
    hint = _("Forward this message, or send the link.")
    return Screen(f"{told}\n{address(turn.house, petition)}\n\n<i>{hint}</i>")


def _code(turn: Turn, petition: Petition) -> Call:
    """The same link as a QR code, to show from a phone or to print; the caption says where it leads."""
    caption = _("QR code: {caption}").format(caption=f"{petition.number}, {address(turn.house, petition)}")
    return Call("sendPhoto", {"photo": {"qr": payload(LinkKind.PETITION, str(petition.id))}, "caption": caption})


# one's own


async def begin(event: Event, turn: Turn, state: FSMContext) -> None:
    """Starts the form, goes on with the one begun, or brings back what was put aside."""
    if not turn.house.community.petitions.enabled:
        await turn.show(event, await _list(turn, 0))
    elif (loaded := await forms.load(turn, state)) is not None:
        conversation, form, filling, _changed = loaded
        await forms.go_on(event, turn, state, conversation, form, filling, _("You have begun this form. Go on here."))
    elif (kept := await turn.desk.drafts.take(turn.person.id, petition_form.NAME, turn.now)) is not None:
        await _go_on(event, turn, state, Filling.model_validate(kept))
    else:
        await forms.begin(event, turn, state, petition_form.NAME, f"{turn.update_id:x}", {})


async def _go_on(event: Event, turn: Turn, state: FSMContext, filling: Filling) -> None:
    await forms.keep(state, filling)
    conversation = forms.CONVERSATIONS[petition_form.NAME]
    await forms.go_on(event, turn, state, conversation, conversation.build(turn), filling)


async def _anew(callback: CallbackQuery, turn: Turn, state: FSMContext, petition: Petition) -> None:
    """The same words once more, to be changed; only the author has them, and only what was not published."""
    if petition.author != turn.person.id or petition.identity is None or petition.state not in HIDDEN:
        raise NotFound("There is nothing under this number.")
    answers = {
        "title": petition.title,
        "text": petition.text,
        "ask": petition.ask,
        "name": petition.identity.name.model_dump(),
        "email": petition.identity.email,
        "similar": "go_on",
        "conditions": "yes",
    }
    await forms.begin(callback, turn, state, petition_form.NAME, f"{turn.update_id:x}", answers)


async def _as_appeal(callback: CallbackQuery, turn: Turn, state: FSMContext, petition: Petition) -> None:
    """The author's words as an appeal, to be read once more and sent; a form begun before goes first."""
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    if petition.author != turn.person.id or standing(petition, today(turn)) is not Standing.NOT_REACHED:
        raise NotFound("There is nothing under this number.")
    known = {**wish_for(Kind.PROPOSAL), "category": ""}
    await start_form(callback, turn, state, {**known, "text": words_of(petition), "_told": list(known)})


def build(turn: Turn) -> Form:
    return petition_form.build(turn.house.community)


async def look_for_similar(turn: Turn, form: Form, filling: Filling) -> Filling:
    """Notes the titles of similar ones once the title is known: they are shown, and stop nobody."""
    title = filling.answers.get("title")
    if not title or filling.answers.get("_looked") == title:
        return filling
    public = await turn.desk.petitions.public()
    titles = [petition.title for petition in similar(title, public)]
    return moved_on(form, noted(filling, _looked=title, _similar=titles))


async def review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """As the public will see it, with what only the council sees below."""
    if filling.answers.get("_changing"):
        steps = [step for step in form.steps if step.name in filling.answers and step.name != "similar"]
        return Screen(_("What would you like to change?"), fields(filling, steps))
    answers = filling.answers
    name = FullName.model_validate(answers["name"])
    shown_name = escaped(str(name)) if turn.house.community.petitions.in_mode is not Mode.INITIATIVE else ""
    lines = [
        _("<b>Check and send. So everyone will see it:</b>"),
        f"<b>{escaped(answers['title'])}</b>",
        _("<b>What is asked:</b> {ask}").format(ask=escaped(answers["ask"])),
        escaped(answers["text"][:2000]) + ("…" if len(answers["text"]) > 2000 else ""),
        _("Author: {name}").format(name=shown_name) if shown_name else "",
        _("Only the council sees: {name}, {email}").format(
            name=escaped(initial(name)), email=escaped(answers["email"])
        ),
    ]
    button = partial(way_button, filling)
    ways = column(button(_("Send"), "@send"), button(_("Change"), "@change"), button(_("Cancel"), "@cancel"))
    return Screen("\n\n".join(line for line in lines if line), ways)


async def finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    draft = petitioning.draft_of(filling.key, filling.answers)
    petition = await petitioning.submit(turn.desk, turn.house.community, draft, turn.person, turn.received)
    await state.clear()
    told = news_text(turn.house, petition, News.SUBMITTED)
    await turn.show(event, Screen(told, column(open_petition(petition), Button(_("Menu"), "menu"))))


def cancelled(turn: Turn) -> Screen:
    mode = turn.house.community.petitions.in_mode
    return Screen(
        words(mode, "cancelled"), column(Button(words(mode, "new"), "petition:new"), Button(_("Menu"), "menu"))
    )


def door(house: House) -> Sequence[Button]:
    """The way from the menu, where the community takes petitions or initiatives at all."""
    rules = house.community.petitions
    return [Button(words(rules.in_mode, "all"), "petitions:0")] if rules.enabled else []


def router() -> Router:
    router = Router(name="petitions")
    rooms.DOORS["petitions"] = door
    links.OPENERS[LinkKind.PETITION] = open_link
    forms.CONVERSATIONS[petition_form.NAME] = Conversation(
        petition_form.NAME, build, review, finish, cancelled, takes_files=False, noted=look_for_similar
    )
    router.message.register(command, Command("petitions"))
    router.callback_query.register(page, F.data.startswith("petitions:"))
    router.callback_query.register(begin, F.data == "petition:new")
    router.callback_query.register(open_card, F.data.startswith("petition:"))
    router.callback_query.register(press, Ways.filter())
    return router
