"""A forum: topics are made, renamed, closed, deleted; rights and groups change under the bot's feet."""

from demo import Group, LocalTelegram, Person
from tests.demo.conftest import Ask


async def test_a_topic_is_made_and_written_to(council: Group, call: Ask) -> None:
    topic = await call("createForumTopic", chat_id=council.id, name="Ліхтар", icon_color=7322096)
    thread = topic["message_thread_id"]
    sent = await call("sendMessage", chat_id=council.id, message_thread_id=thread, text="Картка")
    assert sent["is_topic_message"]
    assert sent["message_thread_id"] == thread
    assert [message.text for message in council.in_topic(council.topic("Ліхтар"))] == ["Картка"]


async def test_a_message_in_a_topic_replies_to_its_beginning(olena: Person, council: Group, call: Ask) -> None:
    await call("createForumTopic", chat_id=council.id, name="Ліхтар")
    olena.writes("Нотатка", council, council.topics[0])
    olena.writes("У загальну", council)
    inside, outside = await call("getUpdates")
    assert inside["message"]["reply_to_message"]["forum_topic_created"]["name"] == "Ліхтар"
    assert "message_thread_id" not in outside["message"]


async def test_general_has_no_number(council: Group, call: Ask) -> None:
    assert "message thread not found" in await call("sendMessage", chat_id=council.id, message_thread_id=1, text="a")


async def test_a_deleted_topic(council: Group, call: Ask) -> None:
    thread = (await call("createForumTopic", chat_id=council.id, name="a"))["message_thread_id"]
    council.deletes(council.topics[0])
    assert "message thread not found" in await call(
        "sendMessage", chat_id=council.id, message_thread_id=thread, text="a"
    )
    assert "TOPIC_ID_INVALID" in await call("editForumTopic", chat_id=council.id, message_thread_id=thread, name="b")
    assert council.topics == []


async def test_a_closed_topic_needs_the_right_to_manage(council: Group, call: Ask) -> None:
    thread = (await call("createForumTopic", chat_id=council.id, name="a"))["message_thread_id"]
    council.closes(council.topics[0])
    where = {"chat_id": council.id, "message_thread_id": thread}
    assert (await call("sendMessage", **where, text="a"))["text"] == "a"
    council.takes_rights("can_manage_topics")
    assert "TOPIC_CLOSED" in await call("sendMessage", **where, text="a")
    assert "not enough rights" in await call("reopenForumTopic", **where)


async def test_the_same_again_is_not_modified(council: Group, call: Ask) -> None:
    thread = (await call("createForumTopic", chat_id=council.id, name="a"))["message_thread_id"]
    where = {"chat_id": council.id, "message_thread_id": thread}
    assert "TOPIC_NOT_MODIFIED" in await call("editForumTopic", **where, name="a")
    assert await call("closeForumTopic", **where) is True
    assert "TOPIC_NOT_MODIFIED" in await call("closeForumTopic", **where)
    icon = (await call("getForumTopicIconStickers"))[0]["custom_emoji_id"]
    assert await call("editForumTopic", **where, icon_custom_emoji_id=icon) is True
    assert "DOCUMENT_INVALID" in await call("editForumTopic", **where, icon_custom_emoji_id="1")


async def test_a_group_without_topics(telegram: LocalTelegram, call: Ask) -> None:
    group = telegram.group("Проста", forum=False)
    group.add_bot()
    assert "the chat is not a forum" in await call("createForumTopic", chat_id=group.id, name="a")


async def test_a_group_that_became_a_supergroup(telegram: LocalTelegram, call: Ask) -> None:
    group = telegram.group("Мала", forum=False, supergroup=False)
    group.add_bot()
    old = group.id
    new = group.migrates()
    assert "group chat was upgraded to a supergroup chat" in await call("sendMessage", chat_id=old, text="a")
    assert telegram.calls[-1].error
    assert telegram.calls[-1].error.body()["parameters"] == {"migrate_to_chat_id": new}
    assert (await call("sendMessage", chat_id=new, text="a"))["chat"]["type"] == "supergroup"


async def test_a_bot_that_was_put_out(council: Group, call: Ask) -> None:
    council.kicks_bot()
    assert await call("sendMessage", chat_id=council.id, text="a") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    assert (await call("getUpdates"))[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_plain_member_hears_only_what_is_for_it(telegram: LocalTelegram, call: Ask) -> None:
    group = telegram.group("Чат", forum=False)
    ihor = telegram.person("Ігор")
    group.add(ihor)
    group.add_bot(admin=False)
    telegram.cloud.updates.drop()
    assert ihor.writes("між нами", group) is None
    assert ihor.writes("/queue", group) is not None
    await call("sendMessage", chat_id=group.id, text="Питання")
    assert ihor.writes("Відповідь", group, reply_to=group.messages[-1]) is not None


async def test_pins_need_a_right_and_are_told(council: Group, call: Ask) -> None:
    sent = await call("sendMessage", chat_id=council.id, text="Картка")
    where = {"chat_id": council.id, "message_id": sent["message_id"]}
    assert await call("pinChatMessage", **where) is True
    assert (await call("getUpdates"))[-1]["message"]["pinned_message"]["text"] == "Картка"
    council.takes_rights("can_pin_messages")
    assert "not enough rights" in await call("unpinChatMessage", **where)


async def test_members_are_known(olena: Person, council: Group, call: Ask) -> None:
    assert (await call("getChatMember", chat_id=council.id, user_id=olena.id))["status"] == "member"
    council.remove(olena)
    assert (await call("getChatMember", chat_id=council.id, user_id=olena.id))["status"] == "left"
    assert "PARTICIPANT_ID_INVALID" in await call("getChatMember", chat_id=council.id, user_id=12345)
