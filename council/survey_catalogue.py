"""Every survey that people may meet here: those of the content, and those that the council built in the bot."""

from collections.abc import Mapping

from council.ports import Desk
from council.survey import Survey


async def catalogue(desk: Desk, shipped: Mapping[str, Survey]) -> Mapping[str, Survey]:
    """By id. A survey of the content keeps its id against a built one."""
    return {**await desk.built.met(), **shipped}
