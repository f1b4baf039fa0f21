"""`programme`: a workbook to fill in, what a table would change, and the change itself with its decision."""

import argparse
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from bot.clock import SystemClock
from bot.commands import DONE, PROBLEMS
from bot.console import complain, spoken
from bot.documents.tables import headers, template
from bot.documents.tables.programme import Fresh, Imported, imported
from bot.keys import keys
from bot.settings import Settings
from council import community as communities
from council import programme_content
from council.phrases import DomainError, Phrase, _
from council.programme import Money, Programme
from council.programme_changes import Change, ChangeKind, Subject, changes
from council.programme_check import contradictions
from council.programme_versions import Origin, Revision
from council.revising import revise
from storage.house import Storage, sqlite_file

NOT_TOLD = frozenset({"source_cells", "as_printed", "total_change"})
"""Parts of a change that say nothing new to a person."""
LONGEST = 160

KINDS = {
    ChangeKind.ADDED: _("new"),
    ChangeKind.CHANGED: _("changed"),
    ChangeKind.REMOVED: _("gone"),
}
SUBJECTS = {
    Subject.PASSPORT: _("passport"),
    Subject.GOAL: _("strategic goal"),
    Subject.OPERATIONAL_GOAL: _("operational goal"),
    Subject.MEASURE: _("measure"),
    Subject.INDICATOR: _("indicator"),
}


def make_template(file: Path, first_year: int | None) -> int:
    """Writes the workbook; three years from the next one where no first year is given."""
    template.write(file, first_year or SystemClock().now().year + 1)
    text = _("The workbook is made: {file}. Fill it in and see what it changes: programme preview {file}")
    _say(text, file=str(file))
    return DONE


async def load(settings: Settings, given: argparse.Namespace) -> int:
    """Shows what the table changes; with `--out` writes the document, with `--apply` makes it the version in force."""
    try:
        async with AsyncExitStack() as stack:
            storage = await _storage(settings, stack)
            known = await _known(settings, storage)
            departments = _departments(settings)
            result = imported(given.file, headers.words(given.columns), known, _fresh(given), departments)
            return await _done(storage, result, given)
    except DomainError as error:
        complain(spoken(error.phrase))
        return PROBLEMS


def _fresh(given: argparse.Namespace) -> Fresh | None:
    if not given.new:
        return None
    years = tuple(int(year) for year in given.years.replace("–", "-").split("-")) if given.years else ()
    return Fresh(given.id or "", given.prefix or "", given.title or "", years)


def _departments(settings: Settings) -> Sequence[str]:
    """Names of the community's bodies: a comma inside one divides nothing."""
    if not (settings.content_dir / communities.FILE).is_file():
        return ()
    community = communities.load(settings.content_dir)
    bodies = [body.name for body in community.programme_bodies]
    return [*bodies, *(department.name.uk for department in community.departments)]


async def _storage(settings: Settings, stack: AsyncExitStack) -> Storage | None:
    """The bot's own data; None where there are none yet: then the content folder says what is in force."""
    database = sqlite_file(settings.database)
    if database is not None and not database.is_file():
        return None
    storage = await Storage.open(settings.database, keys(settings).keyring, SystemClock().now())
    stack.push_async_callback(storage.close)
    return storage


async def _known(settings: Settings, storage: Storage | None) -> Sequence[Programme]:
    if storage is not None:
        async with storage.reading() as desk:
            if found := await desk.programmes.current():
                return found
    return programme_content.load(settings.content_dir)


async def _done(storage: Storage | None, result: Imported, given: argparse.Namespace) -> int:
    found = changes(result.base, result.programme)
    show(result, found)
    if given.out:
        given.out.write_text(written(result.programme), encoding="utf-8")
        _say(_("Written: {file}"), file=str(given.out))
    if not getattr(given, "apply", False):
        return DONE
    return await _apply(storage, result, found, given)


async def _apply(storage: Storage | None, result: Imported, found: Sequence[Change], given: argparse.Namespace) -> int:
    """Raises DomainError where the decision or the reason is missing, or where measures would silently go."""
    gone = [change for change in found if change.kind is ChangeKind.REMOVED and change.subject is Subject.MEASURE]
    if gone and not given.remove:
        raise DomainError(_("The table lacks measures that are in force (“gone” above). Add --remove if they end."))
    wrong = next(contradictions(result.programme), None)
    if wrong is not None:
        raise DomainError(_("The programme contradicts itself: {what}. Correct the table."), what=wrong[1])
    if storage is None:
        raise DomainError(_("There is no database yet: start the bot once, or write a content file with --out."))
    revision = Revision(Origin.IMPORT, given.decision or "", given.date, given.reason or "", given.by)
    async with storage.unit() as desk:
        version = await revise(desk, result.programme, revision, SystemClock().now())
    if version is None:
        _say(_("Nothing changes: the version in force says the same."))
    else:
        _say(_("Done: version {number} of the programme is in force. Residents see it at once."), number=version.number)
    return DONE


