"""Campaigns are prepared by one person and confirmed by another; then they are sent, paused, stopped."""

from dataclasses import replace
from datetime import datetime

from council.campaigns import (
    Campaign,
    CampaignId,
    Content,
    Kind,
    Outcome,
    State,
    moved,
    must_alert,
    must_be_large_enough,
    must_confirm,
    must_manage,
)
from council.community import Community
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Lane, Notice
from council.people import Officer, ResidentId, Role, TelegramId
from council.phrases import DomainError, _
from council.ports import Desk

QUEUED, HANDED, LATER, DECLINED = "queued", "handed", "later", "declined"
"""How far it is with one person: in the outbox, given to Telegram, put off; said no on the way."""


def lane_of(kind: Kind) -> Lane:
    return Lane.ALERT if kind.urgent else Lane.CAMPAIGN


async def prepare(desk: Desk, campaign: Campaign, now: datetime) -> Campaign:
    """Keeps what was written; an alert is put before a second person at once, for minutes count."""
    kept = await desk.campaigns.add(campaign)
    for number, due in enumerate(kept.waves, 1):
        await desk.campaigns.add_wave(kept.id, number, due)
    if kept.kind.urgent and kept.state is State.DRAFT:
        kept = await _moved(desk, kept, State.ASKED, now)
        await _ask_others(desk, kept, now)
    return kept


async def ask(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    """The author has seen it and hands it to a second person."""
    must_manage(officer, admins)
    must_be_large_enough(campaign)
    asked = await _moved(desk, campaign, State.ASKED, now)
    await _ask_others(desk, asked, now)
    return asked


async def _ask_others(desk: Desk, campaign: Campaign, now: datetime) -> None:
    roles = (Role.CAMPAIGN_MANAGER, Role.ADMINISTRATOR, *((Role.HEAD,) if campaign.kind.urgent else ()))
    others = {grant.telegram_id for grant in await desk.roles.holders(*roles)} - {campaign.author}
    for one in sorted(others):
        await _shown(desk, campaign, "campaign_asked", one, f"campaign-asked:{campaign.id}:{one}", now)


async def _shown(desk: Desk, campaign: Campaign, notice: str, account: int, key: str, now: datetime) -> None:
    """To one officer, at once; a known key shows nothing again."""
    content = Notice(notice, {"campaign": campaign.id})
    await desk.deliveries.add(Delivery(key, ChatId(account), content, due=now, lane=Lane.INTERACTIVE))


async def confirm(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    """The second person has read it; it goes out now, or waits for its time."""
    must_confirm(campaign, officer, admins)
    must_be_large_enough(campaign)
    waits = campaign.starts_at > now and not campaign.kind.urgent
    confirmed = replace(campaign, confirmed_by=officer.telegram_id)
    return await _moved(desk, confirmed, State.SCHEDULED if waits else State.RUNNING, now)


async def drop(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    """The author takes it back, or the second person does not agree."""
    (must_alert if campaign.kind.urgent else must_manage)(officer, admins)
    return await _moved(desk, campaign, State.DROPPED, now)


async def pause(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    (must_alert if campaign.kind.urgent else must_manage)(officer, admins)
    return await _halted(desk, campaign, State.PAUSED, now)


async def stop(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    """For good: who has not got it does not get it."""
    (must_alert if campaign.kind.urgent else must_manage)(officer, admins)
    return await _halted(desk, campaign, State.STOPPED, now)


async def _halted(desk: Desk, campaign: Campaign, state: State, now: datetime) -> Campaign:
    """What waits to be sent is taken back in the same unit: nothing leaves after the press."""
    halted = await _moved(desk, campaign, state, now)
    await desk.campaigns.hold(campaign.id)
    return halted


async def resume(desk: Desk, campaign: Campaign, officer: Officer, admins: frozenset[int], now: datetime) -> Campaign:
    (must_alert if campaign.kind.urgent else must_manage)(officer, admins)
    return await _moved(desk, campaign, State.RUNNING, now)


async def all_clear(
    desk: Desk, alert: Campaign, content: Content, officer: Officer, admins: frozenset[int], now: datetime
) -> Campaign:
    """The end of an alert, for the same people; confirmed by a second person like the alert itself."""
    must_alert(officer, admins)
    if alert.kind is not Kind.ALERT or alert.confirmed_by is None:
        raise DomainError(_("An all clear ends an alert that was sent."))
    ending = Campaign(
        id=CampaignId(0),
        key=f"all-clear:{alert.id}",
        kind=Kind.ALL_CLEAR,
        state=State.DRAFT,
        content=content,
        audience=alert.audience,
        author=officer.telegram_id,
        created_at=now,
        starts_at=now,
    )
    if alert.state in (State.RUNNING, State.PAUSED):
        await stop(desk, alert, officer, admins, now)
    return await prepare(desk, ending, now)


async def _moved(desk: Desk, campaign: Campaign, state: State, now: datetime) -> Campaign:
    """`campaign` may carry other changes; the row is compared by its version."""
    changed = await desk.campaigns.change(campaign, moved(campaign, state, now))
    await show(desk, changed, now)
    return changed


async def show(desk: Desk, campaign: Campaign, now: datetime) -> None:
    """The card in the campaign's topic tells the truth again; many changes at once are one edit."""
    if campaign.state is State.DRAFT:
        return
    await desk.deliveries.refresh(
        Delivery(
            key=f"campaign-card:{campaign.id}",
            chat=STAFF_GROUP,
            content=Notice("campaign_card", {"campaign": campaign.id}),
            due=now,
            lane=Lane.CARD,
            topic=campaign.topic,
        )
    )


async def begin_due(desk: Desk, now: datetime) -> None:
    """What waited for its time is sent from now on."""
    for campaign in await desk.campaigns.in_state(State.SCHEDULED):
        if campaign.starts_at <= now:
            await _moved(desk, campaign, State.RUNNING, now)


async def finish(desk: Desk, campaign: Campaign, now: datetime) -> Campaign:
    return await _moved(desk, campaign, State.DONE, now)


async def halt_by_itself(desk: Desk, record: str, now: datetime) -> None:
    """Telegram says that the message itself is wrong: it would say so to everybody, so it is said once."""
    campaign = await desk.campaigns.get(told_by(record)[0])
    if campaign.state is State.RUNNING:
        await _halted(desk, campaign, State.PAUSED, now)


async def try_out(desk: Desk, campaign: Campaign, account: TelegramId, key: str, now: datetime) -> None:
    """The very message, to who asks for it: as often as they like."""
    await _shown(desk, campaign, "campaign_try", account, f"campaign-test:{campaign.id}:{key}", now)


# what became of a message


def about(campaign: CampaignId, wave: int, resident: int) -> str:
    return f"campaign:{campaign}:{wave}:{resident}"


def told_by(record: str) -> tuple[CampaignId, int, ResidentId]:
    """(campaign, wave, resident) of what a message is about."""
    _word, campaign, wave, resident = record.split(":")
    return CampaignId(int(campaign)), int(wave), ResidentId(int(resident))


async def ended(desk: Desk, record: str, outcome: Outcome, community: Community, now: datetime) -> None:
    """Counts the outcome once, however often it is reported; a message that came counts for the week's cap."""
    campaign, wave, resident = told_by(record)
    for old in (HANDED, QUEUED):
        if await desk.campaigns.mark(campaign, wave, resident, old, outcome.value):
            await desk.campaigns.count(campaign, wave, outcome.value)
            if outcome is Outcome.SENT:
                await desk.campaigns.count_day(resident, community.local(now).date().isoformat())
            return
