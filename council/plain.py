"""Plain sentences about measures: written by us, marked as not official, never required (`programmes/plain.yaml`)."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from council.fields import Part, Text
from council.phrases import Phrase, _
from council.programme import Programme
from council.sources import ContentError, Fault, Severity, UnfitError, read, shaped

FILE = Path("programmes") / "plain.yaml"
NAME_LIMIT = 32
"""Characters of a measure's short name: it stands on a button beside the measure's number."""


def _short(name: Text) -> Text:
    if max(len(name.uk), len(name.en)) <= NAME_LIMIT:
        return name
    message = Phrase(_("the name “{name}” is too long for a button"), {"name": name.uk})
    raise UnfitError(message, Phrase(_("use up to {limit} characters in each language"), {"limit": NAME_LIMIT}))


class Plain(Text):
    """One or two sentences on a measure, and its short name for buttons."""

    name: Annotated[Text, AfterValidator(_short)] | None = None


class PlainFile(Part):
    schema_tag: Literal["plain/1"] = Field(alias="schema")
    measures: dict[str, Plain] = {}


def check(directory: Path, programmes: Sequence[Programme]) -> tuple[Mapping[str, Plain], Sequence[Fault]]:
    """The sentences by the measure's id, and everything to say about their file; without the file there are none."""
    file = directory / FILE
    if not file.exists():
        return {}, ()
    try:
        source = read(file)
    except ContentError as error:
        return {}, error.faults
    plain, faults = shaped(PlainFile, source)
    measures = plain.measures if plain else {}
    known = [measure.id for programme in programmes for measure in programme.measures]
    for unknown in sorted(set(measures) - set(known)):
        message = Phrase(_("there is no measure with the code “{code}”"), {"code": unknown})
        remedy = Phrase(_("correct it, or remove these lines"))
        faults.append(source.fault(("measures", unknown), message, remedy, Severity.NOTE))
    if plain and (missing := [measure for measure in known if measure not in measures]):
        message = Phrase(_("these measures have no plain sentences: {measures}"), {"measures": ", ".join(missing)})
        remedy = Phrase(_("write one or two, or leave it: residents see the official words then"))
        faults.append(source.fault(("measures",), message, remedy, Severity.NOTE))
    return measures, faults


def load(directory: Path, programmes: Sequence[Programme]) -> Mapping[str, Plain]:
    """Raises ContentError with every fault of the file."""
    plain, said = check(directory, programmes)
    if faults := [fault for fault in said if fault.severity is Severity.FAULT]:
        raise ContentError(faults)
    return plain
