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
    return after if after.kind is before.kind else await without_a_stranger(desk, after)


async def without_a_stranger(desk: Desk, appeal: Appeal) -> Appeal:
    """The case as it is, or in nobody's hands where its executor may not work on it."""
    if appeal.executor is None:
        return appeal
    executor = Officer(appeal.executor, tuple(await desk.roles.of(appeal.executor)))
    return appeal if may_handle(executor, appeal) else replace(appeal, executor=None)


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
    await cards_again(desk, before, after, now)
    await tell_on_duty(desk, after, now)


async def cards_again(desk: Desk, before: Appeal, after: Appeal, now: datetime) -> None:
    """The private cards of whoever was on duty for it, brought to what they may see today."""
    for officer in await on_duty(desk, before):
        await _card_again(desk, after, officer, now)


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
