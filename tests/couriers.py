"""`main(["run"])`: the couriers of a house alone, in a process of their own that can be killed at any moment.

COURIERS is the JSON of where things are: data, smtp (a port), url, inbox. It ends when nothing waits any more.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

import structlog

from bot.clock import SystemClock
from bot.connectors.document_system import DocumentSystem
from bot.connectors.folder import Folder
from bot.connectors.handing_over import Courier
from bot.connectors.mail import Server
from bot.connectors.registry_mail import RegistryMail
from council.workflow import FolderWay
from handlers.house import House
from handlers.texts import KYIV, Catalogues
from storage.files import Files
from storage.house import Storage
from storage.keys import Keyring
from tests.bot.registry import SECRET, koriukivka

FROM = "rada@example.org"


def main(_arguments: list[str]) -> int:
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=sys.stderr))
    asyncio.run(_carried(json.loads(os.environ["COURIERS"])))
    return 0


async def _carried(told: dict[str, str]) -> None:
    clock, keyring = SystemClock(), Keyring.parse(told["keys"])
    community = koriukivka(folder=FolderWay(sev_xml=True))
    house = House(community, Catalogues(), frozenset({1}), None, "bot", KYIV)
    storage = await Storage.open(f"sqlite://{told['data']}/bot.db", keyring, clock.now())
    async with storage.unit() as desk:
        await desk.handovers.free()
    server = Server("127.0.0.1", int(told["smtp"]), "none", None, None, FROM)
    ways = (
        RegistryMail(server, house, clock),
        Folder(Path(told["inbox"]), community),
        DocumentSystem(told["url"], SECRET, clock),
    )
    files = Files(Path(told["data"]), keyring)
    await asyncio.gather(*(_until_done(Courier(way, storage, files, house, clock, lambda: None)) for way in ways))
    await storage.close()


async def _until_done(courier: Courier) -> None:
    while await courier.once():
        pass
