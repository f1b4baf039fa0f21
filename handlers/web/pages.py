"""Every capability's public pages, joined: the one place that knows them all."""

from handlers.web import petitions
from handlers.web.room import Room


def public_pages(room: Room) -> Room:
    """The room with its pages and their doors, in the order in which people see them."""
    petitions.pages(room)
    return room
