"""A case of another kind: who may not see it any more does not, and who should now does."""

from dataclasses import replace
from datetime import datetime

from council.appeals import Appeal
from council.deliveries import STAFF_GROUP, ChatId, Delivery, Notice
from council.people import Officer, TelegramId
from council.ports import Desk
from council.rights import may_handle
from council.submitting import duty_key, on_duty, tell_on_duty


async def retyped(desk: Desk, before: Appeal, after: Appeal) -> Appeal:
    """The case without an executor who may not work on its new kind (393/96-ВР art. 7 keeps complaints apart)."""
    if after.kind is before.kind or after.executor is None:
        return after
    executor = Officer(after.executor, tuple(await desk.roles.of(after.executor)))
    return after if may_handle(executor, after) else replace(after, executor=None)


async def reshown(desk: Desk, before: Appeal, after: Appeal, now: datetime) -> None:
    """The topic gets its new name; cards in private chats show what their readers may see now."""
    if after.kind is before.kind:
        return
    await desk.deliveries.add(
        Delivery(
            key=f"topic_name:{after.id}:{after.version}",
            chat=STAFF_GROUP,
            topic=f"appeal:{after.id}",
            content=Notice("topic_name", {"appeal": after.id}),
            due=now,
        )
    )
    for officer in await on_duty(desk, before):
        await _card_again(desk, after, officer, now)
    await tell_on_duty(desk, after, now)


async def _card_again(desk: Desk, appeal: Appeal, officer: TelegramId, now: datetime) -> None:
    sent = await desk.deliveries.sent_as(duty_key(appeal, officer), ChatId(officer))
    if sent is not None:
        await desk.deliveries.add(
            Delivery(
                key=f"{duty_key(appeal, officer)}:{appeal.version}",
                chat=ChatId(officer),
                content=Notice("case_card_again", {"appeal": appeal.id, "message_id": sent}),
                due=now,
                about=f"duty:{appeal.id}",
            )
        )
