"""What is queued arrives once, whatever Telegram's day is like."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.post import Post
from council.appeals import AttachmentKind
from council.deliveries import Call, Lane, Notice
from demo import samples
from demo.clock import LocalClock
from demo.faults import Trouble
from demo.groups import Group
from demo.people import Person
from demo.telegram import LocalTelegram
from handlers import notices
from handlers.pictures import photo
from handlers.texts import Catalogues
from storage.files import Files
from storage.house import Storage
from tests.bot.office import PostOffice, Until
from tests.pictures import longest


def texts(messages: list) -> list[str]:
    return [message.text for message in messages]


@pytest.fixture(autouse=True)
def no_bugs(telegram: LocalTelegram):
    yield
    assert telegram.violations == []


@pytest.fixture(autouse=True)
def titles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Topics of records that these tests do not make."""

    async def topic_title(desk: object, house: object, name: str) -> tuple[str, int | None]:
        return f"Title of {name}", None

    monkeypatch.setattr(notices, "topic_title", topic_title)


async def test_messages_come_in_their_order(office: PostOffice, olena: Person, until: Until) -> None:
    for number in range(6):
        await office.queue(olena.id, f"Message {number}")
    await until(lambda: len(olena.received) == 6)
    assert texts(olena.received) == [f"Message {number}" for number in range(6)]


async def test_an_answer_overtakes_a_campaign(office: PostOffice, olena: Person, until: Until) -> None:
    for number in range(14):
        await office.queue(olena.id, f"Campaign {number}", lane=Lane.CAMPAIGN)
    await office.queue(olena.id, "Answer", lane=Lane.INTERACTIVE)
    await until(lambda: len(olena.received) == 15)
    assert texts(olena.received).index("Answer") < 12


async def test_a_picture_is_drawn_when_it_is_sent(office: PostOffice, olena: Person, until: Until) -> None:
    with Catalogues().speaking("uk"):
        call = photo(longest("Витрачено 280 із 300")["bars"])
    await office.queue(olena.id, call)
    await until(lambda: olena.received)
    assert olena.received[0].kind == "photo"
    assert "Витрачено 280 із 300" in olena.received[0].content["caption"]


async def test_a_file_is_opened_and_sent_under_a_plain_name(
    office: PostOffice, olena: Person, storage: Storage, files: Files, clock: LocalClock, until: Until
) -> None:
    stored = await files.put(samples.PDF)
    async with storage.unit() as desk:
        kept = await desk.attachments.add(
            "d",
            "k",
            AttachmentKind.DOCUMENT,
            "Olena Petrenko.pdf",
            "application/pdf",
            stored.size,
            stored.sha256,
            stored.path,
            clock.now(),
        )
    await office.queue(olena.id, Call("sendDocument", {"document": {"attachment": kept.id}, "caption": "Here"}))
    await until(lambda: olena.received)
    document = olena.received[0].content["document"]
    assert document["file_size"] == len(samples.PDF)
    assert document["file_name"] == f"файл-{kept.id}.pdf"


async def test_a_reply_finds_its_case(office: PostOffice, olena: Person, storage: Storage, until: Until) -> None:
    await office.queue(olena.id, "About your case", about="appeal:12")
    await until(lambda: _none_waits(office))
    async with storage.reading() as desk:
        assert await desk.deliveries.about(olena.id, olena.received[0].id) == "appeal:12"


# Telegram's bad days


@pytest.mark.parametrize(
    "trouble", [Trouble.TOO_MANY, Trouble.TOO_MANY_BARE, Trouble.ERROR, Trouble.BAD_GATEWAY, Trouble.CUT]
)
async def test_after_trouble_it_comes_once(
    office: PostOffice, telegram: LocalTelegram, olena: Person, until: Until, trouble: Trouble
) -> None:
    telegram.faults.next(trouble, "sendMessage", times=1 if trouble is Trouble.TOO_MANY_BARE else 2)
    await office.queue(olena.id, "First")
    await office.queue(olena.id, "Second")
    await until(lambda: len(olena.received) == 2)
    assert texts(olena.received) == ["First", "Second"]


