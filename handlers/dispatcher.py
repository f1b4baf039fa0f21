"""The order in which conversations are asked whether an update is theirs. The last one answers everything."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.fsm.storage.base import BaseStorage
from aiogram.fsm.strategy import FSMStrategy
from aiogram.types import TelegramObject

from handlers import forms
from handlers.entrance import Entrance, FloodGuard, has_role, in_private, in_staff_group
from handlers.residents import (
    appeals,
    binding,
    followups,
    measure,
    measure_life,
    membership,
    menu,
    my,
    news,
    official,
    opinion,
    petitions,
    privacy,
    programme,
    programme_pictures,
    programme_search,
    signing,
    survey_results,
    surveys,
    together,
    unprompted,
)
from handlers.staff import (
    answers,
    assisted,
    builder,
    built_card,
    campaigns,
    cases,
    closing,
    codes,
    decisions,
    edits,
    handovers,
    leaving,
    lists,
    mailed,
    moderation,
    papers,
    publishing,
    reporting,
    reports,
    roles,
    setup,
    standing,
    stats,
    stats_charts,
    stats_tables,
    stats_words,
    survey_findings,
    survey_helped,
    survey_preview,
    transferring,
)
from handlers.staff import petitions as petition_desk
from handlers.walking import Walker


def build(fsm: BaseStorage) -> Dispatcher:
    """The dispatcher; its storage keeps the state of conversations in the update's own unit of work."""
    dispatcher = Walker(storage=fsm, fsm_strategy=FSMStrategy.USER_IN_TOPIC)
    for observer in (
        dispatcher.message,
        dispatcher.edited_message,
        dispatcher.callback_query,
        dispatcher.my_chat_member,
        dispatcher.chat_member,
    ):
        observer.outer_middleware(Entrance())
    guard = FloodGuard()
    dispatcher.message.outer_middleware(guard)
    alone = (setup.router(), standing.router(), membership.router(), leaving.router())
    dispatcher.include_routers(*alone, on_duty(), residents(), staff())
    for router in dispatcher.chain_tail:
        _keep_in_the_loop(router)
    return dispatcher


def _keep_in_the_loop(router: Router) -> None:
    """aiogram asks every filter made with F in a thread, which takes a hundred times as long as the answer."""
    for observer in router.observers.values():
        for asked in (*observer.handlers, observer._handler):
            for condition in asked.filters or ():
                if condition.magic is not None:
                    condition.callback, condition.awaitable = _awaited(condition.callback), True


def _awaited(resolve: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def asked(event: TelegramObject) -> Any:
        return resolve(event)

    return asked


def on_duty() -> Router:
    """Officers in their private chat (a starosta, an enterprise, who reports on a programme): the same buttons."""
    router = Router(name="on duty")
    router.message.filter(in_private, has_role)
    router.edited_message.filter(in_private, has_role)
    router.callback_query.filter(in_private, has_role)
    router.include_routers(*(room.router() for room in DUTIES), answers.private_router(), edits.private_router())
    return router


SURVEY_DESK = (
    stats,
    stats_charts,
    stats_tables,
    builder,
    built_card,
    survey_preview,
    survey_helped,
    publishing,
    stats_words,
    survey_findings,
)
"""Surveys as the staff have them: figures, builder, a helped walk, and giving results back."""

DUTIES = (
    lists,
    campaigns,
    assisted,
    cases,
    decisions,
    mailed,
    transferring,
    papers,
    handovers,
    reporting,
    reports,
    moderation,
    *SURVEY_DESK,
)
"""Rooms of officers in their private chats, in the order in which they are asked."""

ROOMS = (
    menu,
    my,
    binding,
    programme,
    measure,
    programme_search,
    programme_pictures,
    followups,
    official,
    together,
    surveys,
    survey_results,
    news,
    privacy,
    appeals,
    petitions,
    signing,
    measure_life,
    opinion,
    forms,
    unprompted,
)
"""Commands and the bottom keyboard come before the forms, the catch-all comes last."""


def residents() -> Router:
    """Private chats, room by room."""
    router = Router(name="residents")
    for observer in (router.message, router.edited_message, router.callback_query):
        observer.filter(in_private)
    router.include_routers(*(room.router() for room in ROOMS))
    return router


OFFICES = (
    reporting,
    reports,
    *SURVEY_DESK,
    codes,
    moderation,
    roles,
    cases,
    decisions,
    mailed,
    transferring,
    papers,
    handovers,
    petition_desk,
)
"""Rooms of the staff group, in the order in which they are asked; the forms come after them."""


def staff() -> Router:
    """The staff group only."""
    router = Router(name="staff")
    router.message.filter(in_staff_group)
    router.edited_message.filter(in_staff_group)
    router.callback_query.filter(in_staff_group)
    router.include_routers(
        lists.router(),
        campaigns.staff_router(),
        assisted.staff_router(),
        *(room.router() for room in OFFICES),
        forms.staff_router(),
        answers.router(),
        edits.router(),
        closing.router(),
    )
    return router
