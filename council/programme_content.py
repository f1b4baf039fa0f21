"""The programmes of a content folder: `programmes/*.yaml`, each a document of schema `digital-programme/1`."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from council.programme import Programme
from council.sources import ContentError, Fault, Severity, Source, read, shaped

FOLDER = "programmes"
PLAIN = "plain.yaml"
"""Stands beside the documents: our plain sentences about their measures (council/plain.py)."""


def files(directory: Path) -> Sequence[Path]:
    """The documents of a community's folder, by name; none where it has no programme."""
    return [file for file in sorted((directory / FOLDER).glob("*.yaml")) if file.name != PLAIN]


def examined(source: Source) -> tuple[Programme | None, list[Fault]]:
    """The programme of a file as far as it has the right shape, and everything to say about it."""
    return shaped(Programme, source)


def load(directory: Path) -> Sequence[Programme]:
    """The programmes of a community, in the order of their files. Raises ContentError with every fault found."""
    found = [_examined(file, sha256(file.read_bytes()).hexdigest()) for file in files(directory)]
    faults = [fault for _programme, said in found for fault in said if fault.severity is Severity.FAULT]
    if faults:
        raise ContentError(faults)
    return [programme for programme, _said in found if programme is not None]


@lru_cache(maxsize=32)
def _examined(file: Path, _digest: str) -> tuple[Programme | None, list[Fault]]:
    """Kept while the file says the same: a big document takes a third of a second."""
    return examined(read(file))