def show(result: Imported, found: Sequence[Change]) -> None:
    """What was read, what it changes, and what somebody should look at."""
    programme = result.programme
    _say(
        _("Read: {title}. Measures: {measures}, indicators: {indicators}, years {first}–{last}, money: {sum}."),
        title=programme.passport.name,
        measures=len(programme.measures),
        indicators=len(programme.indicators),
        first=programme.passport.period.start,
        last=programme.passport.period.end,
        sum=_money(programme),
    )
    if result.base is None:
        _say(_("No programme in force is like it: it is read as a new one."))
    elif not found:
        _say(_("Nothing changes."))
    for change in found:
        _show_change(change)
    for doubt in result.doubts:
        places = [spoken(doubt.place)] if doubt.place and doubt.place.msgid else []
        print("! " + ": ".join([*places, *([doubt.code] if doubt.code else []), spoken(doubt.said)]))


def _money(programme: Programme) -> Phrase:
    if not programme.names_sums:
        return Phrase(_("the document names no sums"))
    return Phrase(_("{sum} thousand hryvnias"), {"sum": programme.total()})


def _show_change(change: Change) -> None:
    subject, kind = spoken(Phrase(SUBJECTS[change.subject])), spoken(Phrase(KINDS[change.kind]))
    told = [field for field in change.fields if not NOT_TOLD & set(field.field.split("."))]
    if change.kind is ChangeKind.CHANGED and not told:
        return
    print(f"{kind}: {subject} {change.key} {change.title}".strip())
    for field in told:
        print(f"    {field.field}: {_short(field.old)} → {_short(field.new)}")


def _short(value: object) -> str:
    """One value of a field in a line."""
    if value is None or value == ():
        return spoken(Phrase(_("nothing")))
    if isinstance(value, Money):
        return str(value.amount if value.amount is not None else value.kind.value)
    text = "; ".join(_short(part) for part in value) if isinstance(value, tuple) else str(getattr(value, "text", value))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def written(programme: Programme) -> str:
    """The document as a file of the content folder: YAML of the schema."""
    data = programme.model_dump(mode="python", by_alias=True, exclude_defaults=True)
    whole = _plain({"schema": programme.schema_tag, **data})
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=110)


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date) or value is None or isinstance(value, bool | int):
        return value
    return str(value)


def _say(msgid: str, **params: object) -> None:
    print(spoken(Phrase(msgid, params)))


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The words of the command line."""

    def say(msgid: str) -> str:
        return spoken(Phrase(msgid))

    actions = commands.add_parser("programme", help=say(_("the programme's tables"))).add_subparsers(
        dest="action", required=True
    )
    blank = actions.add_parser("template", help=say(_("make a workbook with examples to fill in")))
    blank.add_argument("file", type=Path, metavar="FILE.xlsx")
    blank.add_argument("--from", dest="first_year", type=int, metavar="YEAR", help=say(_("the first of three years")))
    _add_file(actions.add_parser("preview", help=say(_("see what a table changes, and change nothing"))), say)
    load = actions.add_parser("import", help=say(_("read a table (.xlsx, .docx) and, with --apply, put it in force")))
    _add_file(load, say)
    load.add_argument("--apply", action="store_true", help=say(_("put it in force")))
    load.add_argument("--decision", metavar="№", help=say(_("number of the council's decision")))
    load.add_argument("--date", type=date.fromisoformat, metavar="YYYY-MM-DD", help=say(_("date of the decision")))
    load.add_argument("--reason", help=say(_("why, in a sentence that residents read")))
    load.add_argument("--by", default="", help=say(_("the post of who enters it, no name")))
    load.add_argument("--remove", action="store_true", help=say(_("measures that the table lacks are gone")))


def _add_file(parser: argparse.ArgumentParser, say: Callable[[str], str]) -> None:
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--columns", type=Path, metavar="FILE.yaml", help=say(_("words of headings and their fields")))
    parser.add_argument(
        "--out", type=Path, metavar="FILE.yaml", help=say(_("write it as a file of the content folder"))
    )
    parser.add_argument("--new", action="store_true", help=say(_("a new programme, no version of one that is known")))
    for name, text in (
        ("--id", _("its id, like my-hromada-2026-2028")),
        ("--prefix", _("three Latin letters that begin the ids of its measures")),
        ("--title", _("its title")),
        ("--years", _("its years, like 2026-2028")),
    ):
        parser.add_argument(name, help=say(text))
