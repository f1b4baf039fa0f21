"""How an update finds its handler: the routers are laid out once as a flat list, in the order in which they are asked.

aiogram walks the tree of routers anew for each update, with a chain of middlewares at each of the thirty; of those
none has any but the dispatcher itself. A button carries the name of its factory, so only handlers of that factory, and
those that take every button, are asked about it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject, HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery, TelegramObject

Conditions = tuple[FilterObject, ...]


@dataclass(frozen=True)
class Room:
    """Handlers of neighbouring routers under the same conditions. `pressed`: those to ask, by the factory's name."""

    conditions: Conditions
    handlers: Sequence[HandlerObject]
    pressed: Mapping[str, Sequence[HandlerObject]]

    def asked(self, event: TelegramObject) -> Sequence[HandlerObject]:
        if not isinstance(event, CallbackQuery):
            return self.handlers
        return self.pressed.get((event.data or "").partition(":")[0], self.pressed[""])


class Walker(Dispatcher):
    """aiogram's dispatcher, which asks the same handlers in the same order without walking the tree."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._rooms: dict[str, Sequence[Room]] = {}

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
    return [Room(conditions, handlers, _by_factory(handlers)) for conditions, handlers in joined if handlers]


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


def _factory(handler: HandlerObject) -> str | None:
    """The name that buttons of this handler begin with; None where it may take others."""
    made_by = (condition.callback for condition in handler.filters or ())
    factories = (one.callback_data for one in made_by if isinstance(one, CallbackQueryFilter))
    return next((factory.__prefix__ for factory in factories if factory.__separator__ == ":"), None)
