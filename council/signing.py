"""Giving a voice to a petition, taking it back, and declaring the bad ones invalid; every step leaves a link."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from council import petition_chain
from council.calendar import local_day
from council.community import Community
from council.petition_chain import Act
from council.petition_rules import Mode
from council.petitions import Petition, can_be_supported
from council.phrases import DomainError, _
from council.ports import Desk
from council.voices import Flag, Person, Suspect, Voice, VoiceState

BURST = 30
"""Voices of one petition within a minute from which they are flagged: a village square, not a crowd, signs slower."""

NEW_FOR = timedelta(hours=1)


@dataclass(frozen=True)
class Given:
    """The voice as it stands, the petition with its new count, and whether this very step gave it."""

    voice: Voice
    petition: Petition
    first: bool


async def give(desk: Desk, community: Community, petition: Petition, act: Act, person: Person, now: datetime) -> Given:
    """Adds the voice once; given again it is the same voice and nothing changes.

    Raises DomainError where the petition does not collect, or where its mode knows no such voice.
    """
    _must_fit(petition, act)
    known = await desk.petitions.voice(petition.id, act, person.who)
    if known is not None and known.state is not VoiceState.WITHDRAWN:
        return Given(known, petition, False)
    if not can_be_supported(petition, local_day(now, community.zone)):
        raise DomainError(_("Nothing is collected for it any more. The card shows where it stands."))
    if known is not None:
        again = await desk.petitions.turn_voice(petition, act, person.who, VoiceState.VALID, now)
        return Given(replace(known, state=VoiceState.VALID), await _reached(desk, again, now), True)
    voice = _voice(petition, act, person, await _flags(desk, petition, person, now), now)
    added = await desk.petitions.add_voice(petition, voice, now)
    if added is None:
        first = await desk.petitions.voice(petition.id, act, person.who)
        assert first is not None
        return Given(first, await desk.petitions.get(petition.id), False)
    return Given(voice, await _reached(desk, added, now), True)


def _must_fit(petition: Petition, act: Act) -> None:
    if act is Act.SIGNED and petition.mode is not Mode.BINDING:
        raise DomainError(_("Signatures are not collected here. The card says where to sign."))


def _voice(petition: Petition, act: Act, person: Person, flags: frozenset[Flag], now: datetime) -> Voice:
    salt = secrets.token_bytes(petition_chain.SALT_BYTES)
    content: dict[str, Any] = {
        "petition": petition.number,
        "act": act.value,
        "who": person.who,
        "at": petition_chain.milliseconds(now),
    }
    if act is Act.SIGNED:
        content["name"] = str(person.name or "")
    told = petition_chain.commitment(salt, content)
    return Voice(petition.id, act, person.who, now, told, salt, content, flags=flags, verified=person.verified)


async def _flags(desk: Desk, petition: Petition, person: Person, now: datetime) -> frozenset[Flag]:
    found = set()
    if await desk.petitions.voices_since(petition.id, now - timedelta(minutes=1)) >= BURST:
        found.add(Flag.BURST)
    if now - person.first_seen < NEW_FOR:
        found.add(Flag.NEW_ACCOUNT)
    return frozenset(found)


async def _reached(desk: Desk, petition: Petition, now: datetime) -> Petition:
    """Notes the moment when the count met the threshold: the term to announce consideration runs from it."""
    if petition.reached_at is not None or not 0 < petition.threshold <= petition.count:
        return petition
    return await desk.petitions.change(petition, replace(petition, reached_at=now))


async def withdraw(desk: Desk, community: Community, petition: Petition, act: Act, who: str, now: datetime) -> Petition:
    """Takes one's own voice back while the petition collects, where the community allows it."""
    if not community.petitions.may_withdraw or petition.mode is Mode.BINDING:
        raise DomainError(_("It is not taken back: so the community's rules say."))
    if not can_be_supported(petition, local_day(now, community.zone)):
        raise DomainError(_("Nothing is collected for it any more. The card shows where it stands."))
    return await desk.petitions.turn_voice(petition, act, who, VoiceState.WITHDRAWN, now)


async def suspected(desk: Desk, petition: Petition, suspect: Suspect) -> Sequence[Voice]:
    """The valid voices that meet the conditions: what an invalidation would take, shown before it is confirmed."""
    if suspect.empty:
        raise DomainError(_("Choose at least one condition: never all voices at once."))
    found = await desk.petitions.voices(petition.id)
    return [voice for voice in found if voice.state is VoiceState.VALID and suspect.meets(voice)]


async def invalidate(desk: Desk, petition: Petition, suspect: Suspect, now: datetime) -> tuple[Petition, int]:
    """Declares the suspected voices invalid, each with a link of its own; (the petition, how many).

    The rest stand: a petition is never refused for a few bad signatures.
    """
    found = await suspected(desk, petition, suspect)
    for voice in found:
        petition = await desk.petitions.turn_voice(petition, voice.act, voice.who, VoiceState.INVALID, now)
    return await _below_again(desk, petition), len(found)


async def restore(desk: Desk, petition: Petition, suspect: Suspect, now: datetime) -> tuple[Petition, int]:
    """Takes an invalidation back, by the same conditions."""
    found = [
        voice
        for voice in await desk.petitions.voices(petition.id)
        if voice.state is VoiceState.INVALID and suspect.meets(voice)
    ]
    for voice in found:
        petition = await desk.petitions.turn_voice(petition, voice.act, voice.who, VoiceState.VALID, now)
    return await _reached(desk, petition, now), len(found)


async def _below_again(desk: Desk, petition: Petition) -> Petition:
    if petition.reached_at is None or petition.count >= petition.threshold:
        return petition
    return await desk.petitions.change(petition, replace(petition, reached_at=None))
