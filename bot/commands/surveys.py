"""`export surveys`: figures as a workbook, CSV with a codebook, and JSON; small groups are withheld as everywhere."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from bot.commands import DONE, PROBLEMS
from bot.commands.database import opened
from bot.console import complain, language, spoken
from bot.documents import survey_tables
from bot.settings import Settings
from council import community as communities
from council import survey_files
from council.phrases import DomainError, Phrase, _
from council.survey import Survey
from council.survey_catalogue import catalogue
from handlers import survey_data
from handlers.survey_data import Told
from handlers.texts import Catalogues
from storage.desk import Desk

KINDS = ("xlsx", "csv", "json")


async def export(settings: Settings, given: argparse.Namespace) -> int:
    """Writes the files of one survey or of all that anybody began."""
    try:
        async with opened(settings) as storage:
            community = communities.load(settings.content_dir)
            async with storage.reading() as desk:
                known = await catalogue(desk, survey_files.load(settings.content_dir))
                waves = [
                    await survey_data.told(desk, survey, wave, community)
                    for survey in _chosen(known, given.survey).values()
                    for wave in await _waves(desk, survey.id, given.wave)
                ]
            for file in _written(given.to, waves, community, given.survey or "surveys"):
                print(spoken(Phrase(_("Written: {file}"), {"file": str(file)})))
            return DONE
    except DomainError as error:
        complain(spoken(error.phrase))
        return PROBLEMS


def _chosen(known: Mapping[str, Survey], wanted: str | None) -> Mapping[str, Survey]:
    if wanted is None:
        return known
    if wanted not in known:
        raise DomainError(_("There is no such survey. Known are: {known}."), known=", ".join(sorted(known)))
    return {wanted: known[wanted]}


async def _waves(desk: Desk, survey: str, wanted: str | None) -> list[str]:
    return [wave for wave in await desk.surveys.waves(survey) if wanted in (None, wave)]


def _written(folder: Path, waves: list[Told], community: communities.Community, name: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    with Catalogues().speaking(language()):
        for kind in KINDS:
            for file, content in survey_tables.files(waves, community, kind, name).items():
                (folder / file).write_bytes(content)
                made.append(folder / file)
    return made


def add_to(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of the command line, under `export`."""

    def say(msgid: str) -> str:
        return spoken(Phrase(msgid))

    made = actions.add_parser("surveys", help=say(_("figures of surveys")))
    made.add_argument("survey", nargs="?", metavar="ID", help=say(_("one survey; all by default")))
    made.add_argument("--wave", metavar="2026-H2", help=say(_("one wave; all by default")))
    made.add_argument("--to", type=Path, default=Path("export"), metavar="DIR", help=say(_("the folder for the files")))
