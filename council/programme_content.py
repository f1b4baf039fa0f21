"""The programmes of a content folder: `programmes/*.yaml`, each a document of schema `digital-programme/1`."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from council import plain, programme_check
from council.programme import Programme
from council.sources import ContentError, Fault, Severity, Source, read, shaped

FOLDER = "programmes"


def files(directory: Path) -> Sequence[Path]:
    """The documents of a community's folder, by name; none without a programme; plain sentences stand beside them."""
    return [file for file in sorted((directory / FOLDER).glob("*.yaml")) if file.name != plain.FILE.name]


def examined(source: Source) -> tuple[Programme | None, list[Fault]]:
    """The programme of a file as far as it has the right shape, and everything to say about it, notes too."""
    programme, faults = shaped(Programme, source)
    if programme is not None:
        faults += [source.fault(*found) for found in programme_check.contradictions(programme)]
        faults += [source.fault(*found, Severity.NOTE) for found in programme_check.remarks(programme)]
    return programme, faults


def check(directory: Path) -> tuple[Sequence[Programme], Sequence[Fault]]:
    """The programmes of a folder as far as they can be read, and everything to say about them, file by file."""
    found = [_examined(file, sha256(file.read_bytes()).hexdigest()) for file in files(directory)]
    readable = [
        (file, programme) for file, (programme, _said) in zip(files(directory), found, strict=True) if programme
    ]
    programmes = [programme for _file, programme in readable]
    faults = [fault for _programme, said in found for fault in said]
    for place, finding in programme_check.between(programmes):
        faults.append(read(readable[place][0]).fault(*finding))
    return programmes, faults


def load(directory: Path) -> Sequence[Programme]:
    """The programmes of a community, in the order of their files. Raises ContentError with every fault found."""
    programmes, said = check(directory)
    if faults := [fault for fault in said if fault.severity is Severity.FAULT]:
        raise ContentError(faults)
    return programmes


@lru_cache(maxsize=32)
def _examined(file: Path, _digest: str) -> tuple[Programme | None, Sequence[Fault]]:
    """Kept while the file says the same: a big document takes a third of a second."""
    try:
        return examined(read(file))
    except ContentError as error:
        return None, error.faults
