"""Every capability's public pages, joined: the one place that knows them all."""

from council.identity import IdentityProvider
from handlers.web import petitions, programme, signing, surveys
from handlers.web.room import Room


def public_pages(room: Room, provider: IdentityProvider | None = None) -> Room:
    """The room with its pages and their doors, in the order in which people see them.

    `provider` is asked who a signer is; without one nothing is signed here.
    """
    programme.pages(room)
    petitions.pages(room)
    surveys.pages(room)
    if provider is not None:
        signing.pages(room, provider)
    return room
