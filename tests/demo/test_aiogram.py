"""Everything the local Telegram answers and sends can be read by aiogram, as the bot will read it."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat, TelegramRetryAfter
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    ChatAdministratorRights,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    MenuButtonCommands,
    ReactionTypeEmoji,
    ReplyParameters,
    Update,
)

from demo import Group, LocalTelegram, Person, samples

EVERY_KIND = ["message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction"]


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    bot = Bot(telegram.token, session=AiohttpSession(api=TelegramAPIServer.from_base(telegram.url)))
    yield bot
    await bot.session.close()
    assert telegram.violations == []


def keyboard() -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Так", callback_data="yes")]])


async def test_messages_of_every_kind(bot: Bot, olena: Person) -> None:
    picture, paper = BufferedInputFile(samples.JPEG, "a.jpg"), BufferedInputFile(samples.PDF, "відповідь.pdf")
    quiet = LinkPreviewOptions(is_disabled=True)
    sent = [
        await bot.send_message(
            olena.id, "<b>a</b> https://a.ua", parse_mode="HTML", link_preview_options=quiet, reply_markup=keyboard()
        ),
        await bot.send_photo(olena.id, picture, caption="b"),
        await bot.send_document(olena.id, paper, caption="c"),
        await bot.send_video(olena.id, BufferedInputFile(samples.MP4, "a.mp4")),
        await bot.send_voice(olena.id, BufferedInputFile(samples.OGG, "a.ogg")),
        await bot.send_audio(olena.id, BufferedInputFile(b"ID3", "a.mp3")),
        await bot.send_location(olena.id, 51.77, 32.25),
        await bot.send_venue(olena.id, 51.77, 32.25, "Рада", "вул. Вокзальна, 3"),
        await bot.send_poll(olena.id, "Коли?", ["Зранку", "Увечері"]),
        *await bot.send_media_group(olena.id, [InputMediaPhoto(media=picture), InputMediaPhoto(media=picture)]),
        *await bot.send_media_group(olena.id, [InputMediaDocument(media=paper), InputMediaDocument(media=paper)]),
    ]
    assert len(olena.received) == len(sent) == 13
    assert sent[2].document
    assert sent[2].document.file_name == "відповідь.pdf"
    await bot.send_message(olena.id, "d", reply_parameters=ReplyParameters(message_id=sent[0].message_id, quote="a"))


async def test_changes_copies_and_answers(bot: Bot, olena: Person, council: Group) -> None:
    message = await bot.send_message(olena.id, "a", reply_markup=keyboard())
    olena.presses(olena.received[-1], "Так")
    query = (await bot.get_updates())[-1].callback_query
    assert query
    await query.answer("Гаразд")
    await message.edit_text("b", reply_markup=keyboard())
    await message.edit_reply_markup(reply_markup=None)
    picture = await bot.send_photo(olena.id, BufferedInputFile(samples.JPEG, "a.jpg"))
    await picture.edit_caption(caption="c")
    await picture.edit_media(InputMediaPhoto(media=BufferedInputFile(samples.png(), "b.png")))
    await bot.copy_message(council.id, olena.id, message.message_id)
    await bot.copy_messages(council.id, olena.id, [message.message_id, picture.message_id])
    await bot.forward_message(council.id, olena.id, message.message_id)
    await bot.forward_messages(council.id, olena.id, [message.message_id])
    await bot.set_message_reaction(olena.id, message.message_id, [ReactionTypeEmoji(emoji="👍")])
    await bot.send_chat_action(olena.id, "typing")
    await bot.delete_message(olena.id, message.message_id)
    await bot.delete_messages(olena.id, [picture.message_id])
    assert olena.received == []


async def test_the_group_and_its_topics(bot: Bot, olena: Person, council: Group) -> None:
    stickers = await bot.get_forum_topic_icon_stickers()
    topic = await bot.create_forum_topic(council.id, "Ліхтар", icon_custom_emoji_id=stickers[0].custom_emoji_id)
    card = await bot.send_message(council.id, "Картка", message_thread_id=topic.message_thread_id)
    await bot.pin_chat_message(council.id, card.message_id, disable_notification=True)
    await bot.unpin_chat_message(council.id, message_id=card.message_id)
    await bot.edit_forum_topic(council.id, topic.message_thread_id, name="Ліхтар ✅")
    await bot.close_forum_topic(council.id, topic.message_thread_id)
    await bot.reopen_forum_topic(council.id, topic.message_thread_id)
    assert (await bot.get_chat(council.id)).is_forum
    assert (await bot.get_chat_member(council.id, bot.id)).status == "administrator"
    assert {member.status for member in await bot.get_chat_administrators(council.id)} == {"creator", "administrator"}
    assert await bot.get_chat_member_count(council.id) == 3
    await bot.delete_forum_topic(council.id, topic.message_thread_id)
    await bot.leave_chat(council.id)


async def test_the_bots_own_page(bot: Bot, olena: Person) -> None:
    await bot.set_my_commands(
        [BotCommand(command="start", description="Почати")], BotCommandScopeChat(chat_id=olena.id)
    )
    assert await bot.get_my_commands(BotCommandScopeChat(chat_id=olena.id))
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=olena.id))
    await bot.set_my_name("Рада", language_code="uk")
    await bot.set_my_description("Опис")
    await bot.set_my_short_description("Коротко")
    assert (await bot.get_my_name("uk")).name == "Рада"
    assert (await bot.get_my_description("uk")).description == "Опис"
    assert (await bot.get_my_short_description()).short_description == "Коротко"
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    rights = dict.fromkeys(ChatAdministratorRights.model_fields, False)
    await bot.set_my_default_administrator_rights(ChatAdministratorRights(**rights))
    assert (await bot.me()).username == "local_hromada_bot"
    assert (await bot.get_webhook_info()).url == ""


async def test_updates_of_every_kind(telegram: LocalTelegram, bot: Bot, olena: Person, council: Group) -> None:
    await bot.get_updates(allowed_updates=EVERY_KIND)
    ihor = telegram.person("Ігор", username="ihor")
    council.add(ihor, admin=True)
    olena.sends_album([samples.JPEG, samples.JPEG], "Яма")
    olena.sends_document(samples.PDF, "скан.pdf")
    olena.sends_voice(samples.OGG)
    olena.sends_audio(b"ID3")
    olena.sends_video(samples.MP4)
    olena.sends_video_note(samples.MP4)
    olena.sends_location()
    olena.sends_contact()
    olena.sends_sticker()
    olena.sends_poll("Де?", ["Тут", "Там"])
    olena.forwards(olena.messages[0])
    olena.edits(olena.messages[0], "/start знову")
    olena.blocks_bot()
    topic = council.opens_topic("Розмови")
    ihor.writes("Нотатка", council, topic)
    ihor.writes("Відповідь", council, reply_to=council.messages[-1])
    ihor.reacts(council.messages[-1], "👍")
    council.closes(topic)
    council.reopens(topic)
    council.renames("Рада громади")
    council.remove(ihor)
    council.migrates()
    council.kicks_bot()
    updates = await bot.get_updates()
    assert len(updates) == 28
    assert {update.event_type for update in updates} == set(EVERY_KIND) - {"callback_query"}
    assert all(isinstance(update, Update) for update in updates)


async def test_a_press_of_an_old_message(telegram: LocalTelegram, bot: Bot, olena: Person) -> None:
    await bot.send_message(olena.id, "a", reply_markup=keyboard())
    message = olena.received[-1]
    message.deleted = True
    olena.presses_data(message, "yes")
    assert (await bot.get_updates())[-1].callback_query


async def test_errors_become_aiograms_own(telegram: LocalTelegram, bot: Bot, olena: Person, council: Group) -> None:
    old = council.id
    council.migrates()
    with pytest.raises(TelegramMigrateToChat) as migrated:
        await bot.send_message(old, "a")
    assert migrated.value.migrate_to_chat_id == council.id
    with pytest.raises(TelegramBadRequest):
        await bot.delete_message(olena.id, 999)
    telegram.limits.on, telegram.limits.burst = True, 0
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(olena.id, "a")
    telegram.limits.on = False
    olena.blocks_bot()
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(olena.id, "a")


async def test_a_download(bot: Bot, olena: Person) -> None:
    olena.sends_photo(samples.JPEG)
    message = (await bot.get_updates())[-1].message
    assert message
    assert message.photo
    content = await bot.download(message.photo[-1])
    assert content
    assert content.read() == samples.JPEG
