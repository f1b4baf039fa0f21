"""Consents and campaigns on both engines: proofs of what was agreed to, the list of a wave, and its forgetting."""

from datetime import timedelta

import pytest

from council import campaigning
from council.audience import Audience, Place
from council.campaigns import Campaign, CampaignId, Content, Kind, State, Wave
from council.consents import Purpose
from council.deliveries import ChatId, Delivery, Lane, Notice
from council.people import Identity, Resident
from council.phrases import Conflict
from council.profiles import Profile
from storage.desk import Desk
from storage.house import Storage
from tests.council.desk import KORIUKIVKA
from tests.storage.examples import NOW, OLENA, OLENAS_IDENTITY, REGISTRAR, TARAS

AGED = Profile(age="60-74", district="misto")


async def olena(desk: Desk, *purposes: Purpose) -> Resident:
    resident = await desk.residents.met(OLENA, NOW, "uk")
    for purpose in purposes:
        await desk.consents.answer(resident.id, purpose, True, "1", "abc", NOW)
    return resident


async def a_wave(desk: Desk, **changed: object) -> tuple[Campaign, Wave]:
    given = {
        "id": CampaignId(0),
        "key": "form:1",
        "kind": Kind.MESSAGE,
        "state": State.RUNNING,
        "content": Content(uk="Вода"),
        "audience": Audience(ages=("75",)),
        "author": REGISTRAR,
        "created_at": NOW,
        "starts_at": NOW,
        **changed,
    }
    campaign = await campaigning.prepare(desk, Campaign(**given), NOW)  # type: ignore[arg-type]
    return campaign, (await desk.campaigns.waves(campaign.id))[0]


async def test_a_consent_keeps_its_proof_and_its_withdrawal(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS)
        await desk.consents.answer(person.id, Purpose.NEWS, False, "2", "def", NOW + timedelta(days=1))
        [kept] = await desk.consents.of(person.id)
        assert (kept.given, kept.version, kept.digest) == (False, "2", "def")
        assert (kept.given_at, kept.answered_at) == (NOW, NOW + timedelta(days=1))
        assert await desk.consents.count(Purpose.NEWS) == 0


async def test_the_place_for_news_is_kept_and_forgotten(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk)
        await desk.consents.keep_place(person.id, Place(district="misto"))
        assert await desk.consents.place(person.id) == Place(district="misto")
        await desk.consents.forget_place(person.id)
        assert await desk.consents.place(person.id) == Place()


async def test_a_campaign_is_kept_once_and_changed_by_whoever_saw_its_last_version(storage: Storage) -> None:
    async with storage.unit() as desk:
        campaign, _wave = await a_wave(desk, reminders=(3, 7))
        again, _wave = await a_wave(desk)
        assert again == campaign
        assert [one.due - NOW for one in await desk.campaigns.waves(campaign.id)] == [
            timedelta(0),
            timedelta(days=3),
            timedelta(days=7),
        ]
        await campaigning.finish(desk, campaign, NOW)
        with pytest.raises(Conflict):
            await campaigning.finish(desk, campaign, NOW)


async def test_only_those_who_agreed_are_candidates_and_their_traits_need_a_consent_of_their_own(
    storage: Storage,
) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS)
        await desk.residents.met(TARAS, NOW, "uk")
        await desk.surveys.keep_profile(person.id, AGED)
        await desk.following.add(person.id, "all", NOW)
        [one] = await desk.campaigns.candidates(0, "news", 10, topics=True)
        assert (one.resident, one.profile, one.follows) == (person.id, None, frozenset({"all"}))
        await desk.consents.answer(person.id, Purpose.TRAITS, True, "1", "abc", NOW)
        assert (await desk.campaigns.candidates(0, "news", 10, topics=False))[0].profile == AGED
        assert await desk.campaigns.candidates(0, "surveys", 10, topics=False) == []


async def test_an_alert_looks_at_everybody_and_at_the_district_that_was_told_in_a_case(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk)
        known = Identity(**{**OLENAS_IDENTITY.model_dump(), "district": "misto"})
        await desk.residents.keep_identity(person.id, known, NOW)
        await desk.residents.met(TARAS, NOW, "uk")
        first, second = await desk.campaigns.candidates(0, "", 10, topics=False)
        assert (first.place.district, second.place.district) == ("misto", "")
        await desk.residents.mark_blocked(OLENA, True)
        assert [one.telegram_id for one in await desk.campaigns.candidates(0, "", 10, topics=False)] == [TARAS]


