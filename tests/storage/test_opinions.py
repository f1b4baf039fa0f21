from dataclasses import replace

import pytest

from council.appeals import AppealId, Kind, State
from council.opinions import MeasureCase, Opinion, OpinionId, OpinionState, Reason, Voices
from council.people import TelegramId
from council.phrases import Conflict
from storage.desk import Desk
from storage.house import Storage
from tests.storage.examples import NOW, OLENA, a_case

MODERATOR = TelegramId(7)


async def said(desk: Desk, text: str = "Лавка вже стоїть", key: str = "1f", district: str = "misto") -> Opinion:
    olena = await desk.residents.met(OLENA, NOW)
    return await desk.opinions.add(Opinion(OpinionId(0), key, "abc-m01", olena.id, district, text, NOW))


def shown(opinion: Opinion) -> Opinion:
    return replace(opinion, state=OpinionState.SHOWN, decided_by=MODERATOR, decided_at=NOW)


async def test_a_form_sent_twice_is_one_opinion(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await said(desk) == await said(desk, "Інше")


async def test_others_see_only_what_is_shown(storage: Storage) -> None:
    async with storage.unit() as desk:
        first, _second = await said(desk), await said(desk, key="2f", district="selo")
        assert await desk.opinions.shown("abc-m01", 5) == []
        decided = await desk.opinions.decide(first, shown(first))
        assert await desk.opinions.shown("abc-m01", 5) == [decided] == [replace(shown(first), id=first.id)]
        assert await desk.opinions.shown("abc-m01", 5, district="selo") == []
        assert await desk.opinions.count("abc-m01", "misto") == 1


async def test_two_moderators_decide_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        opinion = await said(desk)
        await desk.opinions.decide(opinion, shown(opinion))
        with pytest.raises(Conflict):
            await desk.opinions.decide(opinion, replace(opinion, state=OpinionState.HIDDEN, reason=Reason.RUDE))


async def test_a_person_may_have_it_all_erased(storage: Storage) -> None:
    async with storage.unit() as desk:
        opinion = await said(desk)
        assert await desk.opinions.count_of(opinion.resident) == 1
        assert await desk.opinions.of(opinion.resident) == [opinion]
        assert await desk.opinions.drop_all(opinion.resident) == ["1f"]
        assert await desk.opinions.count_of(opinion.resident) == 0


async def test_linked_cases_are_counted_with_their_answers(storage: Storage) -> None:
    async with storage.unit() as desk:
        answered, waiting = await a_case(desk), await a_case(desk, "draft-2")
        for case in (answered, waiting):
            assert await desk.opinions.link(case.id, "abc-m01")
        assert not await desk.opinions.link(answered.id, "abc-m02")
        await desk.appeals.change(answered, replace(answered, state=State.ANSWERED))
        assert answered.kind is Kind.PROPOSAL
        assert await desk.opinions.voices("abc-m01") == Voices(proposals=2, proposals_answered=1)
        assert await desk.opinions.voices("abc-m02") == Voices()


async def test_a_reply_is_shown_and_taken_back(storage: Storage) -> None:
    async with storage.unit() as desk:
        case = await a_case(desk)
        assert not await desk.opinions.reply(case.id, "Зробимо навесні", MODERATOR, NOW)
        await desk.opinions.link(case.id, "abc-m01")
        assert await desk.opinions.reply(case.id, "Зробимо навесні", MODERATOR, NOW)
        linked = MeasureCase(AppealId(case.id), "abc-m01", "Зробимо навесні")
        assert await desk.opinions.replies("abc-m01", 3) == [linked] == [await desk.opinions.case(case.id)]
        await desk.opinions.reply(case.id, "", MODERATOR, NOW)
        assert await desk.opinions.replies("abc-m01", 3) == []
