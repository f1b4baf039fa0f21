"""The card of a campaign: where it stands, how far it is, and the steps that are possible now."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import campaigning
from council.campaigns import Campaign, CampaignId, Content, Kind, State, must_alert, must_manage
from council.deliveries import Call, ChatId
from council.links import address
from handlers.campaign_words import card, link
from handlers.house import House
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, escaped
from handlers.turn import Turn
from storage.desk import Desk


class CampaignPress(CallbackData, prefix="cm"):
    """A step with a campaign."""

    act: str
    campaign: Id


async def of(desk: Desk, house: House, campaign: Campaign) -> Screen:
    return Screen(await card(desk, house, campaign), column(*_buttons(campaign)))


def _buttons(campaign: Campaign) -> Sequence[Button]:
    def button(text: str, act: str) -> Button:
        return Button(text, CampaignPress(act=act, campaign=campaign.id).pack())

    look = button(_("Send it to me, as people will see it"), "try")
    links = [] if campaign.kind.urgent else [button(_("Link and printed code"), "links")]
    stop = button(_("Stop for good"), "stop")
    steps: Mapping[State, Sequence[Button]] = {
        State.DRAFT: (look, button(_("Hand over for confirmation"), "ask"), button(_("Throw away"), "drop")),
        State.ASKED: (look, button(_("Confirm and send"), "confirm"), button(_("Do not send"), "drop")),
        State.SCHEDULED: (look, stop, *links),
        State.RUNNING: (button(_("Pause"), "pause"), stop, button(_("Renew the figures"), "show"), *links),
        State.PAUSED: (button(_("Go on sending"), "resume"), stop),
        State.DONE: (look, *links),
        State.STOPPED: (look, *links),
    }
    clear = [button(_("Announce the all clear"), "clear")]
    ended = campaign.kind is Kind.ALERT and campaign.state in (State.RUNNING, State.PAUSED, State.DONE, State.STOPPED)
    return [*(clear if ended else []), *steps.get(campaign.state, ())]


# the steps


async def press(callback: CallbackQuery, callback_data: CampaignPress, turn: Turn) -> str:
    """In the group or in a private chat: the card is read anew, so a stale button shows where it stands."""
    campaign = await turn.desk.campaigns.get(CampaignId(callback_data.campaign))
    (must_alert if campaign.kind.urgent else must_manage)(turn.officer, turn.house.admins)
    acts: Mapping[str, Callable[[CallbackQuery, Turn, Campaign], Awaitable[str]]] = {
        "show": _show,
        "open": _show,
        "try": _try,
        "ask": _ask,
        "confirm": _confirm,
        "drop": _drop,
        "pause": _pause,
        "resume": _resume,
        "stop": _sure,
        "stop!": _stop,
        "clear": _clear,
        "links": _links,
    }
    return await acts.get(callback_data.act, _show)(callback, turn, campaign)


async def _show(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    """In the group the card stands in its topic and is renewed there; in private it is shown here."""
    if turn.resident is None:
        await campaigning.show(turn.desk, campaign, turn.now)
        return _("The card is in the topic of this campaign.")
    await turn.show(callback, await of(turn.desk, turn.house, campaign))
    return ""


async def _shown(callback: CallbackQuery, turn: Turn, campaign: Campaign, told: str) -> str:
    if turn.resident is not None:
        await turn.show(callback, await of(turn.desk, turn.house, campaign))
    return told


async def _try(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    await campaigning.try_out(turn.desk, campaign, turn.me, str(turn.update_id), turn.now)
    return _("Sent to your private chat with the bot.")


async def _ask(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    asked = await campaigning.ask(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, asked, _("Handed over. A second person confirms it."))


async def _confirm(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    confirmed = await campaigning.confirm(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, confirmed, _("Confirmed."))


async def _drop(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    dropped = await campaigning.drop(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, dropped, _("It is not sent."))


async def _pause(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    paused = await campaigning.pause(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, paused, _("Paused."))


async def _resume(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    resumed = await campaigning.resume(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, resumed, _("It goes on."))


async def _sure(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    """Stopping cannot be undone, so it is asked once more."""
    yes = Button(_("Yes, stop it for good"), CampaignPress(act="stop!", campaign=campaign.id).pack())
    back = Button(_("No, leave it"), CampaignPress(act="show", campaign=campaign.id).pack())
    text = _("Stop it for good? Who has not got it will not get it. To go on later, press «Pause» instead.")
    await turn.say(callback, Screen(text, column(yes, back)))
    return ""


async def _stop(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    stopped = await campaigning.stop(turn.desk, campaign, turn.officer, turn.house.admins, turn.now)
    if turn.resident is None:
        await turn.show(callback, Screen(_("Stopped.")))
    return await _shown(callback, turn, stopped, _("Stopped."))


async def _clear(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    """The end of an alert goes the way of the alert: a second person confirms it."""
    content = Content(uk=campaign.content.uk, en=campaign.content.en, alert=campaign.id)
    ending = await campaigning.all_clear(turn.desk, campaign, content, turn.officer, turn.house.admins, turn.now)
    return await _shown(callback, turn, ending, _("The all clear waits for a second person."))


async def _links(callback: CallbackQuery, turn: Turn, campaign: Campaign) -> str:
    """To the private chat of who asks: a link for the site and a code to print, counted apart."""
    url = address(turn.house.bot_username, link(campaign, "link"))
    caption = _("The code to print. The link for the site and other pages: {url}").format(url=escaped(url))
    picture = {"photo": {"qr": link(campaign, "qr")}, "caption": caption, "parse_mode": "HTML"}
    await turn.tell(ChatId(turn.me), Call("sendPhoto", picture))
    return _("Sent to your private chat with the bot.")
