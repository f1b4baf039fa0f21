"""Who gets a campaign, decided at the moment of sending: consent, cap, quiet hours, the ledger, a form in hand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from council import campaigning
from council.audience import Audience
from council.campaign_feeding import ROOM, Round, silenced, step
from council.campaigns import Campaign, CampaignId, Content, Kind, Outcome, State
from council.consents import Purpose
from council.deliveries import ChatId
from council.people import Resident, Role, TelegramId
from council.urns import occasion, wave
from storage.desk import Desk
from tests.council.desk import KORIUKIVKA, NOW, officer
from tests.council.surveys import shipped

DAY = timedelta(days=1)
SURVEY = shipped()["s1"]
BY = officer(900, (Role.CAMPAIGN_MANAGER, ""))
NOBODY: frozenset[int] = frozenset()


async def people(desk: Desk, count: int, *purposes: Purpose) -> Sequence[Resident]:
    found = []
    for number in range(count):
        one = await desk.residents.met(TelegramId(1000 + number), NOW, "uk")
        for purpose in purposes or (Purpose.NEWS, Purpose.SURVEYS):
            await desk.consents.answer(one.id, purpose, True, "1", "abc", NOW)
        found.append(one)
    return found


async def running(desk: Desk, kind: Kind = Kind.MESSAGE, key: str = "1", **changed: Any) -> Campaign:
    content = Content(uk="Вода", survey=SURVEY.id if kind is Kind.SURVEY else "")
    plain = Campaign(
        CampaignId(0), key, kind, State.RUNNING, content, Audience(), TelegramId(900), NOW, changed.pop("at", NOW)
    )
    return await campaigning.prepare(desk, replace(plain, **changed), NOW)


def here(desk: Desk, campaign: Campaign, now: datetime) -> Round:
    return Round(desk, KORIUKIVKA, shipped(), campaign, now)


async def goes_out(desk: Desk, campaign: Campaign, now: datetime = NOW) -> list[int]:
    """Steps until there is nothing to do; what is queued leaves at once. Returns who got it, in order."""
    got = []
    for _step in range(200):
        current = await desk.campaigns.get(campaign.id)
        if current.state is not State.RUNNING or not await step(here(desk, current, now)):
            break
        for row in await desk.outbox.due(now + DAY, 100):
            if row.about and row.about.startswith("campaign:"):
                await campaigning.ended(desk, row.about, Outcome.SENT, KORIUKIVKA, now)
                got.append(int(row.chat))
            await desk.outbox.erase(row)
    return got


async def test_everybody_who_agreed_gets_it_once_a_few_at_a_time(desk: Desk) -> None:
    await people(desk, 2 * ROOM + 5)
    await desk.residents.met(TelegramId(5), NOW, "uk")
    campaign = await running(desk)
    assert await step(here(desk, campaign, NOW))
    assert await desk.outbox.waiting() == ROOM, "only what leaves at once waits in the outbox"
    assert not await step(here(desk, campaign, NOW))
    got = await goes_out(desk, campaign) or []
    rest = [int(row.chat) for row in await desk.outbox.due(NOW + DAY, 500)]
    for row in await desk.outbox.due(NOW + DAY, 500):
        await campaigning.ended(desk, str(row.about), Outcome.SENT, KORIUKIVKA, NOW)
        await desk.outbox.erase(row)
    everybody = [*got, *rest, *await goes_out(desk, campaign)]
    assert sorted(everybody) == [1000 + number for number in range(2 * ROOM + 5)]
    assert (await desk.campaigns.get(campaign.id)).state is State.DONE


async def test_the_week_has_its_cap_and_the_next_week_its_own(desk: Desk) -> None:
    await people(desk, 1)
    for number in range(KORIUKIVKA.campaigns.per_week):
        assert await goes_out(desk, await running(desk, key=str(number))) == [1000]
    over = await running(desk, key="over")
    assert await goes_out(desk, over) == []
    assert await desk.campaigns.counts(over.id) == {(1, "often"): 1}
    later = NOW + 8 * DAY
    assert await goes_out(desk, await running(desk, key="later", at=later), later) == [1000]


async def test_at_night_it_waits_and_an_alert_does_not(desk: Desk) -> None:
    await people(desk, 1)
    night = NOW.replace(hour=22)
    campaign = await running(desk)
    assert await goes_out(desk, campaign, night) == []
    assert await goes_out(desk, await running(desk, Kind.ALERT, key="alert"), night) == [1000]
    assert await goes_out(desk, campaign, night + timedelta(hours=11)) == [1000]


async def test_an_alert_asks_for_no_consent_and_keeps_no_cap(desk: Desk) -> None:
    await desk.residents.met(TelegramId(1000), NOW, "uk")
    for number in range(5):
        assert await goes_out(desk, await running(desk, Kind.ALERT, key=str(number))) == [1000]


async def test_who_has_answered_is_not_invited_and_who_finishes_is_not_reminded(desk: Desk) -> None:
    first, second, third = await people(desk, 3)
    await _answers(desk, first, NOW)
    campaign = await running(desk, Kind.SURVEY, reminders=(3,))
    assert await goes_out(desk, campaign) == [1001, 1002]
    await _answers(desk, second, NOW + DAY)
    assert await goes_out(desk, campaign, NOW + DAY) == []
    assert await goes_out(desk, campaign, NOW + 3 * DAY) == [1002]
    assert (await desk.campaigns.get(campaign.id)).state is State.DONE
    assert third.id


async def _answers(desk: Desk, person: Resident, now: datetime) -> None:
    local = KORIUKIVKA.local(now)
    assert await desk.surveys.enter(SURVEY.id, wave(SURVEY, local), occasion(SURVEY, local, ""), person.id)


async def test_nobody_is_reminded_while_they_are_answering(desk: Desk) -> None:
    await people(desk, 1)
    campaign = await running(desk, Kind.SURVEY, reminders=(3,))
    assert await goes_out(desk, campaign) == [1000]
    later = NOW + 3 * DAY
    await desk.fsm.stand("1000:1000:0:default", "survey.s1:q2", b"", later - timedelta(minutes=5))
    assert await goes_out(desk, campaign, later) == []
    assert await goes_out(desk, campaign, later + timedelta(minutes=29)) == []
    assert await goes_out(desk, campaign, later + timedelta(minutes=31)) == [1000]


async def test_a_reminder_is_only_for_who_was_invited(desk: Desk) -> None:
    await people(desk, 1)
    campaign = await running(desk, Kind.SURVEY, reminders=(3,))
    await goes_out(desk, campaign)
    newcomer = await desk.residents.met(TelegramId(2000), NOW, "uk")
    await desk.consents.answer(newcomer.id, Purpose.SURVEYS, True, "1", "abc", NOW)
    assert await goes_out(desk, campaign, NOW + 3 * DAY) == [1000]


async def test_taking_part_is_asked_of_the_ledger(desk: Desk) -> None:
    first, _second = await people(desk, 2)
    await _answers(desk, first, NOW)
    for took, got in (("yes", [1000]), ("no", [1001])):
        audience = Audience(survey=SURVEY.id, took=took)
        assert await goes_out(desk, await running(desk, key=took, audience=audience)) == got


async def test_a_pause_takes_back_what_waits_and_the_rest_goes_on_from_there(desk: Desk) -> None:
    await people(desk, 3)
    campaign = await running(desk)
    await step(here(desk, campaign, NOW))
    paused = await campaigning.pause(desk, campaign, BY, NOBODY, NOW)
    waiting = [row for row in await desk.outbox.due(NOW + DAY) if row.about]
    assert waiting == []
    resumed = await campaigning.resume(desk, paused, BY, NOBODY, NOW)
    assert sorted(await goes_out(desk, resumed)) == [1000, 1001, 1002]


async def test_a_stopped_one_goes_to_nobody_any_more(desk: Desk) -> None:
    await people(desk, 3)
    campaign = await running(desk)
    await step(here(desk, campaign, NOW))
    stopped = await campaigning.stop(desk, campaign, BY, NOBODY, NOW)
    assert await goes_out(desk, stopped) == []
    assert [row for row in await desk.outbox.due(NOW + DAY) if row.about] == []


async def test_what_changed_on_the_way_silences_it(desk: Desk) -> None:
    [person] = await people(desk, 1)
    campaign = await running(desk)
    chat = ChatId(1000)
    assert not await silenced(here(desk, campaign, NOW), person.id, chat)
    assert await silenced(here(desk, campaign, NOW.replace(hour=22)), person.id, chat)
    assert await silenced(here(desk, replace(campaign, state=State.PAUSED), NOW), person.id, chat)
    await desk.consents.answer(person.id, Purpose.NEWS, False, "1", "abc", NOW)
    assert await silenced(here(desk, campaign, NOW), person.id, chat)
