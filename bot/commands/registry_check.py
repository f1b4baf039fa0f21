"""The lines of `check` on the hand-over: which ways are open, whether each can take something, and what is stuck."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlsplit

from bot.connectors import folder, mail, ways
from bot.connectors.registry_mail import is_secure
from bot.settings import Settings
from council import community
from council.community import Community
from council.handover_rules import Connector
from council.handover_watch import stuck_after
from council.phrases import Phrase, _
from council.sources import ContentError
from storage.house import Storage

PATIENCE = 15.0

Said = tuple[bool, Phrase]


async def ways_of(settings: Settings) -> AsyncIterator[Said]:
    """A line for each way; nothing is handed over by looking."""
    try:
        here = community.load(settings.content_dir, settings.timezone).connected(ways.connectors(settings))
    except ContentError:
        return
    if not here.connectors:
        yield True, Phrase(_("Cases are not handed over by the bot: an officer enters the registry's numbers by hand."))
    if (server := mail.server(settings)) is not None:
        if not is_secure(server):
            yield False, Phrase(_("Cases do not go by mail: MAIL_SECURITY=none would send people's data unprotected."))
        yield _mailbox(here)
    if settings.handover_folder is not None:
        yield _folder(settings)
    if settings.workflow_url is not None:
        yield await _system(settings.workflow_url)


def _mailbox(here: Community) -> Said:
    if Connector.MAIL in here.connectors:
        to = here.contacts.registry_email or here.workflow.mail.mailboxes[0].to
        return True, Phrase(_("Cases go by mail to {mailbox}."), {"mailbox": to})
    where = _("No mailbox of the registry is named (contacts: registry_email): cases do not go by mail.")
    return True, Phrase(where)


def _folder(settings: Settings) -> Said:
    place = settings.handover_folder
    assert place is not None
    why = folder.usable(place)
    if why is None:
        return True, Phrase(_("Cases go into the folder {folder}."), {"folder": str(place)})
    told = _("The folder {folder} takes nothing: {reason}. Mount it, or give the bot the right to write there.")
    return False, Phrase(told, {"folder": str(place), "reason": why})


async def _system(url: str) -> Said:
    """Only reached, never asked: a document system must not file a test."""
    address = urlsplit(url)
    host, secure = address.hostname or "", address.scheme == "https"
    try:
        async with asyncio.timeout(PATIENCE):
            context = ssl.create_default_context() if secure else None
            _reader, writer = await asyncio.open_connection(host, address.port or (443 if secure else 80), ssl=context)
            writer.close()
    except OSError as error:
        told = _("The document system at {host} is not reached ({reason}). Check WORKFLOW_URL and the network.")
        return False, Phrase(told, {"host": host, "reason": type(error).__name__})
    return True, Phrase(_("Cases go to the document system at {host}; it is reached."), {"host": host})


async def waiting(settings: Settings, storage: Storage, now: datetime) -> AsyncIterator[Said]:
    """What has not gone, and how many cases have no number yet."""
    try:
        after = stuck_after(community.load(settings.content_dir, settings.timezone))
    except ContentError:
        return
    async with storage.reading() as desk:
        rows, stuck = await desk.handovers.stuck(now - after, 1)
        count = sum(count for count, _since in (await desk.handovers.waiting()).values())
        _rows, unnumbered = await desk.handovers.unnumbered(now, 1)
    if rows:
        told = _("Hand-overs that are stuck: {count}, the oldest since {since} ({reason}).")
        yield False, Phrase(told, {"count": stuck, "since": rows[0].since, "reason": rows[0].reason or "—"})
    elif count or unnumbered:
        told = _("Waiting to be handed over: {count}; handed over and without a number: {unnumbered}.")
        yield True, Phrase(told, {"count": count, "unnumbered": unnumbered})
