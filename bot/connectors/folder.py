"""The folder connector: a package is a folder that appears whole, for a document system that watches a directory.

It is written under a name that begins with a dot, every file brought to the disk, `manifest.json` last, and renamed.
"""

import asyncio
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from bot.connectors import sev
from bot.documents.packages import Package, Piece, contents, piece
from council.community import Community
from council.handover_rules import Connector
from storage.files import Files

MANIFEST = "manifest.json"
BEGUN = "."
"""The first sign of a folder that is being written: programs that watch pass over such names."""


@dataclass(frozen=True)
class Folder:
    """Satisfies bot.connectors.handing_over.Way. `place` is HANDOVER_FOLDER."""

    place: Path
    community: Community
    connector: Connector = Connector.FOLDER

    async def carry(self, package: Package, files: Files) -> str:
        """Raises OSError: no folder, no right, no room. What stands there under this name was written before us."""
        final, begun = self.place / package.name, self.place / f"{BEGUN}{package.name}"
        if await asyncio.to_thread(final.exists):
            return self.place.name
        try:
            await self._write(begun, package, files)
            await asyncio.to_thread(_appear, begun, final)
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, begun, ignore_errors=True)
            raise
        return self.place.name

    async def _write(self, begun: Path, package: Package, files: Files) -> None:
        await asyncio.to_thread(_begin, begun)
        async for one, content in contents(files, package):
            await asyncio.to_thread(_put, begun / one.name, content)
        added = await self._sev(package, files)
        for one in added:
            await asyncio.to_thread(_put, begun / one.name, one.content)
        manifest = json.dumps(_manifest(package, added), ensure_ascii=False, indent=2).encode()
        await asyncio.to_thread(_put, begun / MANIFEST, manifest)

    async def _sev(self, package: Package, files: Files) -> list[Piece]:
        """The message of the exchange format 1207, where the community asks for it."""
        if not self.community.workflow.folder.sev_xml or package.handed is None:
            return []
        carried = replace(package, pieces=sev.fitting(package.pieces))
        told = [(one, content) async for one, content in contents(files, carried)]
        made = await asyncio.to_thread(sev.message, self.community, package, told)
        return [piece(sev.NAME, "application/xml", made)]


def _manifest(package: Package, added: list[Piece]) -> Mapping[str, object]:
    """What must be there; whoever takes the folder compares sizes and hashes."""
    return {
        "schema": "hromada-manifest/1",
        "id": str(package.key),
        "files": [
            {"name": one.name, "size": one.size, "sha256": one.sha256, "mime": one.mime}
            for one in (*package.pieces, *added)
        ],
    }


def _begin(begun: Path) -> None:
    """What a killed attempt left is taken away first. The place itself is never made: it may be an unmounted share."""
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(mode=0o770)


def _put(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _appear(begun: Path, final: Path) -> None:
    """A name is on the disk only when its folder is."""
    _sync(begun)
    begun.rename(final)
    _sync(final.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def usable(place: Path) -> str | None:
    """Why the folder cannot take anything, or None. Tries it with a folder of its own, which it takes away again."""
    trial = place / f"{BEGUN}hromada-check"
    try:
        _begin(trial)
        _put(trial / MANIFEST, b"{}")
    except OSError as error:
        return os.strerror(error.errno) if error.errno else type(error).__name__
    finally:
        shutil.rmtree(trial, ignore_errors=True)
    return None
