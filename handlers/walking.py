"""How an update finds its handler: the routers are laid out once as a flat list, in the order in which they are asked.

aiogram walks the tree of routers anew for each update, with a chain of middlewares at each of the thirty; of those
none has any but the dispatcher itself. A button carries the name of its factory, so only handlers of that factory, and
those that take every button, are asked about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.dispatcher.middlewares.user_context import UserContextMiddleware
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from aiogram.types.update import UpdateTypeLookupError

Conditions = tuple[FilterObject, ...]


@dataclass(frozen=True)
class Room:
    """Handlers of neighbouring routers under the same conditions. `pressed`: those to ask, by the factory's name.
    `spoken`: those to ask about a message that is no command.
    """

    conditions: Conditions
    handlers: Sequence[HandlerObject]
    pressed: Mapping[str, Sequence[HandlerObject]]
    spoken: Sequence[HandlerObject]

    def asked(self, event: TelegramObject) -> Sequence[HandlerObject]:
        if isinstance(event, CallbackQuery):
            return self.pressed.get((event.data or "").partition(":")[0], self.pressed[""])
        if isinstance(event, Message) and not (event.text or event.caption or "").lstrip().startswith("/"):
            return self.spoken
        return self.handlers


class Walker(Dispatcher):
    """aiogram's dispatcher, which asks the same handlers in the same order without walking the tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._rooms: dict[str, Sequence[Room]] = {}

    async def feed_update(self, bot: Bot, update: Update, **known: Any) -> Any:
        """aiogram's way leads through five middlewares, each with a copy of all that is known: who and where is asked
        here at once, and the state of the conversation by Entrance, with everything else.
        """
        place = UserContextMiddleware.resolve_event_context(update)
        try:
            kind, event = update.event_type, update.event
        except UpdateTypeLookupError:
            return UNHANDLED
        state = self.fsm.resolve_context(bot, place.chat_id, place.user_id, place.thread_id)
        known |= {"bot": bot, "event_from_user": place.user, "event_chat": place.chat, "state": state}
        return await self.propagate_event(kind, event, **known)

    async def _propagate_event(
        self, observer: TelegramEventObserver | None, update_type: str, event: TelegramObject, **kwargs: Any
    ) -> Any:
        if update_type not in self._rooms:
            self._rooms[update_type] = rooms(self, update_type)
        for room in self._rooms[update_type]:
            known = await _known(room.conditions, event, kwargs)
            for handler in room.asked(event) if known is not None else ():
                given = await _known(handler.filters or (), event, known)
                if given is not None:
                    return await handler.call(event, **given)
        return UNHANDLED


async def _known(conditions: Sequence[FilterObject], event: TelegramObject, known: Any) -> dict[str, Any] | None:
    """What is known besides when all of them hold, else None. One made with F is asked where it stands."""
    for condition in conditions:
        magic = condition.magic
        answer = magic.resolve(event) if magic is not None else await condition.call(event, **known)
        if not answer:
            return None
        if isinstance(answer, dict):
            known = known | answer
    return known  # type: ignore[no-any-return]


def rooms(root: Router, kind: str) -> Sequence[Room]:
    """The routers below as they are asked, neighbours under the same conditions together."""
    joined: list[tuple[Conditions, list[HandlerObject]]] = []
    for conditions, handlers in _laid_out(root, kind, ()):
        if joined and joined[-1][0] == conditions:
            joined[-1][1].extend(handlers)
        else:
            joined.append((conditions, list(handlers)))
    return [
        Room(conditions, handlers, _by_factory(handlers), [one for one in handlers if not _commanded(one)])
        for conditions, handlers in joined
        if handlers
    ]


def _laid_out(router: Router, kind: str, above: Conditions) -> Iterator[tuple[Conditions, Sequence[HandlerObject]]]:
    observer = router.observers[kind]
    if any((*observer.middleware, *(observer.outer_middleware if router.parent_router else ()))):
        raise ValueError(f"The router {router.name} has a middleware of its own, which would never be asked.")
    conditions = (*above, *(observer._handler.filters or ()))
    yield conditions, observer.handlers
    for below in router.sub_routers:
        yield from _laid_out(below, kind, conditions)


def _by_factory(handlers: Sequence[HandlerObject]) -> Mapping[str, Sequence[HandlerObject]]:
    """For each factory its own handlers and those that take any button, in their order; "" for every other button."""
    names = {_factory(handler) for handler in handlers} - {None}
    return {str(name or ""): [one for one in handlers if _factory(one) in (None, name)] for name in (None, *names)}


def _commanded(handler: HandlerObject) -> bool:
    return any(isinstance(one, Command) and one.prefix == "/" for one in _filters(handler))


def _filters(handler: HandlerObject) -> Sequence[Any]:
    return [condition.callback for condition in handler.filters or ()]


def _factory(handler: HandlerObject) -> str | None:
    """The name that buttons of this handler begin with; None where it may take others."""
    factories = (one.callback_data for one in _filters(handler) if isinstance(one, CallbackQueryFilter))
    return next((factory.__prefix__ for factory in factories if factory.__separator__ == ":"), None)
