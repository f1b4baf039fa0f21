"""A campaign to very many people: the bot in a process of its own, Telegram's limits on, killed in the middle."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

from bot.keys import keys
from bot.settings import Settings, given
from council import campaigning, consents
from council.audience import Audience
from council.campaigns import Campaign, CampaignId, Content, Kind, State
from council.consents import Purpose
from council.people import Officer, Role, TelegramId
from demo import Group, LocalTelegram, Person
from storage.desk import Desk
from storage.house import Storage
from tests.process import CONTENT, Process
from tests.tale import until

WORDS = "Завтра з 9 до 17 години на вулиці Садовій не буде води."
ASKERS = 20
"""People who talk with the bot meanwhile; none of them is in the campaign."""


@dataclass(frozen=True)
class Figures:
    """Seconds of the wall. `idle` and `busy` are waits for a reply before and during the campaign, shortest first."""

    people: int
    seconds: float
    refusals: int
    kills: int
    twice: int
    without: int
    unsure: int
    idle: Sequence[float] = field(repr=False)
    busy: Sequence[float] = field(repr=False)
    card: str = field(repr=False)

    @property
    def ratio(self) -> float:
        return p99(self.busy) / p99(self.idle)

    def __str__(self) -> str:
        return (
            f"{self.people} people in {self.seconds:.0f} s ({self.people / self.seconds:.1f} a second), 429 answers"
            f" {self.refusals}, killed {self.kills} times, twice {self.twice}, without {self.without}, of them known as"
            f" unsure {self.unsure}; reply idle p50 {_ms(self.idle, 0.5)} p99 {_ms(self.idle, 0.99)} ms, during p50"
            f" {_ms(self.busy, 0.5)} p99 {_ms(self.busy, 0.99)} ms of {len(self.busy)} ({self.ratio:.2f})"
        )


def p99(waits: Sequence[float]) -> float:
    return waits[int(0.99 * (len(waits) - 1))]


def _ms(waits: Sequence[float], part: float) -> int:
    return round(1000 * waits[int(part * (len(waits) - 1))])


async def campaign(folder: Path, count: int, kills: int, asked: int, every: float) -> Figures:
    """`asked` replies are measured before the campaign; during it somebody asks `every` so many seconds."""
    async with _town(folder, count) as (telegram, process, second, readers, settings):
        askers = [telegram.person(f"Питає {number}") for number in range(ASKERS)]
        for asker in askers:
            asker.chat.started = True
            await _asks(asker)
        idle = [await _paced(askers[number % ASKERS], every / 4) for number in range(asked)]
        await until(lambda: second.received and "Підтвердити" in str(second.received[-1].buttons), "the card", 60)
        began, before = time.monotonic(), len(telegram.calls)
        second.presses(second.received[-1], "Підтвердити і надіслати")
        arrivals = _Arrivals(telegram, before)
        busy = asyncio.get_running_loop().create_task(_ask_on(askers, arrivals, every, count))
        for kill in range(kills):
            await until(lambda at=count * (kill + 1) // (kills + 1): arrivals.count() >= at, "people", 3600)  # type: ignore[misc]
            arrivals.dead_until = time.monotonic() + 10
            process.kill()
        await until(lambda: arrivals.count() >= count - 12 * kills, "nearly all", 3600)
        unsure, card = await _over(settings, count)
        seconds = arrivals.last() - began
        waits = await busy
        per_person = Counter(sum(WORDS in message.text for message in person.received) for person in readers)
        return Figures(
            people=count,
            seconds=seconds,
            refusals=telegram.limits.refusals,
            kills=process.starts - 1,
            twice=sum(n for times, n in per_person.items() if times > 1),
            without=per_person[0],
            unsure=unsure,
            idle=sorted(idle),
            busy=sorted(waits),
            card=card,
        )


class _Arrivals:
    """How many messages of the campaign Telegram has done, counted as they come."""

    def __init__(self, telegram: LocalTelegram, before: int) -> None:
        self._telegram, self._seen, self._count, self._last = telegram, before, 0, 0.0
        self.dead_until = 0.0

    def count(self) -> int:
        calls = self._telegram.calls
        for call in calls[self._seen :]:
            if call.error is None and WORDS in str(call.params.get("text", "")):
                self._count, self._last = self._count + 1, time.monotonic()
        self._seen = len(calls)
        return self._count

    def last(self) -> float:
        self.count()
        return self._last


async def _asks(person: Person) -> float:
    """Seconds from a message to its answer."""
    known, began = len(person.received), time.monotonic()
    person.writes("/help")
    while len(person.received) == known:
        if time.monotonic() - began > 60:
            raise AssertionError("nobody answers")
        await asyncio.sleep(0.002)
    return time.monotonic() - began


async def _paced(person: Person, pause: float) -> float:
    waited = await _asks(person)
    await asyncio.sleep(pause)
    return waited


async def _ask_on(askers: Sequence[Person], arrivals: _Arrivals, every: float, count: int) -> Sequence[float]:
    """Until the last ones; who asks a dead process waits for its start, which is not counted."""
    waits, turn = [], 0
    while arrivals.count() < count - 40:
        turn += 1
        alive = time.monotonic() > arrivals.dead_until
        waited = await _asks(askers[turn % len(askers)])
        if alive and time.monotonic() > arrivals.dead_until:
            waits.append(waited)
        await asyncio.sleep(every)
    return waits


async def _over(settings: Settings, count: int) -> tuple[int, str]:
    """Waits for the end of the campaign in the books; returns how many are unsure, and the state."""
    storage = await Storage.look(settings.database, keys(settings).keyring)
    try:
        async with asyncio.timeout(120):
            while True:
                async with storage.reading() as desk:
                    one = await desk.campaigns.get(CampaignId(1))
                    counts = await desk.campaigns.counts(one.id)
                if one.state is State.DONE:
                    return counts.get((1, "unsure"), 0), one.state.value
                await asyncio.sleep(0.2)
    finally:
        await storage.close()


# the town


@asynccontextmanager
async def _town(
    folder: Path, count: int
) -> AsyncIterator[tuple[LocalTelegram, Process, Person, Sequence[Person], Settings]]:
    """Everybody has agreed to news; a campaign waits for its second person."""
    async with LocalTelegram() as telegram:
        admin, first, second = (telegram.person(name) for name in ("Адміністраторка", "Речниця", "Керівник"))
        group = telegram.group("Рада: звернення")
        for officer in (admin, first, second):
            group.add(officer, admin=officer is admin)
            officer.chat.started = True
        group.add_bot()
        readers = [telegram.person(f"Мешканець {number}") for number in range(count)]
        for reader in readers:
            reader.chat.started = True
        telegram.cloud.updates.drop()
        settings = _settings(telegram, group, admin, folder)
        await _settle_in(settings, first, second, readers)
        process = Process(folder, settings)
        await process.start()
        try:
            yield telegram, process, second, readers, settings
        finally:
            code = await process.stop()
        assert code == 0, process.log.read_text()[-2000:]
        assert not telegram.violations, telegram.violations


def _settings(telegram: LocalTelegram, group: Group, admin: Person, folder: Path) -> Settings:
    """A community without quiet hours: the proof may run at night."""
    content = Path(copytree(CONTENT, folder / "content"))
    file = content / "community.yaml"
    awake = file.read_text("utf-8").replace('quiet_from: "21:00"', 'quiet_from: "09:00"')
    file.write_text(awake, "utf-8")
    return given(
        bot_token=telegram.token,
        telegram_api_url=telegram.url,
        staff_chat_id=group.id,
        admin_ids={admin.id},
        data_dir=folder / "data",
        content_dir=content,
    )


async def _settle_in(settings: Settings, first: Person, second: Person, readers: Sequence[Person]) -> None:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    storage = await Storage.open(settings.database, keys(settings).keyring, now)
    try:
        for some in range(0, len(readers), 500):
            async with storage.unit() as desk:
                for reader in readers[some : some + 500]:
                    await _agrees(desk, TelegramId(reader.id), now)
        async with storage.unit() as desk:
            for officer, role in ((first, Role.CAMPAIGN_MANAGER), (second, Role.ADMINISTRATOR)):
                await desk.roles.give(TelegramId(officer.id), role, "", "посада", TelegramId(officer.id), now)
            await _ask(desk, TelegramId(first.id), len(readers), now)
    finally:
        await storage.close()


async def _agrees(desk: Desk, account: TelegramId, now: datetime) -> None:
    resident = await desk.residents.met(account, now, "uk")
    await consents.answer(desk, resident.id, Purpose.NEWS, True, "0" * 64, now)


async def _ask(desk: Desk, author: TelegramId, size: int, now: datetime) -> None:
    drafted = Campaign(
        id=CampaignId(0),
        key="proof",
        kind=Kind.MESSAGE,
        state=State.DRAFT,
        content=Content(title="Вода", uk=WORDS),
        audience=Audience(),
        author=author,
        created_at=now,
        starts_at=now - timedelta(seconds=1),
    )
    campaign = await campaigning.prepare(desk, drafted, now)
    await desk.campaigns.measured(campaign.id, size)
    role = (await desk.roles.of(author))[0]
    await campaigning.ask(desk, await desk.campaigns.get(campaign.id), Officer(author, (role,)), frozenset(), now)
