"""What a person is told when something was refused or went wrong: what happened, and what to do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from council.deliveries import STAFF_GROUP, ChatId, Delivery, Lane
from council.phrases import DomainError
from handlers.entrance import staff_chat
from handlers.house import House
from handlers.notices import locale_of
from handlers.screens import Button, Screen, column, message
from handlers.texts import _, escaped, plain, say
from storage.deliveries import OutboxRow
from storage.desk import Desk


async def apologise(
    desk: Desk, house: House, update: Mapping[str, Any], error: Exception, error_id: str, now: datetime
) -> str | None:
    """Queues the sentence for whoever sent the update; for a tap in the staff group it is the toast instead."""
    said = _said(update)
    if said is None:
        return None
    chat = ChatId(int(said["chat"]["id"]))
    private = said["chat"].get("type") == "private"
    with house.texts.speaking(await locale_of(desk, house, chat)):
        text = _text(error, error_id)
        if "callback_query" in update and not private:
            return plain(text)[:200]
        await desk.deliveries.add(await _delivery(desk, house, update, said, text, now))
    return None


def _said(update: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The message that the update is or was pressed under; None where nobody waits for an answer."""
    pressed = update.get("callback_query") or {}
    said = update.get("message") or update.get("edited_message") or pressed.get("message")
    return said if isinstance(said, Mapping) and isinstance(said.get("chat"), Mapping) else None


def _text(error: Exception, error_id: str) -> str:
    if isinstance(error, DomainError):
        return say(error.phrase)
    return _(
        "Something went wrong on our side. What you had handed over is safe.\n"
        "Please try once more. If it happens again, tell the council this number: {error_id}."
    ).format(error_id=escaped(error_id))


async def _delivery(
    desk: Desk, house: House, update: Mapping[str, Any], said: Mapping[str, Any], text: str, now: datetime
) -> Delivery:
    chat, thread = int(said["chat"]["id"]), said.get("message_thread_id")
    private = said["chat"].get("type") == "private"
    in_group = chat == await staff_chat(desk, house)
    topic = await desk.topics.by_thread(chat, thread) if thread and said.get("is_topic_message") else None
    rows = column(Button(_("Menu"), "menu"), Button(_("Help"), "help")) if private else ()
    return Delivery(
        key=f"failure:{update.get('update_id')}",
        chat=STAFF_GROUP if in_group else ChatId(chat),
        content=message(Screen(text, rows), reply_to=None if private else said.get("message_id")),
        due=now,
        lane=Lane.INTERACTIVE,
        topic=topic,
    )


async def undeliverable(desk: Desk, house: House, delivery: OutboxRow, reason: str, now: datetime) -> None:
    """A message that cannot reach its person: the case's topic hears of it, so that another channel is used."""
    about = delivery.about or ""
    case = about.removeprefix("data:").removeprefix("appeal:")
    if delivery.chat < 0 or delivery.chat == STAFF_GROUP or not case.isdigit():
        return
    with house.texts.speaking(house.community.staff_language):
        text = (
            _("The data could not be sent: open the bot's private chat, press «Start», then press the button again.")
            if about.startswith("data:")
            else _(
                "A message could not reach the resident: the bot is blocked or the account is gone. Use the channel "
                "they named."
            )
        )
        await desk.deliveries.add(
            Delivery(
                key=f"undeliverable:{delivery.key}",
                chat=STAFF_GROUP,
                content=message(Screen(text)),
                due=now,
                topic=f"appeal:{case}",
            )
        )
