"""The loop of campaigns: begins what is due, feeds what runs, counts people for new ones, forgets those of old."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot.logs import failure
from council import campaign_feeding, campaigning
from council.campaign_feeding import PAGE, Round, chosen_of, purpose_of
from council.campaign_rules import WEEK
from council.campaigns import FORGET_AFTER, Campaign, State
from council.clock import Clock
from council.deliveries import ChatId, Delivery, Lane, Notice
from council.phrases import Conflict
from handlers.house import House
from storage.desk import Desk
from storage.house import Storage

log = structlog.get_logger(__name__)

RUNNING, RESTING = 0.25, 2.0
"""Seconds between two looks: while something is being sent, and else."""
SHOWN_EVERY = timedelta(seconds=10)
"""The progress message changes so often; the group has twenty operations a minute for everything."""
AT_ONCE = 500
"""Recipients that one unit forgets."""


@dataclass
class Campaigner:
    """`wake` is called after something was written to be sent."""

    storage: Storage
    house: House
    clock: Clock
    wake: Callable[[], None]
    beat: Callable[[], None] = lambda: None
    _shown: dict[int, datetime] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        while True:
            self.beat()
            try:
                await self.once()
            except Exception as error:
                log.error("campaigns_failed", **failure(error))
            await self.clock.sleep(RUNNING if self._shown else RESTING)

    async def once(self) -> bool:
        """One look at everything; False when nothing was to be done."""
        async with self._turn:
            return await self._looked()

    async def _looked(self) -> bool:
        now = self.clock.now()
        async with self.storage.glance() as desk:
            running = await desk.campaigns.in_state(State.RUNNING)
            waiting = [one for one in await desk.campaigns.in_state(State.SCHEDULED) if one.starts_at <= now]
            new = await desk.campaigns.unmeasured()
            old = await desk.campaigns.to_forget(now - FORGET_AFTER)
        if waiting:
            async with self.storage.unit() as desk:
                await campaigning.begin_due(desk, now)
        for campaign in new:
            await self._measure(campaign)
        for campaign in old:
            await self._forget(campaign, now)
        fed = [await self._feed(one) for one in sorted(running, key=lambda one: not one.kind.urgent)]
        self._shown = {one.id: self._shown[one.id] for one in running if one.id in self._shown}
        return bool(waiting or new or old or any(fed))

    async def _feed(self, campaign: Campaign) -> bool:
        """One step; somebody may have pressed «pause» since it was read, so it is read again in the unit."""
        now = self.clock.now()
        try:
            async with self.storage.unit() as desk:
                current = await desk.campaigns.get(campaign.id)
                if current.state is not State.RUNNING:
                    return False
                done = await campaign_feeding.step(Round(desk, self.house.community, self.house.surveys, current, now))
                if self._shown.setdefault(campaign.id, now) + SHOWN_EVERY <= now:
                    self._shown[campaign.id] = now
                    await campaigning.show(desk, current, now)
        except Conflict:
            return True
        if done:
            self.wake()
        return done

    async def _measure(self, campaign: Campaign) -> None:
        """Counts beside the writer, page by page, and shows its author the card with the number."""
        size, after = 0, 0
        while True:
            async with self.storage.reading() as desk:
                here = Round(desk, self.house.community, self.house.surveys, campaign, self.clock.now())
                purpose, topics = purpose_of(campaign.kind), bool(campaign.audience.topics)
                page = await desk.campaigns.candidates(after, purpose, PAGE, topics=topics)
                size += len(await chosen_of(here, page))
            if len(page) < PAGE:
                break
            after = page[-1].resident
        async with self.storage.unit() as desk:
            await desk.campaigns.measured(campaign.id, size)
            await self._show_size(desk, campaign)
        self.wake()

    async def _show_size(self, desk: Desk, campaign: Campaign) -> None:
        now = self.clock.now()
        await campaigning.show(desk, campaign, now)
        if campaign.state is State.DRAFT:
            await desk.deliveries.add(
                Delivery(
                    key=f"campaign-draft:{campaign.id}",
                    chat=ChatId(campaign.author),
                    content=Notice("campaign_asked", {"campaign": campaign.id}),
                    due=now,
                    lane=Lane.INTERACTIVE,
                )
            )

    async def _forget(self, campaign: Campaign, now: datetime) -> None:
        """Who got it, and on which days somebody got anything."""
        async with self.storage.unit() as desk:
            gone = await desk.campaigns.forget_recipients(campaign.id, AT_ONCE)
            day = (self.house.community.local(now) - 2 * WEEK).date().isoformat()
            await desk.campaigns.forget_days(day)
        log.info("campaign_recipients_forgotten", campaign=campaign.id, recipients=gone)
