import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

from council.deliveries import STAFF_GROUP, Call, ChatId, Lane, Notice
from council.phrases import Phrase
from storage.deliveries import OutboxRow
from storage.desk import Desk
from storage.house import Storage
from tests.storage.examples import MINUTE, NOW, OLENAS_CHAT, a_message

LATER = NOW + MINUTE


async def due_keys(desk: Desk, now: datetime = NOW) -> list[str]:
    return [row.key for row in await desk.outbox.due(now)]


async def the_first(desk: Desk, now: datetime = NOW) -> OutboxRow:
    return (await desk.outbox.due(now))[0]


async def test_a_key_is_queued_once(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.deliveries.add(a_message("receipt", "one"))
        assert not await desk.deliveries.add(a_message("receipt", "two"))
        row = await the_first(desk)
    assert row.content == Call("sendMessage", {"text": "one"})
    assert (row.chat, row.lane, row.attempts, row.revision, row.due) == (OLENAS_CHAT, Lane.NOTICE, 0, 0, NOW)


async def test_a_notice_keeps_dates_and_phrases(storage: Storage) -> None:
    phrase = Phrase("within %(n)s day", {"until": date(2026, 12, 22)}, "within %(n)s days", 3)
    notice = Notice("appeal_accepted", {"appeal": 12, "at": NOW, "because": phrase, "parts": [phrase]})
    async with storage.unit() as desk:
        await desk.deliveries.add(replace(a_message("notice"), content=notice, topic="appeal:12", about="appeal:12"))
        row = await the_first(desk)
    assert (row.content, row.topic, row.about) == (notice, "appeal:12", "appeal:12")


async def test_lanes_go_in_their_order_and_a_chat_in_the_order_of_adding(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("campaign", lane=Lane.CAMPAIGN))
        await desk.deliveries.add(a_message("first"))
        await desk.deliveries.add(a_message("second"))
        await desk.deliveries.add(a_message("to Taras", chat=ChatId(502)))
        await desk.deliveries.add(a_message("screen", lane=Lane.INTERACTIVE))
        assert await due_keys(desk) == ["screen", "first", "to Taras", "campaign"]
        assert len(await desk.outbox.due(NOW, limit=2)) == 2


async def test_later_messages_wait_behind_a_retry(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("first"))
        await desk.deliveries.add(a_message("second"))
        await desk.outbox.postpone(await the_first(desk), LATER, "429", counts=False)
        assert await due_keys(desk) == []
        assert await desk.outbox.next_due() == LATER
        assert await due_keys(desk, LATER) == ["first"]
        await desk.outbox.postpone(await the_first(desk, LATER), LATER, "502")
        assert (await the_first(desk, LATER)).attempts == 1


async def test_a_held_answer_does_not_block_its_chat(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("held", due=LATER))
        await desk.deliveries.add(a_message("receipt"))
        assert await due_keys(desk) == ["receipt"]
        await desk.outbox.sent(await the_first(desk), NOW, 1, 501)
        assert await desk.outbox.next_due() == LATER
        assert await desk.deliveries.cancel("held")
        assert await due_keys(desk, LATER) == []
        assert await desk.outbox.next_due() is None


async def test_screens_held_for_a_moment_leave_before_what_is_said_next(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("held screen", due=LATER, lane=Lane.INTERACTIVE))
        await desk.deliveries.add(a_message("held answer", due=LATER))
        await desk.deliveries.add(a_message("elsewhere", chat=ChatId(502), due=LATER, lane=Lane.INTERACTIVE))
        await desk.deliveries.hasten(OLENAS_CHAT, NOW)
        await desk.deliveries.add(a_message("next screen", lane=Lane.INTERACTIVE))
        assert await due_keys(desk) == ["held screen"]
        await desk.outbox.sent(await the_first(desk), NOW, 1, 501)
        assert await due_keys(desk) == ["next screen"]


async def test_it_is_known_how_much_waits_in_a_lane_of_a_chat(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("one", lane=Lane.CARD))
        await desk.deliveries.add(a_message("two", lane=Lane.CARD, due=LATER))
        await desk.deliveries.add(a_message("notice"))
        await desk.deliveries.add(a_message("elsewhere", chat=ChatId(502), lane=Lane.CARD))
        assert await desk.deliveries.waiting(OLENAS_CHAT, Lane.CARD) == 2
        await desk.outbox.sent(await the_first(desk), NOW, 1, 501)
        assert await desk.deliveries.waiting(OLENAS_CHAT, Lane.CARD) == 1


async def test_what_was_sent_cannot_be_taken_back(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("answer"))
        await desk.outbox.sent(await the_first(desk), NOW, 1, 501)
        assert not await desk.deliveries.cancel("answer")
        assert not await desk.deliveries.cancel("unknown")
        assert await desk.outbox.waiting() == 0


async def test_a_message_cancelled_while_it_was_being_sent_counts_as_sent(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(replace(a_message("answer"), about="appeal:12"))
        row = await the_first(desk)
        await desk.deliveries.cancel("answer")
        await desk.outbox.sent(row, NOW, 77, 501)
        assert await desk.deliveries.about(OLENAS_CHAT, 77) == "appeal:12"
        assert await desk.outbox.waiting() == 0


async def test_many_edits_of_a_card_become_one_and_keep_its_place(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.refresh(a_message("card", "one", STAFF_GROUP))
        await desk.deliveries.add(a_message("other", chat=STAFF_GROUP))
        await desk.deliveries.refresh(a_message("card", "two", STAFF_GROUP, due=LATER))
        row = await the_first(desk)
        assert (row.key, row.revision, row.due) == ("card", 1, NOW)
        assert row.content == Call("sendMessage", {"text": "two"})
        assert await desk.outbox.waiting() == 2


async def test_a_card_that_was_sent_queues_again_behind_the_others(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.refresh(a_message("card", "one", STAFF_GROUP))
        await desk.outbox.sent(await the_first(desk), NOW, 5, -100)
        await desk.deliveries.add(a_message("other", chat=STAFF_GROUP))
        await desk.deliveries.refresh(a_message("card", "two", STAFF_GROUP, due=LATER))
        assert await due_keys(desk, LATER) == ["other"]
        await desk.outbox.sent(await the_first(desk, LATER), LATER, 6, -100)
        row = await the_first(desk, LATER)
    assert (row.key, row.revision, row.due, row.attempts) == ("card", 1, LATER, 0)


async def test_what_is_dead_may_be_refreshed_to_life(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(a_message("card", "one"))
        await desk.outbox.postpone(await the_first(desk), NOW, "502")
        await desk.outbox.dead(await the_first(desk), "chat not found", NOW)
        assert await desk.outbox.waiting() == 0
        await desk.deliveries.refresh(a_message("card", "two"))
        row = await the_first(desk)
    assert (row.attempts, row.content) == (0, Call("sendMessage", {"text": "two"}))


async def test_a_card_refreshed_while_it_was_being_sent_stays_due(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.refresh(a_message("card", "one"))
        being_sent = await the_first(desk)
        await desk.deliveries.refresh(a_message("card", "two"))
        await desk.outbox.sent(being_sent, NOW, 5, 501)
        await desk.outbox.dead(being_sent, "gone", NOW)
        assert (await the_first(desk)).content == Call("sendMessage", {"text": "two"})


async def test_a_reply_finds_the_record_of_the_message(storage: Storage) -> None:
    async with storage.unit() as desk:
        await desk.deliveries.add(replace(a_message("card", chat=STAFF_GROUP), about="appeal:12"))
        await desk.outbox.sent(await the_first(desk), NOW, 77, -100)
        assert await desk.deliveries.about(ChatId(-100), 77) == "appeal:12"
        assert await desk.deliveries.about(ChatId(-100), 78) is None
        assert await desk.deliveries.about(STAFF_GROUP, 77) is None


async def test_an_edit_that_gives_no_message_keeps_the_known_one(storage: Storage) -> None:
    async with storage.unit() as desk:
        card = replace(a_message("card", chat=STAFF_GROUP), about="appeal:12")
        await desk.deliveries.refresh(card)
        await desk.outbox.sent(await the_first(desk), NOW, 77, -100)
        await desk.deliveries.refresh(card)
        await desk.outbox.sent(await the_first(desk), NOW, None, None)
        assert await desk.deliveries.about(ChatId(-100), 77) == "appeal:12"


async def test_old_messages_are_forgotten_those_about_a_record_much_later(storage: Storage) -> None:
    async with storage.unit() as desk:
        for message in (a_message("plain"), replace(a_message("card"), about="appeal:12")):
            await desk.deliveries.add(message)
            await desk.outbox.sent(await the_first(desk), NOW, 7, 501)
        await desk.deliveries.add(a_message("unsent"))
        assert await desk.outbox.purge(NOW) == 0
        assert await desk.outbox.purge(LATER) == 1
        assert await desk.deliveries.about(OLENAS_CHAT, 7) == "appeal:12"
        assert await desk.outbox.purge(LATER + timedelta(days=400)) == 1
        assert await desk.outbox.waiting() == 1


async def test_to_a_chat_one_replica_speaks_until_its_lease_is_over(shared: Storage) -> None:
    async with shared.unit() as desk:
        for key, lane in (("screen", Lane.INTERACTIVE), ("notice", Lane.NOTICE)):
            await desk.deliveries.add(a_message(key, lane=lane))
        await desk.deliveries.add(a_message("to Taras", chat=ChatId(502)))
        screen = await the_first(desk)
        [held] = await desk.outbox.take([screen], "a", NOW, LATER)
        assert await desk.outbox.take([screen], "b", NOW, LATER) == []
        assert [row.key for row in await desk.outbox.due(NOW, replica="b")] == ["to Taras"]
        assert [row.key for row in await desk.outbox.due(NOW, replica="a")] == ["screen", "notice", "to Taras"]
        assert [row.key for row in await desk.outbox.due(LATER, replica="b")] == ["screen", "notice", "to Taras"]
        await desk.outbox.sent(held, NOW, 1, 501)
        assert [row.key for row in await desk.outbox.due(NOW, replica="b")] == ["notice", "to Taras"]


async def test_who_slept_over_its_lease_puts_nothing_off(shared: Storage) -> None:
    async with shared.unit() as desk:
        await desk.deliveries.add(a_message("letter"))
        [slept] = await desk.outbox.take([await the_first(desk)], "a", NOW, LATER)
        assert await desk.outbox.take([slept], "b", LATER, LATER + MINUTE)
        await desk.outbox.postpone(slept, NOW, "502")
        assert await desk.outbox.due(LATER, replica="a") == []


async def test_what_changed_after_it_was_read_is_taken_as_it_is_now(shared: Storage) -> None:
    async with shared.unit() as desk:
        await desk.deliveries.refresh(a_message("card", "one"))
        row = await the_first(desk)
        await desk.deliveries.refresh(a_message("card", "two"))
        [now] = await desk.outbox.take([row], "a", NOW, LATER)
        assert now.content == a_message("card", "two").content
        assert await desk.outbox.lease("a", NOW) == 1
        await desk.outbox.postpone(now, LATER, "429")
        assert await desk.outbox.take([row], "a", NOW, LATER) == []


async def test_a_letter_that_a_conversation_is_changing_is_passed_over(shared: Storage) -> None:
    async with shared.unit() as desk:
        await desk.deliveries.add(a_message("one", chat=ChatId(501)))
        await desk.deliveries.add(a_message("two", chat=ChatId(502)))
        rows = await desk.outbox.due(NOW)
    changing, changed = asyncio.Event(), asyncio.Event()

    async def conversation() -> None:
        async with shared.unit() as desk:
            await desk.deliveries.refresh(a_message("one", "changed", chat=ChatId(501)))
            changing.set()
            await changed.wait()

    talk = asyncio.create_task(conversation())
    await changing.wait()
    async with shared.stroke() as desk:
        assert [row.key for row in await desk.outbox.take(rows, "a", NOW, LATER)] == ["two"]
    changed.set()
    await talk
    async with shared.stroke() as desk:
        [row] = await desk.outbox.take(rows[:1], "a", NOW, LATER)
        assert row.content == a_message("one", "changed").content


async def test_the_earliest_untried_message_to_a_person_tells_the_lag(storage: Storage) -> None:
    async with storage.unit() as desk:
        assert await desk.outbox.overdue() is None
        await desk.deliveries.add(a_message("card", chat=STAFF_GROUP))
        await desk.deliveries.add(a_message("later", due=LATER))
        assert await desk.outbox.overdue() == LATER
        await desk.deliveries.add(a_message("letter"))
        assert await desk.outbox.overdue() == NOW
        await desk.outbox.postpone((await desk.outbox.due(NOW))[-1], LATER, "502")
        assert await desk.outbox.overdue() == LATER
