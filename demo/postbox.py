"""A mail server that delivers to nobody: it takes letters and shows what was in them."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from types import TracebackType
from typing import Self

from demo.bell import Bell
from demo.clock import Clock

LARGEST = 30 * 1024 * 1024


@dataclass(frozen=True)
class Letter:
    at: datetime
    to: str
    subject: str
    text: str
    files: tuple[str, ...]


class Postbox:
    """Speaks as much SMTP as a client needs that neither logs in nor encrypts: on this machine only."""

    def __init__(self, clock: Clock, bell: Bell) -> None:
        self._clock, self._bell = clock, bell
        self.letters: list[Letter] = []
        self.host, self.port = "127.0.0.1", 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._talk, self.host, 0, limit=LARGEST)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._conversation(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _conversation(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 demo: nothing goes out from here\r\n")
        to: list[str] = []
        while line := await reader.readline():
            word = line.split(b" ")[0].strip().upper()
            if word == b"RCPT":
                to.append(line.decode(errors="replace").partition(":")[2].strip(" <>\r\n"))
            elif word == b"DATA":
                writer.write(b"354 go on\r\n")
                self._take(await reader.readuntil(b"\r\n.\r\n"), to)
                to = []
            elif word == b"QUIT":
                writer.write(b"221 bye\r\n")
                return
            writer.write(b"250 fine\r\n")
            await writer.drain()

    def _take(self, data: bytes, to: list[str]) -> None:
        raw = data.removesuffix(b".\r\n").replace(b"\r\n..", b"\r\n.")
        mail = message_from_bytes(raw, policy=policy.default)
        body = mail.get_body(("plain",))
        files = tuple(part.get_filename() or "?" for part in mail.iter_attachments())
        text = str(body.get_content()) if body else ""
        self.letters.append(Letter(self._clock.now(), ", ".join(to), str(mail["Subject"] or ""), text, files))
        self._bell.ring()
