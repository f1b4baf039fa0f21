"""`/campaign` and `/alert`: the desk of those who may write to many people, with what was written and how far it is.

Each capability hangs its own way into the menu. Texts are written in the officer's private chat.
"""

from collections.abc import Callable, Sequence

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import campaign_form
from council.campaigns import STATE_NAMES, Campaign, must_alert, must_manage
from council.consents import Purpose
from council.deliveries import ChatId
from council.phrases import DomainError
from council.phrases import _ as msgid
from handlers.campaign_words import title
from handlers.screens import Button, Screen, column, message
from handlers.staff import campaign_card, campaign_making
from handlers.staff.campaign_card import CampaignPress
from handlers.texts import _, number
from handlers.turn import Event, Turn

MENU = "campaigns"
"""The data of the button that leads here; `campaigns:8` is the page that begins with the ninth."""
PAGE = 8

Entry = Callable[[Turn], Sequence[Button]]

ENTRIES: dict[str, Entry] = {}
"""Ways that other capabilities hang into the menu («New survey»), by name, in the order in which their routers were
made; filled in their `router()`. A button's handler must be registered in private (on duty) and in the staff group:
in the group it answers with `in_private_chat`."""


class Make(CallbackData, prefix="cn"):
    """Begins a form: `campaign`, `campaign-survey` or `alert`."""

    form: str


async def show(event: Event, turn: Turn) -> None:
    """The menu, in the group and in an officer's private chat."""
    must_manage(turn.officer, turn.house.admins)
    await turn.show(event, await _menu(turn, 0))


async def page(callback: CallbackQuery, turn: Turn) -> None:
    must_manage(turn.officer, turn.house.admins)
    offset = (callback.data or "").partition(":")[2]
    await turn.show(callback, await _menu(turn, int(offset) if offset.isascii() and offset.isdigit() else 0))


async def _menu(turn: Turn, offset: int) -> Screen:
    campaigns, count = await turn.desk.campaigns.page(PAGE, min(offset, 10_000))
    agree = {one: await turn.desk.consents.count(one) for one in (Purpose.NEWS, Purpose.SURVEYS)}
    text = [
        _("<b>Campaigns</b>\nWrite to many people at once: only to those who agreed, and two people decide."),
        _("Agree to news: {news}. To invitations to surveys: {surveys}.").format(
            news=number(agree[Purpose.NEWS]), surveys=number(agree[Purpose.SURVEYS])
        ),
    ]
    listed = [_row(turn, one) for one in campaigns]
    entries = [button for entry in ENTRIES.values() for button in entry(turn)]
    buttons = [*_beginnings(), *entries, *listed, *_turns(offset, count)]
    return Screen("\n\n".join(text), column(*buttons))


def _beginnings() -> Sequence[Button]:
    return (
        Button(_("Write a message"), Make(form=campaign_form.MESSAGE).pack()),
        Button(_("Invite to a survey"), Make(form=campaign_form.SURVEY).pack()),
        Button(_("Warn of a danger"), Make(form=campaign_form.ALERT).pack()),
    )


def _row(turn: Turn, one: Campaign) -> Button:
    text = f"{title(turn.house, one)[:40]}: {_(STATE_NAMES[one.state])}"
    return Button(text, CampaignPress(act="open", campaign=one.id).pack())


def _turns(offset: int, count: int) -> Sequence[Button]:
    newer = [Button(_("‹ Newer"), f"campaigns:{max(0, offset - PAGE)}")] if offset else []
    return [*newer, *([Button(_("Older ›"), f"campaigns:{offset + PAGE}")] if offset + PAGE < count else [])]


# what is written begins in private


async def alert(event: Event, turn: Turn, state: FSMContext) -> None:
    """`/alert` in private."""
    await campaign_making.begin(event, turn, state, campaign_form.ALERT)


async def make(callback: CallbackQuery, callback_data: Make, turn: Turn, state: FSMContext) -> None:
    await campaign_making.begin(callback, turn, state, callback_data.form)


async def make_elsewhere(callback: CallbackQuery, callback_data: Make, turn: Turn) -> str:
    known = (campaign_form.MESSAGE, campaign_form.SURVEY)
    (must_manage if callback_data.form in known else must_alert)(turn.officer, turn.house.admins)
    return await in_private_chat(callback, turn, Button(_("Begin"), callback_data.pack()))


async def alert_elsewhere(event: Message, turn: Turn) -> None:
    must_alert(turn.officer, turn.house.admins)
    await in_private_chat(event, turn, Button(_("Warn of a danger"), Make(form=campaign_form.ALERT).pack()))


async def in_private_chat(event: Event, turn: Turn, button: Button) -> str:
    """Sends the button to the private chat of who pressed; returns the toast. In the group other people talk."""
    if not turn.officer.grants:
        raise DomainError(msgid("First give yourself a role with /roles: then the private chat opens for this."))
    await turn.tell(ChatId(turn.me), message(Screen(_("Here you prepare what many people will read."), column(button))))
    told = _("Go on in your private chat with the bot.")
    if isinstance(event, Message):
        chat = Button(_("Open the private chat"), url=f"https://t.me/{turn.house.bot_username}")
        await turn.say(event, Screen(told, column(chat)), reply=True)
    return told


def router() -> Router:
    """In an officer's private chat."""
    router = _common(Router(name="campaigns"))
    campaign_making.converse()
    router.message.register(alert, Command("alert"))
    router.callback_query.register(make, Make.filter())
    return router


def staff_router() -> Router:
    router = _common(Router(name="campaigns in the group"))
    router.message.register(alert_elsewhere, Command("alert"))
    router.callback_query.register(make_elsewhere, Make.filter())
    return router


def _common(router: Router) -> Router:
    router.message.register(show, Command("campaign"))
    router.callback_query.register(show, F.data == MENU)
    router.callback_query.register(page, F.data.startswith("campaigns:"))
    router.callback_query.register(campaign_card.press, CampaignPress.filter())
    return router
