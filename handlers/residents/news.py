"""What the council may send besides answers: asked plainly, once a purpose; taken back by one press anywhere."""

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from council import consents
from council.audience import Place
from council.campaign_feeding import purpose_of
from council.campaigns import Campaign, CampaignId, Kind, State
from council.consents import PURPOSE_NAMES, QUESTIONS, Consent, Purpose
from council.links import LinkKind
from council.phrases import NotFound
from council.privacy import digest
from council.profiles import numbered
from handlers import campaign_words, forms, links, rooms
from handlers.campaign_words import Enough, Invited
from handlers.news_offer import Ask
from handlers.residents import surveys
from handlers.screens import Button, Screen, column, packed
from handlers.texts import _, current, day, escaped, plain
from handlers.turn import Event, Turn

OFFER = "news"
"""The data of the button that leads here."""


class Agree(CallbackData, prefix="ng"):
    """The answer: 1 is yes."""

    purpose: str
    given: int


class Live(CallbackData, prefix="nl"):
    """Whose news: a district and a settlement by their codes, both empty for the whole community."""

    district: str
    settlement: str = ""


async def show(event: Event, turn: Turn, state: FSMContext) -> None:
    await turn.show(event, await forms.with_form(state, await _screen(turn)))


async def _screen(turn: Turn, note: str = "") -> Screen:
    answered = await consents.of(turn.desk, turn.person.id)
    lines = [
        *([note] if note else []),
        _("<b>News and surveys</b>\nAnswers to your appeals come always. All else only if you agree."),
        *(f"<b>{_(PURPOSE_NAMES[one])}</b>: {_stands(answered.get(one))}" for one in Purpose),
    ]
    buttons = [_switch(one, answered.get(one)) for one in Purpose]
    if _is_given(answered.get(Purpose.NEWS)) and turn.house.community.districts:
        lines.append(_("Whose news: {place}").format(place=await _place(turn)))
        buttons.append(Button(_("Choose a district for news"), "news:place"))
    return Screen("\n\n".join(lines), column(*buttons, Button(_("Menu"), "menu")))


def _is_given(consent: Consent | None) -> bool:
    return consent is not None and consent.given


def _stands(consent: Consent | None) -> str:
    if consent is None:
        return _("you were not asked yet")
    words = _("yes, since {day}") if consent.given else _("no, since {day}")
    return words.format(day=day(consent.answered_at))


def _switch(purpose: Purpose, consent: Consent | None) -> Button:
    if _is_given(consent):
        text = _("Stop: {what}").format(what=_(PURPOSE_NAMES[purpose]))
        return Button(text, Agree(purpose=purpose.value, given=0).pack())
    return Button(_("Agree: {what}").format(what=_(PURPOSE_NAMES[purpose])), Ask(purpose=purpose.value).pack())


async def _place(turn: Turn) -> str:
    place = await turn.desk.consents.place(turn.person.id)
    district = turn.house.community.district(place.district)
    if district is None:
        return _("the whole community")
    return escaped(place.settlement or district.name.in_(current().current_locale))


async def ask(callback: CallbackQuery, callback_data: Ask, turn: Turn) -> None:
    await turn.show(callback, question(_purpose(callback_data.purpose)))


def question(purpose: Purpose) -> Screen:
    """The words to which a person says yes or no; their hash is kept with the answer (2297-VI art. 2, 11)."""
    yes = Button(_("Yes, I agree"), Agree(purpose=purpose.value, given=1).pack())
    return Screen(
        _words(purpose), column(yes, Button(_("No, thank you"), Agree(purpose=purpose.value, given=0).pack()))
    )


def _words(purpose: Purpose) -> str:
    return f"<b>{_(PURPOSE_NAMES[purpose])}</b>\n{_(QUESTIONS[purpose])}"


def _purpose(code: str) -> Purpose:
    if code not in set(Purpose):
        raise NotFound("There is no such purpose.")
    return Purpose(code)


async def agree(callback: CallbackQuery, callback_data: Agree, turn: Turn) -> str:
    """Kept with the hash of the question; after a «yes» to news the district is asked, for news alone."""
    purpose, given = _purpose(callback_data.purpose), bool(callback_data.given)
    shown = digest(plain(_words(purpose)))
    await consents.answer(turn.desk, turn.person.id, purpose, given, shown, turn.now)
    if given and purpose is Purpose.NEWS and turn.house.community.districts:
        await turn.show(callback, _districts(turn))
        return ""
    note = _("Thank you. You can change this here at any time.") if given else _("We will not send you such.")
    await turn.show(callback, await _screen(turn, note))
    return ""


# whose news


async def place(callback: CallbackQuery, turn: Turn) -> None:
    await turn.show(callback, _districts(turn))