async def test_429_holds_that_chat_and_no_other(
    office: PostOffice, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    petro = telegram.person("Petro")
    petro.starts()
    telegram.faults.next(Trouble.TOO_MANY, "sendMessage", retry_after=60)
    await office.queue(olena.id, "For Olena")
    await until(lambda: telegram.called("sendMessage"))
    await office.queue(olena.id, "Urgent", lane=Lane.INTERACTIVE)
    await office.queue(petro.id, "For Petro")
    await until(lambda: petro.received)
    assert olena.received == []
    await until(lambda: len(olena.received) == 2)
    first, *later = [
        call.at for call in telegram.called("sendMessage") if call.params["chat_id"] in (olena.id, str(olena.id))
    ]
    assert all(at - first >= timedelta(seconds=60) for at in later)


async def test_an_unreadable_success_is_not_repeated(
    office: PostOffice, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    telegram.faults.next(Trouble.GARBAGE_AFTER, "sendMessage")
    await office.queue(olena.id, "Once")
    await until(lambda: _none_waits(office))
    assert texts(olena.received) == ["Once"]


@pytest.mark.parametrize("trouble", [Trouble.CUT_AFTER, Trouble.HANG_AFTER])
async def test_where_telegram_did_it_and_could_not_say_so_one_message_repeats_and_no_other(
    office: PostOffice, telegram: LocalTelegram, olena: Person, post: Post, until: Until, trouble: Trouble
) -> None:
    post.bot.session.timeout = 0.5
    telegram.faults.next(trouble, "sendMessage")
    await office.queue(olena.id, "First")
    await office.queue(olena.id, "Second")
    await until(lambda: _none_waits(office))
    assert texts(olena.received) == ["First", "First", "Second"]


async def test_who_blocked_the_bot_is_remembered(
    office: PostOffice, olena: Person, storage: Storage, clock: LocalClock, until: Until
) -> None:
    async with storage.unit() as desk:
        await desk.residents.met(olena.id, clock.now())
    olena.blocks_bot()
    await office.queue(olena.id, "Your answer", about="appeal:5")
    await until(lambda: _none_waits(office))
    async with storage.reading() as desk:
        assert (await desk.residents.known(olena.id)).blocked


async def test_the_council_learns_that_a_message_did_not_arrive(
    office: PostOffice, olena: Person, group: Group, until: Until
) -> None:
    olena.leaves_telegram()
    await office.queue(olena.id, "Your answer", about="appeal:5")
    await until(lambda: group.topics)
    await until(lambda: group.in_topic(group.topic("appeal:5")))


async def test_bad_markup_goes_as_plain_words(
    office: PostOffice, telegram: LocalTelegram, olena: Person, until: Until
) -> None:
    await office.queue(olena.id, "<b>Water is off</i> until 5 &amp; later")
    await until(lambda: olena.received)
    assert texts(olena.received) == ["Water is off until 5 & later"]
    assert "can't parse entities" in telegram.violations.pop()


async def test_our_mistake_is_buried_and_told(
    office: PostOffice, telegram: LocalTelegram, olena: Person, admin: Person, until: Until
) -> None:
    await office.queue(olena.id, "x" * 5000)
    await office.queue(olena.id, "Next")
    await until(lambda: texts(olena.received) == ["Next"])
    await until(lambda: admin.received)
    assert "too long" in telegram.violations.pop()


# Edits


async def test_an_edit_of_a_deleted_message_comes_anew(office: PostOffice, olena: Person, until: Until) -> None:
    await office.queue(olena.id, "Old")
    await until(lambda: olena.received)
    number = olena.received[0].id
    olena.deletes(olena.received[0])
    await office.queue(olena.id, Call("editMessageText", {"message_id": number, "text": "New"}))
    await until(lambda: texts(olena.received) == ["New"])


async def test_the_same_edit_twice_is_one(office: PostOffice, olena: Person, until: Until) -> None:
    await office.queue(olena.id, "Old")
    await until(lambda: olena.received)
    for _ in range(2):
        await office.queue(olena.id, Call("editMessageText", {"message_id": olena.received[0].id, "text": "New"}))
    await until(lambda: _none_waits(office))
    assert texts(olena.received) == ["New"]


async def test_a_reply_to_a_deleted_message_comes_without_it(office: PostOffice, olena: Person, until: Until) -> None:
    await office.queue(olena.id, Call("sendMessage", {"text": "Answer", "reply_parameters": {"message_id": 999}}))
    await until(lambda: texts(olena.received) == ["Answer"])


# The staff group


async def test_a_topic_is_made_once_for_its_case(office: PostOffice, group: Group, until: Until) -> None:
    await office.to_group("Card", "appeal:1", lane=Lane.CARD)
    await office.to_group("Note", "appeal:1")
    await office.to_group("Other", "appeal:2")
    await until(lambda: _none_waits(office))
    assert sorted(topic.name for topic in group.topics) == ["Title of appeal:1", "Title of appeal:2"]
    assert sorted(texts(group.in_topic(group.topic("appeal:1")))) == ["Card", "Note"]


async def test_the_card_is_edited_in_place(office: PostOffice, group: Group, until: Until) -> None:
    await office.to_group("Card: new", "appeal:1", lane=Lane.CARD, key="card:1")
    await until(lambda: _none_waits(office))
    await office.to_group("Card: taken", "appeal:1", lane=Lane.CARD, key="card:1")
    await until(lambda: _none_waits(office))
    assert texts(group.in_topic(group.topic("appeal:1"))) == ["Card: taken"]


async def test_a_deleted_card_comes_anew_in_its_topic(office: PostOffice, group: Group, until: Until) -> None:
    await office.to_group("Card", "appeal:1", lane=Lane.CARD, key="card:1")
    await until(lambda: _none_waits(office))
    group.in_topic(group.topic("appeal:1"))[0].deleted = True
    for text in ("Card: taken", "Card: answered"):
        await office.to_group(text, "appeal:1", lane=Lane.CARD, key="card:1")
        await until(lambda: _none_waits(office))
    assert texts(group.in_topic(group.topic("appeal:1"))) == ["Card: answered"]


async def test_a_deleted_topic_is_made_again_and_nothing_is_lost(
    office: PostOffice, group: Group, until: Until
) -> None:
    await office.to_group("First", "service")
    await until(lambda: _none_waits(office))
    group.deletes(group.topic("service"))
    await office.to_group("Second", "service")
    await until(lambda: _none_waits(office))
    assert texts(group.in_topic(group.topic("service"))) == ["Second"]


async def test_a_closed_topic_is_opened(office: PostOffice, group: Group, until: Until) -> None:
    await office.to_group("First", "service")
    await until(lambda: _none_waits(office))
    topic = group.topic("service")
    group.closes(topic)
    group.takes_rights("can_delete_messages")
    await office.to_group("Second", "service")
    await until(lambda: _none_waits(office))
    assert texts(group.in_topic(topic)) == ["First", "Second"]


async def test_a_group_without_topics_gets_replies_to_the_card(office: PostOffice, group: Group, until: Until) -> None:
    group.chat.is_forum = False
    await office.to_group("Card", "appeal:1", lane=Lane.CARD)
    await until(lambda: _none_waits(office))
    await office.to_group("Note", "appeal:1")
    await until(lambda: _none_waits(office))
    card, note = group.in_topic(None)
    assert note.reply_to is card


async def test_an_answer_in_a_deleted_thread_goes_to_the_general_topic(
    office: PostOffice, group: Group, until: Until
) -> None:
    topic = group.opens_topic("Talk")
    group.deletes(topic)
    await office.to_group("Help", f"thread:{topic.id}", lane=Lane.INTERACTIVE)
    await until(lambda: texts(group.in_topic(None)) == ["Help"])


async def test_a_group_that_became_a_supergroup_is_followed(
    office: PostOffice, group: Group, storage: Storage, until: Until
) -> None:
    new = group.migrates()
    await office.to_group("Here I am")
    await until(lambda: texts(group.in_topic(None)) == ["Here I am"])
    async with storage.reading() as desk:
        assert await desk.notes.get("staff_chat_id") == str(new)


async def test_without_rights_the_messages_wait_and_administrators_know(
    office: PostOffice, group: Group, admin: Person, clock: LocalClock, until: Until
) -> None:
    group.takes_rights()
    await office.to_group("Case", "appeal:1")
    await until(lambda: admin.received)
    assert group.topics == []
    group.add_bot()
    clock.jump(timedelta(minutes=6))
    office.delivery.wake.set()
    await until(lambda: group.topics and texts(group.in_topic(group.topics[0])) == ["Case"])


async def test_an_unbound_group_stops_nobody(
    office: PostOffice, post: Post, olena: Person, group: Group, storage: Storage, clock: LocalClock, until: Until
) -> None:
    post.house = replace(post.house, staff_chat_id=None)
    await office.to_group("Case")
    await office.queue(olena.id, "Hello")
    await until(lambda: texts(olena.received) == ["Hello"])
    await until(office.delivery.quiet)
    assert await office.waiting() == 1
    async with storage.unit() as desk:
        await desk.notes.put("staff_chat_id", str(group.id), clock.now())
    await until(lambda: texts(group.in_topic(None)) == ["Case"])


async def test_a_notice_with_nothing_to_say_is_done(
    office: PostOffice, olena: Person, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    async def render(*_: object) -> None:
        return None

    monkeypatch.setattr(notices, "render", render)
    await office.queue(olena.id, Notice("over"))
    await until(lambda: _none_waits(office))
    assert olena.received == []


async def test_a_notice_that_fails_is_given_up_and_others_go_on(
    office: PostOffice, olena: Person, admin: Person, monkeypatch: pytest.MonkeyPatch, until: Until
) -> None:
    shown = notices.render

    async def render(desk: object, house: object, notice: Notice, *more: object) -> Call | None:
        if notice.name == "broken":
            raise KeyError("appeal")
        return await shown(desk, house, notice, *more)

    monkeypatch.setattr(notices, "render", render)
    await office.queue(olena.id, Notice("broken"))
    await office.queue(olena.id, "After it")
    await until(lambda: texts(olena.received) == ["After it"])
    await until(lambda: admin.received)


async def test_twenty_topics_in_a_storm_break_no_limit(
    office: PostOffice, telegram: LocalTelegram, group: Group, until: Until
) -> None:
    for number in range(12):
        await office.to_group(f"Case {number}", f"appeal:{number}")
    await until(lambda: _none_waits(office))
    assert telegram.limits.refusals == 0
    assert len(group.topics) == 12


async def _none_waits(office: PostOffice) -> bool:
    return await office.waiting() == 0
