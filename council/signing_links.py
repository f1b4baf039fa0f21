"""Signing on the official page: a one-time link from the bot, identification, and one deliberate press.

The link is bound to the person who asked for it, to one petition, and to the first browser that goes on with it. It
signs nothing by being opened; it ends after a quarter of an hour, and with the signature.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from council import petitioning, signing
from council.calendar import local_day
from council.community import Community
from council.deliveries import ChatId, Delivery, Notice
from council.identity import Identified, age_on
from council.people import FullName, ResidentId, TelegramId
from council.petition_chain import Act
from council.petition_rules import Mode
from council.petitions import Petition, PetitionId, can_be_supported
from council.phrases import Conflict, DomainError, _
from council.ports import Desk
from council.voices import Person, Voice, who

OPEN_FOR = timedelta(minutes=15)


class Step(StrEnum):
    GIVEN = "given"
    SENT = "sent"
    RETURNED = "returned"
    KNOWN = "known"
    SIGNED = "signed"


@dataclass(frozen=True)
class Known:
    """Who will sign, between identification and the press: the keyed hash, the name as the list will show it."""

    who: str
    name: FullName
    born: date | None = None


@dataclass(frozen=True)
class SigningLink:
    """`digest` names it; its secret is in the person's hands alone. `commitment` is the receipt once it has signed."""

    digest: str
    petition: PetitionId
    resident: ResidentId
    expires: datetime
    step: Step
    person: Known | None = None
    commitment: str = ""


@dataclass(frozen=True)
class Declared:
    """What a signer says of themselves where the community's rules ask for it."""

    resident: bool = False
    age: bool = False


DEAD = _("This link does not work any more. Open the petition in the bot and press «Sign» for a new one.")
ELSEWHERE = _("This link was opened in another browser. Open the petition in the bot and press «Sign» for a new one.")
USED = _("This link has signed already. The receipt is in the bot.")


async def issue(desk: Desk, community: Community, petition: Petition, resident: ResidentId, now: datetime) -> str:
    """The secret of a new link; the person's earlier ones for this petition end. Raises DomainError."""
    _must_be_open(petition, community, now)
    token = secrets.token_urlsafe(24)
    await desk.signing.drop(petition.id, resident)
    await desk.signing.add(token, petition.id, resident, now + OPEN_FOR)
    return token


def _must_be_open(petition: Petition, community: Community, now: datetime) -> None:
    if petition.mode is not Mode.BINDING:
        raise DomainError(_("Signatures are not collected here. The card says where to sign."))
    if not can_be_supported(petition, local_day(now, community.zone)):
        raise DomainError(_("Nothing is collected for it any more. The card shows where it stands."))


async def signature_of(desk: Desk, petition: Petition, account: TelegramId) -> Voice | None:
    """The signature that was given by a link of this account."""
    commitment = await desk.signing.of_account(petition.id, _account(petition, account))
    return None if commitment is None else await desk.signing.voice(petition.id, commitment)


def _account(petition: Petition, account: TelegramId) -> str:
    return who(petition, f"telegram:{account}")


async def look(desk: Desk, token: str, now: datetime) -> SigningLink:
    """The link of a secret, where it may still sign. Raises DomainError that says what to do."""
    link = await desk.signing.find(token)
    if link is None:
        raise DomainError(DEAD)
    return _alive(link, now)


def _alive(link: SigningLink, now: datetime) -> SigningLink:
    if link.step is Step.SIGNED:
        raise DomainError(USED)
    if now >= link.expires:
        raise DomainError(DEAD)
    return link


async def send(desk: Desk, community: Community, token: str, browser: str, declared: Declared, now: datetime) -> str:
    """Binds the link to this browser; the state with which the person goes to be identified and comes back."""
    link = await look(desk, token, now)
    _must_be_open(await desk.petitions.get(link.petition), community, now)
    conditions = community.petitions.conditions
    if (conditions.resident and not declared.resident) or (conditions.min_age and not declared.age):
        raise DomainError(_("Tick that the conditions fit you. Without that the petition cannot be signed here."))
    state = secrets.token_urlsafe(24)
    if not await desk.signing.send(token, browser, state):
        raise Conflict(ELSEWHERE)
    return state


async def came_back(desk: Desk, state: str, browser: str, now: datetime) -> SigningLink:
    """The link with whose state the person came back, once. Raises DomainError for any other state or browser."""
    link = await desk.signing.came_back(state, browser)
    if link is None:
        raise DomainError(DEAD)
    return _alive(link, now)


async def recognise(
    desk: Desk, community: Community, link: SigningLink, state: str, found: Identified, now: datetime
) -> None:
    """Keeps who will sign, until they do. Raises DomainError where the community's conditions do not fit."""
    petition = await desk.petitions.get(link.petition)
    youngest = community.petitions.conditions.min_age
    if youngest and found.born and age_on(found.born, local_day(now, community.zone)) < youngest:
        raise DomainError(_("By the community's rules one signs petitions from {age} years of age."), age=youngest)
    known = Known(who(petition, f"person:{found.code}"), found.name, found.born)
    if not await desk.signing.know(link.digest, state, known):
        raise DomainError(DEAD)


async def under(desk: Desk, state: str, browser: str) -> SigningLink:
    """The link of a state in the browser that holds it, whatever its step; raises DomainError for anyone else."""
    link = await desk.signing.under(state, browser)
    if link is None:
        raise DomainError(DEAD)
    return link


async def sign(desk: Desk, community: Community, state: str, browser: str, now: datetime) -> SigningLink:
    """Gives the signature, once: pressed again, the same receipt. Raises DomainError where it cannot be given."""
    link = await under(desk, state, browser)
    if link.step is Step.SIGNED:
        return link
    _alive(link, now)
    if link.step is not Step.KNOWN or link.person is None:
        raise DomainError(DEAD)
    voice = await _given(desk, community, link, link.person, now)
    await desk.signing.use(link.digest, voice.commitment)
    await _hand_receipt(desk, link, voice, now)
    return replace(link, step=Step.SIGNED, person=None, commitment=voice.commitment)


async def _given(desk: Desk, community: Community, link: SigningLink, known: Known, now: datetime) -> Voice:
    petition, resident = await desk.petitions.get(link.petition), await desk.residents.get(link.resident)
    person = Person(known.who, resident.first_seen, known.name, known.born)
    given = await signing.give(desk, community, petition, Act.SIGNED, person, now)
    account, voice = _account(petition, resident.telegram_id), given.voice
    if given.first:
        await desk.signing.add_account(petition.id, account, voice.commitment)
        await petitioning.after_a_voice(desk, petition, given.petition, now)
    elif await desk.signing.account_of(petition.id, voice.commitment) != account:
        await desk.petitions.flag_repeated(petition.id, Act.SIGNED, known.who)
    return voice


async def _hand_receipt(desk: Desk, link: SigningLink, voice: Voice, now: datetime) -> None:
    resident = await desk.residents.get(link.resident)
    await desk.deliveries.add(
        Delivery(
            key=f"receipt:{voice.commitment}:{link.resident}",
            chat=ChatId(resident.telegram_id),
            content=Notice("petition_receipt", {"petition": link.petition, "commitment": voice.commitment}),
            due=now,
        )
    )
