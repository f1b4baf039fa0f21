"""A campaign goes out a little at a time: who is next is decided from each person's words of that very moment.

Only what leaves within seconds waits in the outbox. So a pause is felt at once, and consent, quiet hours, the cap and
the ledger are asked right before sending. One step is one unit of work; killed anywhere, the next start goes on there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from council import campaigning
from council.audience import Candidate, alerted, fits, followed_targets, oldest_month
from council.campaign_rules import ANSWERING, WEEK
from council.campaigning import LATER, QUEUED, about, lane_of
from council.campaigns import Campaign, Kind, Outcome, State, Wave
from council.community import Community
from council.consents import Purpose
from council.deliveries import ChatId, Delivery, Notice
from council.people import ResidentId, TelegramId
from council.ports import Desk
from council.survey import Survey
from council.urns import occasion, wave

ROOM = 20
"""Messages that wait in the outbox at most: so that others pass between, and a pause is felt at once."""
PAGE = 100
"""Residents that one unit looks at: others wait meanwhile."""


def purpose_of(kind: Kind) -> str:
    """The consent that is needed; empty where none is."""
    match kind:
        case Kind.MESSAGE:
            return Purpose.NEWS.value
        case Kind.SURVEY:
            return Purpose.SURVEYS.value
    return ""


@dataclass(frozen=True)
class Round:
    """What a step is done with."""

    desk: Desk
    community: Community
    surveys: Mapping[str, Survey]
    campaign: Campaign
    now: datetime

    @property
    def local(self) -> datetime:
        return self.community.local(self.now)


async def step(here: Round) -> bool:
    """Puts the next people into the outbox; False when there is nothing to do now."""
    campaign, rules = here.campaign, here.community.campaigns
    if not campaign.kind.urgent and rules.quiet(here.local):
        return False
    open_ones = [one for one in await here.desk.campaigns.waves(campaign.id) if not one.ended]
    if not open_ones:
        await campaigning.finish(here.desk, campaign, here.now)
        return True
    return open_ones[0].due <= here.now and await _advance(here, open_ones[0])


async def _advance(here: Round, wave_: Wave) -> bool:
    waiting = await here.desk.campaigns.waiting(wave_)
    room = ROOM - waiting
    if room < ROOM // 3:
        return False
    sent = await _put_off_before(here, wave_, room)
    if sent < room and not wave_.scanned:
        await _scan(here, wave_, room - sent)
        return True
    if sent or waiting or await here.desk.campaigns.left(wave_):
        return bool(sent)
    await here.desk.campaigns.end_wave(wave_)
    return True


async def _put_off_before(here: Round, wave_: Wave, room: int) -> int:
    """Those whose time has come; only the consent and the ledger are asked again."""
    count = 0
    ready = await here.desk.campaigns.later(wave_, here.now, room)
    done = await _answered(here, ready)
    purpose = purpose_of(here.campaign.kind)
    for one in ready:
        declined = one.resident in done or (purpose and not await here.desk.campaigns.agrees(one.resident, purpose))
        new, due = (campaigning.DECLINED, None) if declined else await _state_for(here, one)
        if new == LATER:
            await here.desk.campaigns.mark(wave_.campaign, wave_.number, one.resident, LATER, LATER, due)
        elif await here.desk.campaigns.mark(wave_.campaign, wave_.number, one.resident, LATER, new):
            count += await _queued(here, wave_, one, new)
    return count


async def _scan(here: Round, wave_: Wave, room: int) -> None:
    """Looks at the next residents until the room is full."""
    purpose, topics = purpose_of(here.campaign.kind), bool(here.campaign.audience.topics)
    rows = PAGE if here.campaign.audience.narrow else room  # of everybody, no more are read than can be sent
    page = await here.desk.campaigns.candidates(wave_.cursor, purpose, rows, topics=topics)
    chosen = {one.resident for one in await chosen_of(here, page, wave_)}
    cursor = wave_.cursor
    for one in page:
        if room == 0:
            break
        cursor = one.resident
        if one.resident in chosen:
            state, due = await _state_for(here, one)
            if await here.desk.campaigns.enlist(wave_, one.resident, state, due):
                room -= await _queued(here, wave_, one, state)
    over = len(page) < rows and (not page or cursor == page[-1].resident)
    await here.desk.campaigns.move(wave_, cursor, scanned=over)


async def chosen_of(here: Round, page: Sequence[Candidate], wave_: Wave | None = None) -> Sequence[Candidate]:
    """Who of the page the campaign is for; a reminder is for who got the first wave and has not finished."""
    audience, local = here.campaign.audience, here.local
    if here.campaign.kind.urgent:
        return [one for one in page if alerted(audience, one)]
    targets = await followed_targets(here.desk, audience)
    month = oldest_month(audience.seen, local) if audience.seen else ""
    found = [one for one in page if fits(audience, one, targets, month)]
    if wave_ is not None and wave_.number > 1:
        found = [one for one in page if await _had_first(here, one)]
    done = await _answered(here, found)
    found = [one for one in found if one.resident not in done]
    return await _by_taking_part(here, found)


async def _had_first(here: Round, one: Candidate) -> bool:
    return await here.desk.campaigns.recipient(here.campaign.id, 1, one.resident) == Outcome.SENT


async def _answered(here: Round, ones: Sequence[Candidate]) -> frozenset[ResidentId]:
    """Who has finished the survey of an invitation."""
    survey = here.surveys.get(here.campaign.content.survey)
    return await _in_ledger(here, survey, ones) if survey else frozenset()


async def _by_taking_part(here: Round, ones: Sequence[Candidate]) -> Sequence[Candidate]:
    audience = here.campaign.audience
    survey = here.surveys.get(audience.survey)
    if not audience.took or survey is None:
        return ones
    took = await _in_ledger(here, survey, ones)
    return [one for one in ones if (one.resident in took) is (audience.took == "yes")]


async def _in_ledger(here: Round, survey: Survey, ones: Sequence[Candidate]) -> frozenset[ResidentId]:
    local = here.local
    people = [one.resident for one in ones]
    return await here.desk.surveys.answered_among(survey.id, wave(survey, local), occasion(survey, local, ""), people)


async def _state_for(here: Round, one: Candidate) -> tuple[str, datetime | None]:
    """Queued; put off while they are answering something; not at all where they had enough this week."""
    if here.campaign.kind.urgent:
        return QUEUED, None
    day = (here.local.date() - WEEK).isoformat()
    if await here.desk.campaigns.had(one.resident, day) >= here.community.campaigns.per_week:
        return Outcome.OFTEN.value, None
    if await here.desk.campaigns.busy(one.telegram_id, here.now - ANSWERING):
        return LATER, here.now + ANSWERING
    return QUEUED, None


async def _queued(here: Round, wave_: Wave, one: Candidate, state: str) -> int:
    """Writes the message for who is queued; counts who had enough. Returns how many messages were written."""
    if state == Outcome.OFTEN:
        await here.desk.campaigns.count(wave_.campaign, wave_.number, state)
    if state != QUEUED:
        return 0
    record = about(wave_.campaign, wave_.number, one.resident)
    await here.desk.deliveries.add(
        Delivery(
            key=record,
            chat=ChatId(one.telegram_id),
            content=Notice("campaign_message", {"campaign": wave_.campaign, "wave": wave_.number}),
            due=here.now,
            lane=lane_of(here.campaign.kind),
            about=record,
        )
    )
    return 1


# on the way to Telegram


async def silenced(here: Round, resident: ResidentId, chat: ChatId) -> bool:
    """Whether it may not leave after all: paused, quiet by now, no longer wanted, or they are filling in a form."""
    campaign, desk = here.campaign, here.desk
    if campaign.state is not State.RUNNING:
        return True
    if campaign.kind.urgent:
        return False
    return (
        here.community.campaigns.quiet(here.local)
        or not await desk.campaigns.agrees(resident, purpose_of(campaign.kind))
        or await desk.campaigns.busy(TelegramId(chat), here.now - ANSWERING)
    )


async def put_back(desk: Desk, record: str, now: datetime) -> None:
    """What could not leave is looked at again, a little later; then it is decided anew."""
    campaign, number, resident = campaigning.told_by(record)
    await desk.campaigns.mark(campaign, number, resident, QUEUED, LATER, now + timedelta(minutes=1))
