"""The package of one matter: card.pdf, card.json and the attachments under safe names, made when it is handed over."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from bot.documents import cards
from council.appeals import Attachment
from council.handover_rules import Connector, Handover, Matter, guid
from council.links import LinkKind, url
from council.mail_tokens import token_of
from council.package import Handed, facts, folder_name, safe_names
from handlers.house import House
from storage.desk import Desk
from storage.files import Files

CARD_PDF, CARD_JSON = cards.NAME, "card.json"


@dataclass(frozen=True)
class Piece:
    """A file of a package. `stored` says where an attachment lies: fifty of them are never all in memory."""

    name: str
    mime: str
    size: int
    sha256: str
    content: bytes = b""
    stored: str = ""


@dataclass(frozen=True)
class Package:
    """Everything of one matter; `pieces` begins with what the bot made. Of a journal `handed` is None.

    `name` is of a folder: plain Latin, nothing of a person. `key` is the idempotency key.
    """

    handover: Handover
    name: str
    key: UUID
    pieces: Sequence[Piece]
    handed: Handed | None = None

    @property
    def attachments(self) -> Sequence[Piece]:
        return [piece for piece in self.pieces if piece.stored]


async def handed(desk: Desk, house: House, handover: Handover) -> Handed:
    """The matter of a row, from the truth of this moment."""
    appeal = await desk.appeals.get(handover.case)
    message = await desk.appeals.message(handover.message) if handover.message is not None else None
    files = await _files(desk, handover)
    link = url(house.bot_username, LinkKind.CASE, appeal.id)
    whole = Handed(handover, appeal, message, safe_names(files), link)
    return whole if handover.connector is not Connector.MAIL else await _threaded(desk, whole)


async def _threaded(desk: Desk, matter: Handed) -> Handed:
    rows = await desk.handovers.of_appeal(matter.appeal.id)
    first = next((row for row in rows if row.connector is Connector.MAIL and row.matter is Matter.CASE), None)
    follows = first.part if first is not None and first.id != matter.handover.id else None
    return replace(matter, token=await token_of(desk, matter.appeal.id), follows=follows)


async def _files(desk: Desk, handover: Handover) -> Sequence[Attachment]:
    if handover.message is not None:
        return await desk.attachments.of_message(handover.message)
    return [] if handover.matter is Matter.WITHDRAWAL else await desk.attachments.of_appeal(handover.case)


async def packed(house: House, matter: Handed) -> Package:
    """Needs no unit of work: typst takes tens of milliseconds, and the database waits for nobody."""
    card = await cards.pdf(house, matter)
    told = json.dumps(facts(house.community, matter), ensure_ascii=False, indent=2).encode(errors="replace")
    files = [Piece(name, file.mime, file.size, file.sha256, stored=file.path) for name, file in matter.files]
    ours = [piece(CARD_PDF, "application/pdf", card), piece(CARD_JSON, "application/json", told)]
    key = guid(matter.appeal, matter.handover.key)
    return Package(matter.handover, folder_name(matter), key, [*ours, *files], matter)


def piece(name: str, mime: str, content: bytes) -> Piece:
    return Piece(name, mime, len(content), hashlib.sha256(content).hexdigest(), content)


async def contents(files: Files, package: Package) -> AsyncIterator[tuple[Piece, bytes]]:
    """Piece by piece, each read when its turn comes."""
    for one in package.pieces:
        yield one, await files.get(one.stored) if one.stored else one.content
