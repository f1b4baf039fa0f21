"""Signing a petition with legal force: from the card to the page where it is done, and the receipt."""

from aiogram import F, Router
from aiogram.types import CallbackQuery

from council import signing_links
from council.petition_rules import Mode
from council.petitions import Petition, PetitionId
from council.voices import Voice
from handlers.residents.petitions import number_in, seen
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped, moment
from handlers.turn import Turn


async def sign(callback: CallbackQuery, turn: Turn) -> None:
    """A one-time link to the page; who has signed through this account gets the receipt again."""
    petition = await seen(turn, PetitionId(number_in(callback.data, 1)))
    voice = await signing_links.signature_of(turn.desk, petition, turn.me) if petition.secret else None
    if voice is not None:
        await turn.show(callback, receipt(petition, voice))
    elif petition.mode is Mode.BINDING and not turn.house.signs:
        away = _("Signing is not set up here yet. You can submit an appeal on the same matter.")
        await turn.show(callback, Screen(away, column(_card(petition))))
    else:
        await _hand_link(callback, turn, petition)


async def _hand_link(callback: CallbackQuery, turn: Turn, petition: Petition) -> None:
    token = await signing_links.issue(turn.desk, turn.house.community, petition, turn.person.id, turn.now)
    told = _(
        "<b>{title}</b>\n\nYou sign on the council's page. There you confirm who you are through id.gov.ua: with an "
        "electronic signature, your bank or Mobile ID. Your full name and the day will stand in the public list.\n\n"
        "The link works for 15 minutes, in one browser, and for you alone. Do not pass it on."
    ).format(title=escaped(petition.title))
    page = Button(_("Open the page for signing"), url=f"{turn.house.pages}/sign/{token}")
    await turn.show(callback, Screen(told, column(page, _card(petition))))


def _card(petition: Petition) -> Button:
    return Button(_("‹ Back"), f"petition:{petition.id}:0")


def receipt(petition: Petition, voice: Voice) -> Screen:
    """What proves the signature to its giver: the moment, and the print by which the log can be asked."""
    told = _(
        "<b>Your signature is counted.</b>\n\n{number}: {title}\nSigned: {moment}\n\nReceipt:\n"
        "<code>{receipt}</code>\n\nBy it you can check at any time that your signature is in the log: "
        "on the petition's page, «How to check it»."
    )
    text = told.format(
        number=petition.number, title=escaped(petition.title), moment=moment(voice.at), receipt=voice.commitment
    )
    return Screen(text, column(Button(_("Open it"), f"petition:{petition.id}:0")))


def router() -> Router:
    router = Router(name="signing")
    router.callback_query.register(sign, F.data.startswith("sign:"))
    return router
