"""The surveys of a house: those shipped with the bot, each replaced by the community's own file of the same id."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from council.phrases import Phrase, _
from council.sources import ContentError, Fault, Source, read, shaped
from council.survey import Survey
from council.survey_check import contradictions

SHIPPED = Path(__file__).resolve().parent.parent / "content" / "surveys"
FOLDER = "surveys"
"""Where a community keeps its own: `content/<community>/surveys/s1.yaml`."""

Surveys = Mapping[str, Survey]


def examined(source: Source) -> tuple[Survey | None, list[Fault]]:
    """The survey of a file as far as it has the right shape, and everything that is wrong with it."""
    survey, faults = shaped(Survey, source)
    if survey is None:
        return None, faults
    if survey.id != source.file.stem:
        message = Phrase(_("the file of the survey “{code}” has another name"), {"code": survey.id})
        remedy = Phrase(_("name the file {name}"), {"name": f"{survey.id}.yaml"})
        faults.append(source.fault(("id",), message, remedy))
    return survey, faults + [source.fault(*found) for found in contradictions(survey)]


def sources(folder: Path) -> tuple[Sequence[Source], list[Fault]]:
    """The files of a folder of surveys that can be read, and what stands in the way of the others."""
    found: list[Source] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml"), key=_by_number):
        try:
            found.append(read(path))
        except ContentError as error:
            faults += error.faults
    return found, faults


def _by_number(path: Path) -> tuple[int, str]:
    """s2 before s10."""
    digits = "".join(sign for sign in path.stem if sign.isdecimal())
    return int(digits or 0), path.stem


def load(directory: Path, shipped: Path = SHIPPED) -> Surveys:
    """The surveys of a community's folder by id. Raises ContentError with every fault found."""
    surveys: dict[str, Survey] = {}
    faults: list[Fault] = []
    for folder in (shipped, directory / FOLDER):
        readable, unreadable = sources(folder)
        faults += unreadable
        for source in readable:
            survey, wrong = examined(source)
            faults += wrong
            if survey is not None:
                surveys[survey.id] = survey
    if faults:
        raise ContentError(faults)
    return surveys
