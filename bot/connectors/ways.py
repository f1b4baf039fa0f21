"""Which ways to hand cases over the settings of this house open, and what each lacks."""

from collections.abc import Iterator

from bot.connectors import mail
from bot.connectors.document_system import DocumentSystem
from bot.connectors.folder import Folder
from bot.connectors.handing_over import Way
from bot.connectors.registry_mail import RegistryMail, is_secure
from bot.settings import Settings
from council.clock import Clock
from council.handover_rules import Connector
from handlers.house import House


def connectors(settings: Settings) -> frozenset[Connector]:
    """The ways that are set up; whether a mailbox is named, the community says (council.community)."""
    server = mail.server(settings)
    there = {
        Connector.MAIL: server is not None and is_secure(server),
        Connector.FOLDER: settings.handover_folder is not None,
        Connector.HTTP: settings.workflow_url is not None,
    }
    return frozenset(way for way, is_there in there.items() if is_there)


def opened(settings: Settings, house: House, clock: Clock) -> Iterator[Way]:
    """The ways themselves."""
    server, folder, url = mail.server(settings), settings.handover_folder, settings.workflow_url
    for connector in house.community.connectors:
        if connector is Connector.MAIL and server is not None:
            yield RegistryMail(server, house, clock, hears=settings.has("imap"))
        if connector is Connector.FOLDER and folder is not None:
            yield Folder(folder, house.community)
        if connector is Connector.HTTP and url is not None and settings.workflow_secret is not None:
            yield DocumentSystem(url, settings.workflow_secret.get_secret_value(), clock)
