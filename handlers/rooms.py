"""The rooms that the menu leads to: each capability hangs its own door, so that the menu knows none of them by name."""

from collections.abc import Callable, Sequence

from handlers.house import House
from handlers.screens import Button

Door = Callable[[House], Sequence[Button]]
"""The buttons of a capability in this house; none where the community does not have it."""

DOORS: dict[str, Door] = {}
"""By the capability's name, in the order in which the dispatcher asks them; filled by the capabilities' files."""


def doors(house: House) -> Sequence[Button]:
    return [button for door in DOORS.values() for button in door(house)]
