"""A petition without enough signatures is an ordinary collective appeal of those who signed (393/96-ВР art. 23-1)."""

from datetime import datetime

from council import deadlines
from council.appeals import Appeal, AppealId, Kind, Signer, State, Submission
from council.calendar import end_of, local_day
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.people import FullName, Identity, ReplyChannel, Role
from council.petition_chain import Act
from council.petition_news import TOPIC
from council.petition_rules import Mode, NotReached, PetitionRules
from council.petitions import Petition, Standing, standing
from council.ports import Desk
from council.submitting import announce
from council.voices import VoiceState


def becomes_an_appeal(petition: Petition, rules: PetitionRules) -> bool:
    """Only signatures with legal force, unless the community's regulation says otherwise by its clause."""
    return petition.mode is Mode.BINDING and rules.not_reached is NotReached.APPEAL


def draft_of(petition: Petition) -> str:
    """The natural key of the case: a petition becomes one appeal, however often its end is told."""
    return f"petition:{petition.id}"


def words_of(petition: Petition) -> str:
    """The petition's own words as the text of an appeal."""
    return "\n\n".join((f"{petition.title}", petition.text, petition.ask))


async def open_case(desk: Desk, community: Community, petition: Petition, now: datetime) -> Appeal | None:
    """Opens the case once and tells the head; received on the day when collection ended: the term runs from it.

    None where nothing is to be opened: another mode, another rule, enough signatures, or an author erased.
    """
    over = standing(petition, local_day(now, community.zone)) is Standing.NOT_REACHED
    if not over or petition.identity is None or not becomes_an_appeal(petition, community.petitions):
        return None
    known = await desk.appeals.by_draft(draft_of(petition))
    if known is not None:
        return known
    assert petition.closes is not None, "what has ended was published"
    received = end_of(petition.closes, community.zone)
    appeal = await desk.appeals.add(await _drafted(desk, community, petition, received))
    await announce(desk, community, appeal, received)
    await _tell(desk, petition, appeal, now)
    return appeal


async def _drafted(desk: Desk, community: Community, petition: Petition, received: datetime) -> Appeal:
    author = petition.identity
    assert author is not None, "asked before"
    return Appeal(
        id=AppealId(0),
        number=await desk.appeals.next_number(community.local(received).year),
        draft=draft_of(petition),
        kind=Kind.PROPOSAL,
        state=State.SUBMITTED,
        resident=petition.author,
        category="",
        department=community.department_of(""),
        district="",
        received_at=received,
        due=deadlines.due(Kind.PROPOSAL, received, community, "").moment,
        submission=Submission(
            text=f"{petition.number}. {words_of(petition)}",
            applicant=Identity(name=author.name, channel=ReplyChannel.EMAIL, contact=author.email),
            signers=await _signers(desk, petition, author.name),
        ),
    )


async def _signers(desk: Desk, petition: Petition, author: FullName) -> tuple[Signer, ...]:
    """Those whose signature stands, by name; the author is the contact person and not named twice."""
    signed = [
        voice.name
        for voice in await desk.petitions.voices(petition.id)
        if voice.act is Act.SIGNED and voice.state is VoiceState.VALID and voice.name not in ("", str(author))
    ]
    return tuple(Signer(name=_parts(name), confirmed=True) for name in sorted(signed))


def _parts(name: str) -> FullName:
    """A name as it was identified: surname first; whatever follows the given name is the patronymic."""
    surname, _space, rest = name.partition(" ")
    given, _space, patronymic = rest.partition(" ")
    return FullName(surname=surname, given=given, patronymic=patronymic)


async def _tell(desk: Desk, petition: Petition, appeal: Appeal, now: datetime) -> None:
    """The moderators in their topic, and the head in the private chat."""
    notice = Notice("petition_became_appeal", {"petition": petition.id, "appeal": appeal.id})
    key = f"petition_appeal:{petition.id}"
    await desk.deliveries.add(Delivery(key=key, chat=STAFF_GROUP, topic=TOPIC, content=notice, due=now))
    for head in await heads(desk):
        await desk.deliveries.add(Delivery(key=f"{key}:{head}", chat=head, content=notice, due=now))


async def heads(desk: Desk) -> tuple[ChatId, ...]:
    """The private chats of those who hold the head's role."""
    held = await desk.roles.holders(Role.HEAD)
    return tuple(dict.fromkeys(ChatId(grant.telegram_id) for grant in held))