def _districts(turn: Turn) -> Screen:
    locale = current().current_locale
    buttons = [
        Button(one.name.in_(locale), Live(district=one.code).pack()) for one in turn.house.community.districts[:90]
    ]
    whole = Button(_("The whole community"), Live(district="").pack())
    text = _("Whose news do you want? Choose your district: it is kept encrypted and used for this only.")
    return Screen(text, (*column(whole), *packed(buttons)))


async def live(callback: CallbackQuery, callback_data: Live, turn: Turn) -> None:
    district = turn.house.community.district(callback_data.district)
    names = {code: name for code, name in numbered(turn.house.community) if district and name in district.settlements}
    if district and len(names) > 1 and not callback_data.settlement:
        await turn.show(callback, _settlements(district.code, names))
        return
    chosen = Place(district=district.code, settlement=names.get(callback_data.settlement, "")) if district else Place()
    await consents.lives_in(turn.desk, turn.person.id, chosen)
    await turn.show(callback, await _screen(turn, _("Thank you. You can change this here at any time.")))


def _settlements(district: str, names: dict[str, str]) -> Screen:
    buttons = [Button(name, Live(district=district, settlement=code).pack()) for code, name in names.items()]
    whole = Button(_("The whole district"), Live(district=district, settlement="all").pack())
    return Screen(_("Which settlement?"), (*column(whole), *packed(buttons[:90])))


# under a campaign's message


async def enough(callback: CallbackQuery, callback_data: Enough, turn: Turn) -> None:
    """«Do not send me such»: one press, no question, and the way back is shown."""
    campaign = await turn.desk.campaigns.get(CampaignId(callback_data.campaign))
    purpose = _purpose(purpose_of(campaign.kind))
    if _is_given((await consents.of(turn.desk, turn.person.id)).get(purpose)):
        await consents.answer(turn.desk, turn.person.id, purpose, False, digest(plain(_words(purpose))), turn.now)
        await turn.desk.campaigns.count(campaign.id, callback_data.wave, "enough")
    text = _("We will not send you such any more: {what}. Answers to your appeals come as before.")
    back = Button(_("Agree again"), Ask(purpose=purpose.value).pack())
    screen = Screen(text.format(what=_(PURPOSE_NAMES[purpose])), column(back, Button(_("What to send me"), OFFER)))
    await turn.say(callback, screen)


async def invited(callback: CallbackQuery, callback_data: Invited, turn: Turn) -> None:
    """The first press of each person is counted. The invitation stays, with its way out."""
    campaign = await turn.desk.campaigns.get(CampaignId(callback_data.campaign))
    if await turn.desk.campaigns.opened(campaign.id, callback_data.wave, turn.person.id):
        await turn.desk.campaigns.count(campaign.id, callback_data.wave, "opened")
    event = callback.message if isinstance(callback.message, Message) else callback
    await surveys.invited(event, turn, campaign.content.survey, campaign.id)


async def link(message: Message, turn: Turn, state: FSMContext, value: str) -> None:
    """`?start=k_12-qr`: what a campaign is about, for who came by a poster or the site."""
    number = value.partition("-")[0]
    campaign = await turn.desk.campaigns.get(CampaignId(int(number))) if number.isdecimal() else None
    if campaign is None or not _is_public(campaign):
        raise NotFound("There is no such campaign.")
    if campaign.kind is Kind.SURVEY:
        await surveys.invited(message, turn, campaign.content.survey, campaign.id)
        return
    words = campaign_words.public(turn.house, campaign)
    offers = [Button(_("Get such news here"), Ask(purpose=Purpose.NEWS.value).pack())]
    asked = await consents.unasked(turn.desk, turn.person.id)
    buttons = offers if Purpose.NEWS in asked else []
    await turn.say(message, Screen(words, column(*buttons, Button(_("Menu"), "menu"))))


def _is_public(campaign: Campaign) -> bool:
    sent = (State.SCHEDULED, State.RUNNING, State.PAUSED, State.DONE)
    return campaign.state in sent and not campaign.kind.urgent


def router() -> Router:
    router = Router(name="news")
    rooms.DOORS["news"] = lambda house: [Button(_("News and surveys: what to send me"), OFFER)]
    links.OPENERS[LinkKind.CAMPAIGN] = link
    router.callback_query.register(show, F.data == OFFER)
    router.callback_query.register(place, F.data == "news:place")
    router.callback_query.register(ask, Ask.filter())
    router.callback_query.register(agree, Agree.filter())
    router.callback_query.register(live, Live.filter())
    router.callback_query.register(enough, Enough.filter())
    router.callback_query.register(invited, Invited.filter())
    return router