async def test_nobody_is_on_the_list_of_a_wave_twice_and_what_is_held_comes_back(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS)
        campaign, wave = await a_wave(desk)
        assert await desk.campaigns.enlist(wave, person.id, "queued")
        assert not await desk.campaigns.enlist(wave, person.id, "queued")
        record = campaigning.about(campaign.id, 1, person.id)
        content = Notice("campaign_message", {"campaign": campaign.id, "wave": 1})
        await desk.deliveries.add(Delivery(record, ChatId(OLENA), content, NOW, Lane.CAMPAIGN, about=record))
        assert await desk.campaigns.waiting(wave) == 1
        assert await desk.campaigns.hold(campaign.id) == 1
        assert await desk.outbox.waiting() == 0
        assert [one.resident for one in await desk.campaigns.later(wave, NOW, 5)] == [person.id]
        assert await desk.campaigns.left(wave) == 1


async def test_outcomes_are_counted_once_and_the_week_counts_what_came(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS)
        campaign, wave = await a_wave(desk)
        await desk.campaigns.enlist(wave, person.id, "handed")
        for _time in range(2):
            await campaigning.ended(
                desk, campaigning.about(campaign.id, 1, person.id), campaigning.Outcome.SENT, KORIUKIVKA, NOW
            )
        assert await desk.campaigns.counts(campaign.id) == {(1, "sent"): 1}
        assert await desk.campaigns.had(person.id, "2026-11-15") == 1
        assert await desk.campaigns.had(person.id, "2026-11-22") == 0
        assert await desk.campaigns.opened(campaign.id, 1, person.id)
        assert not await desk.campaigns.opened(campaign.id, 1, person.id)
        assert await desk.campaigns.forget_days("2026-11-23") == 1


async def test_who_got_it_is_forgotten_and_the_counts_stay(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS)
        campaign, wave = await a_wave(desk)
        await desk.campaigns.enlist(wave, person.id, "sent")
        await desk.campaigns.count(campaign.id, 1, "sent")
        await campaigning.finish(desk, campaign, NOW)
        [old] = await desk.campaigns.to_forget(NOW + timedelta(seconds=1))
        assert await desk.campaigns.forget_recipients(old.id, 10) == 1
        assert await desk.campaigns.forget_recipients(old.id, 10) == 0
        assert await desk.campaigns.to_forget(NOW + timedelta(days=9)) == []
        assert await desk.campaigns.recipient(campaign.id, 1, person.id) is None
        assert await desk.campaigns.counts(campaign.id) == {(1, "sent"): 1}


async def test_a_forgotten_person_is_on_no_list(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk, Purpose.NEWS, Purpose.TRAITS)
        campaign, wave = await a_wave(desk)
        await desk.consents.keep_place(person.id, Place(district="misto"))
        await desk.campaigns.enlist(wave, person.id, "queued")
        await desk.campaigns.count_day(person.id, "2026-11-22")
        await desk.residents.forget(person.id)
        assert await desk.residents.known(OLENA) is None
        assert await desk.consents.of(person.id) == []
        assert await desk.campaigns.recipient(campaign.id, 1, person.id) is None


async def test_somebody_in_the_middle_of_a_form_is_busy(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.fsm.stand(f"{OLENA}:{OLENA}:0:default", "survey.s5:q1", b"", NOW)
        assert await desk.campaigns.busy(OLENA, NOW - timedelta(minutes=1))
        assert not await desk.campaigns.busy(OLENA, NOW)
        assert not await desk.campaigns.busy(TARAS, NOW - timedelta(minutes=1))


async def test_taking_part_is_worked_out_and_kept_nowhere(storage: Storage) -> None:
    async with storage.unit() as desk:
        person, other = await olena(desk), await desk.residents.met(TARAS, NOW, "uk")
        await desk.surveys.enter("s1", "2026", "2026||", person.id)
        people = [person.id, other.id]
        assert await desk.surveys.answered_among("s1", "2026", "2026||", people) == {person.id}


async def test_only_the_month_of_the_last_message_is_kept(storage: Storage) -> None:
    async with storage.unit() as desk:
        person = await olena(desk)
        await desk.residents.seen(person, "2026-11")
        assert (await desk.residents.get(person.id)).seen_month == "2026-11"
