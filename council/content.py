"""The check of a content folder, for those who edit it: what must be corrected, and what residents will miss."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from council import plain, programme_content, survey_files
from council.community import FILE, Community, examined
from council.phrases import Phrase, _
from council.sources import ContentError, Fault, Severity, Source, read

__all__ = ["ContentError", "Fault", "Severity", "check", "faults_of"]


def check(directory: Path) -> Sequence[Fault]:
    """Everything to say about the folder, file by file in the order of lines: faults stop the start, notes do not."""
    try:
        source = read(directory / FILE)
    except ContentError as error:
        return error.faults
    community, faults = examined(source)
    notes = _notes(community, source) if community else ()
    programmes, said = programme_content.check(directory)
    more = sorted([*said, *plain.check(directory, programmes)[1]], key=lambda found: (found.file, found.line))
    surveys = _surveys(directory / survey_files.FOLDER)
    return [*sorted([*faults, *notes], key=lambda found: found.line), *more, *surveys]


def _surveys(folder: Path) -> Iterator[Fault]:
    """What is to say of the community's own surveys, file by file."""
    readable, unreadable = survey_files.sources(folder)
    yield from unreadable
    for source in readable:
        _survey, faults = survey_files.examined(source)
        yield from sorted([*faults, *_untranslated(source)], key=lambda found: found.line)


def faults_of(found: Sequence[Fault]) -> Sequence[Fault]:
    """Those that stop the start."""
    return [fault for fault in found if fault.severity is Severity.FAULT]


def _notes(community: Community, source: Source) -> Iterator[Fault]:
    for where, gap in community.gaps():
        message = Phrase(_("not ready for residents: {gap}"), {"gap": gap})
        yield source.fault(where, message, Phrase(_("add it when the council tells it")), Severity.NOTE)
    if community.counting.martial_law and community.counting.holidays:
        message = Phrase(_("the holidays are not used while martial law lasts"))
        remedy = Phrase(_("leave the list, or empty it"))
        yield source.fault(("counting", "holidays"), message, remedy, Severity.NOTE)
    yield from _untranslated(source)


def _untranslated(source: Source) -> Iterator[Fault]:
    for where in _without_english(source.data, ()):
        message = Phrase(_("this text has no English; readers of English will see it in Ukrainian"))
        yield source.fault(where, message, Phrase(_("add a line “en: …” below it")), Severity.NOTE)


def _without_english(data: object, where: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(data, dict):
        if data.get("uk") and not data.get("en"):
            yield where
        steps: Iterator[tuple[str | int, object]] = iter(data.items())
    else:
        steps = iter(enumerate(data)) if isinstance(data, list) else iter(())
    for step, inner in steps:
        yield from _without_english(inner, (*where, step))
