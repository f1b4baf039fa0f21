"""The programme for everyone: what was promised, what is done, what was spent, on what nobody has reported; open data.

It says what the bot says: the words of a measure's card are the bot's own, and only published reports are told of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from markupsafe import Markup

from council.calendar import local_day
from council.links import LinkKind, url
from council.measures import STANDING_NAMES, Ledger, Standing, ledger
from council.phrases import NotFound
from council.programme import Measure, MeasureId
from council.progress import shown
from handlers import programme_data, reported
from handlers.residents import measure_card
from handlers.residents import programme_overview as overview
from handlers.residents import programme_words as words
from handlers.texts import _
from handlers.web.room import Asked, Door, Page, Room
from storage.desk import Desk

HOME = "/programme"


@dataclass(frozen=True)
class Line:
    """A measure in the list of its goal. `planned` and `spent` are words, with what the document leaves open."""

    measure: Measure
    standing: str
    planned: Markup
    spent: str


def _marked(text: str) -> Markup:
    """Words of the bot with its few tags: whatever came from outside is escaped in them already."""
    return Markup(text)  # noqa: S704


async def books(room: Room) -> Sequence[Ledger]:
    """Every programme in force with its published reports, read in one snapshot; the one that ends last first."""

    async def read() -> Sequence[Ledger]:
        async with room.storage.reading() as desk:
            return [await _book(room, desk, place) for place in range(len(await desk.programmes.current()))]

    found: Sequence[Ledger] = await room.kept("programmes", read)
    return found


async def _book(room: Room, desk: Desk, place: int) -> Ledger:
    programme = (await desk.programmes.current())[place]
    versions = await desk.programmes.versions(programme.id)
    reports = shown(await desk.progress.of_programme(programme.id))
    since = local_day(versions[0].made_at, room.house.community.zone)
    return ledger(programme, reports, room.today(), since)


async def _one(room: Room, prefix: str) -> Ledger:
    for book in await books(room):
        if book.programme.passport.prefix == prefix:
            return book
    raise NotFound("There is nothing under this number.")


async def show_all(room: Room, asked: Asked) -> Page:
    """The only programme at once; of several, or of none, a page that says so."""
    found = await books(room)
    if len(found) == 1:
        return _page(room, asked, found[0])
    told = [(book, _marked(overview.summary(book))) for book in found]
    return Page(room.html(asked, "programmes.html", books=told, home=HOME))


async def show_one(room: Room, asked: Asked) -> Page:
    return _page(room, asked, await _one(room, asked.named["programme"]))


def _page(room: Room, asked: Asked, book: Ledger) -> Page:
    wanted = asked.params.get("state", "")
    chosen = [one for one in book.programme.measures if wanted not in set(Standing) or book.standing(one) == wanted]
    return Page(
        room.html(
            asked,
            "programme.html",
            book=book,
            home=HOME,
            path=f"{HOME}/{book.programme.passport.prefix}",
            wanted=wanted if wanted in set(Standing) else "",
            wanted_name=_(STANDING_NAMES[Standing(wanted)]) if wanted in set(Standing) else "",
            period=_marked(overview.period(book)),
            counted=overview.measures_counted(book),
            states=_states(book),
            goals=_goals(book, chosen),
            years=_years(book),
            cost=[_marked(part) for part in overview.cost(room.house, book)[2:]],
            document=_marked(words.sentence(words.document(book.programme.passport.document))),
        )
    )


def _states(book: Ledger) -> Sequence[tuple[str, str, int]]:
    return [(one.value, _(STANDING_NAMES[one]), len(found)) for one, found in book.by_standing().items()]


def _goals(book: Ledger, chosen: Sequence[Measure]) -> Sequence[tuple[str, Sequence[Line]]]:
    """Operational goals with what was chosen of their measures; goals without any are left out."""
    groups: dict[str, list[Line]] = {}
    for measure in chosen:
        _goal, inner = book.programme.goals_of(measure)
        groups.setdefault(f"{inner.code}. {inner.title}", []).append(_line(book, measure))
    return list(groups.items())


def _line(book: Ledger, measure: Measure) -> Line:
    spent = book.spent(measure)
    told = words.sum_of(sum(spent.values(), Decimal())) if spent else _("no report yet")
    return Line(measure, words.standing(book, measure), _marked(words.total(measure.budget)), told)


def _years(book: Ledger) -> Sequence[tuple[str, str, str]]:
    """(year, planned, spent); the sum of all years last. Nothing planned is told where the document names no sums."""
    no_report, unnamed = _("no report yet"), _("the document names no sums")

    def row(name: str, year: int | None, spent: Decimal | None) -> tuple[str, str, str]:
        planned = words.sum_of(book.programme.total(year)) if book.programme.names_sums else unnamed
        return name, planned, no_report if spent is None else words.sum_of(spent)

    years = [row(str(year), year, book.spent_in(year)) for year in book.programme.years]
    return [*years, row(_("In all"), None, overview.all_spent(book))]


async def show_measure(room: Room, asked: Asked) -> Page:
    """The card of the bot, with the official text under it."""
    book = await _one(room, asked.named["programme"])
    measure = book.programme.find(MeasureId(asked.named["measure"]))
    if measure is None:
        raise NotFound("There is nothing under this number.")
    blocks = [*measure_card.shown(room.house, book, measure), measure_card.progress(book, measure)]
    blocks += [*_latest(book, measure), measure_card.source(book)]
    return Page(
        room.html(
            asked,
            "measure.html",
            measure=measure,
            path=f"{HOME}/{book.programme.passport.prefix}",
            programme=book.programme.passport.name,
            blocks=[_marked(block) for block in blocks],
            official=_marked(measure_card.official(book, measure)),
            bot=url(room.house.bot_username, LinkKind.MEASURE, measure.id),
        )
    )


def _latest(book: Ledger, measure: Measure) -> Sequence[str]:
    last = book.last(measure)
    return [reported.latest(last)] if last else []


async def send_data(room: Room, table: str, asked: Asked) -> Page:
    return Page((await _tables(room))[table].json(), "application/json")


async def send_sheet(room: Room, table: str, asked: Asked) -> Page:
    return Page("\ufeff" + (await _tables(room))[table].csv(), "text/csv", file=f"{table}.csv")


async def _tables(room: Room) -> Mapping[str, programme_data.DataTable]:
    return {**programme_data.tables(await books(room)), "codebook": programme_data.codebook()}


def title() -> str:
    return _("The programme")


def pages(room: Room) -> None:
    """Adds the pages; a community without a programme reads there that it has none yet."""
    room.doors.append(Door(HOME, title))
    room.signs.append(lambda desk: desk.programmes.sign())
    room.add(HOME, partial(show_all, room), takes=("state",))
    for table in ("measures", "indicators", "codebook"):
        room.add(f"{HOME}/{table}.json", partial(send_data, room, table))
        room.add(f"{HOME}/{table}.csv", partial(send_sheet, room, table))
    room.add(f"{HOME}/{{programme:[a-z0-9-]+}}", partial(show_one, room), takes=("state",))
    room.add(f"{HOME}/{{programme:[a-z0-9-]+}}/{{measure:[A-Za-z0-9_-]+}}", partial(show_measure, room))
