"""A file of tables as a programme of the schema: against the version that is in force, or as a new document."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.documents.tables import cells, goals, grids, indicators, money, rows, totals
from bot.documents.tables.goals import Tree
from bot.documents.tables.headers import Words, folded
from bot.documents.tables.rows import Found, GoalRow, Line
from council.phrases import DomainError, Phrase, _
from council.programme import Indicator, Measure, PlanStep, Programme, Schedule, ScheduleType
from council.programme_parts import Passage


@dataclass(frozen=True)
class Fresh:
    """What a table does not say of a programme that is not known yet; empty where the file's own words shall do."""

    id: str = ""
    prefix: str = ""
    title: str = ""
    years: tuple[int, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Something that was understood in one of several ways, or not at all: whose row, what, and where it stands."""

    code: str
    said: Phrase
    place: Phrase | None = None


@dataclass(frozen=True)
class Imported:
    """The programme as the file states it, the version it was read against, and what somebody should look at."""

    programme: Programme
    base: Programme | None
    doubts: Sequence[Doubt] = ()


@dataclass
class Draft:
    """A row on its way to a measure."""

    line: Line
    code: str
    title: str
    goal: str = ""
    generated: bool = False
    before: Measure | None = None


@dataclass
class _Desk:
    """What is at hand while one file is read."""

    file: str
    found: Found
    base: Programme | None
    tree: Tree
    years: Sequence[int]
    bodies: Sequence[str] = ()
    doubts: list[Doubt] = field(default_factory=list)


def imported(
    file: Path,
    known: Words,
    programmes: Sequence[Programme] = (),
    fresh: Fresh | None = None,
    departments: Sequence[str] = (),
) -> Imported:
    """Reads the file against the programme of `programmes` that it is a version of.

    With `fresh`, as a new document. `departments` are names that no comma divides. Raises DomainError where no table
    of measures is found.
    """
    found = rows.found(grids.read(file), known)
    lines = list(rows.measures(found))
    if not lines:
        no_table = _("No table of measures was found in {file}. Compare it with the template, or give --columns.")
        raise DomainError(no_table, file=file.name)
    base = None if fresh is not None else _base(found, programmes)
    text = _("the column “{heading}” is not understood and was left out: name it in --columns")
    unknown = [Doubt("", Phrase(text, {"heading": heading})) for heading in dict.fromkeys(found.unknown)]
    unknown += [Doubt("", one.said, one.place) for one in found.unread]
    years = _period(found, base, fresh or Fresh(), file)
    desk = _Desk(
        file.name,
        found,
        base,
        Tree(base),
        years,
        _bodies([*programmes, *([base] if base else [])], departments),
        unknown,
    )
    drafts = _drafts(desk)
    measures = _measures(desk, drafts, fresh or Fresh(), file)
    return Imported(_programme(desk, drafts, measures, fresh or Fresh(), file), base, desk.doubts)


def _bodies(programmes: Sequence[Programme], departments: Sequence[str]) -> Sequence[str]:
    """Names of bodies that are known already: of the community's departments and of its programmes."""
    named = (body for programme in programmes for one in programme.measures for body in one.responsible_bodies)
    return list(dict.fromkeys([*departments, *named]))


def _base(found: Found, programmes: Sequence[Programme]) -> Programme | None:
    """The programme that shares most titles with the file; none where it shares less than a third."""
    titles = [_named(line)[1] for line in rows.measures(found)]

    def shared(programme: Programme) -> int:
        return sum(any(cells.same(title, measure.title) for measure in programme.measures) for title in titles)

    best = max(programmes, key=shared, default=None)
    return best if best is not None and shared(best) * 3 >= len(titles) else None


def _period(found: Found, base: Programme | None, fresh: Fresh, file: Path) -> Sequence[int]:
    """The years of the programme: as given, as known, as the columns have them, as its title says, as the terms do."""
    if base is not None:
        return base.years
    said = [int(year) for text in [file.stem, *found.words] for year in _range(text)]
    terms = [year for line in rows.measures(found) if (year := cells.term(line.text("schedule")).due)]
    years = fresh.years or tuple(sorted(found.years)) or tuple(said[:2]) or tuple(terms)
    if not years:
        raise DomainError(_("The file names no years. Give them: --years 2026-2028."))
    return range(min(years), max(years) + 1)


def _range(text: str) -> Sequence[str]:
    found = re.search(r"((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)", text)
    return found.groups() if found else ()


def _drafts(desk: _Desk) -> list[Draft]:
    """Every measure with its code, its title and its goal."""
    drafts: list[Draft] = []
    items = desk.found.measures
    for place, item in enumerate(items):
        if isinstance(item, GoalRow):
            desk.tree.row(item, items[place + 1] if place + 1 < len(items) else None)
        elif isinstance(item, Line):
            desk.tree.columns(item)
            code, title = _named(item)
            if title and not _again(drafts, code, title, item):
                drafts.append(_placed(desk, Draft(item, code, title)))
    return _numbered(desk, drafts)


def _named(line: Line) -> tuple[str, str]:
    """(code, title): a title may carry its own number, or be the result that is expected."""
    cell = line.first("code")
    code = cells.code(cell.flat, cell.day)
    title = cells.sentence(_title_of(line))
    own, rest = cells.numbered(title)
    if own and (not code or cells.family(own) == cells.family(code) or cells.depth(own) > cells.depth(code)):
        code, title = own, rest
    return code, title or _untitled(line)


_DESCRIBED = re.compile(r"опис|зміст|характеристик")
_SENTENCE_ENDS = re.compile(r"(?<=[а-яіїєґ»)]{4})\.\s+(?=[А-ЯІЇЄҐ«])")


def _is_described(line: Line) -> bool:
    """«Назва проєкту, короткий опис»: one column holds the title and what follows it."""
    heading = folded(_heading(line, "title"))
    return "description" not in {c.field for c in line.layout.columns.values()} and bool(
        re.search(r"назв|наймен", heading) and _DESCRIBED.search(heading)
    )


def _parted(line: Line) -> tuple[str, str]:
    """(title, description) of such a column: at the end of the first paragraph, else of the first sentence."""
    text = line.text("title")
    paragraphs = cells.paragraphs(text)
    if len(paragraphs) > 1:
        return paragraphs[0], "\n".join(paragraphs[1:])
    cut = _SENTENCE_ENDS.search(text)
    return (text[: cut.start()], text[cut.end() :]) if cut else (text, "")


def _title_of(line: Line) -> str:
    return _parted(line)[0] if _is_described(line) else line.text("title")


def _beside_title(line: Line) -> str:
    return cells.sentence(_parted(line)[1]) if _is_described(line) else ""


def _untitled(line: Line) -> str:
    results = cells.listed(line.text("expected_results"))
    if results:
        return ". ".join(results)
    steps = [text for _n, text, _printed in cells.steps(line.text("steps"))]
    return cells.sentence(line.text("description")) or next(iter(steps), "")


def _again(drafts: Sequence[Draft], code: str, title: str, line: Line) -> bool:
    """Whether the row only repeats a measure (a table of goals before the plan); then what it adds is taken over."""
    for draft in drafts:
        if code and draft.code == code and cells.same(draft.title, title):
            for name, added in line.cells.items():
                if not draft.line.text(name):
                    draft.line.cells[name] = added
            draft.line.money = draft.line.money or line.money
            return True
    return False


def _placed(desk: _Desk, draft: Draft) -> Draft:
    draft.before = _before(desk.base, draft)
    if desk.tree.named or draft.before is None:
        draft.goal = desk.tree.home(draft.code)
    else:
        draft.goal = desk.tree.stay(draft.before.operational_goal)
    return draft


def _before(base: Programme | None, draft: Draft) -> Measure | None:
    """The measure of the version in force: of the same title, else of the same number if no other row has its title."""
    if base is None:
        return None
    by_title = next((one for one in base.measures if cells.same(one.title, draft.title)), None)
    by_code = [one for one in base.measures if draft.code and cells.family(one.code) == cells.family(draft.code)]
    return by_title or next(iter(by_code), None)


def _numbered(desk: _Desk, drafts: list[Draft]) -> list[Draft]:
    """Gives a number to what has none, and each measure of the version in force to one row only."""
    claimed = {id(d.before) for d in drafts if d.before is not None and cells.same(d.before.title, d.title)}
    taken: set[str] = set()
    for draft in drafts:
        if draft.before is not None and id(draft.before) in claimed and not cells.same(draft.before.title, draft.title):
            draft.before = None
        if draft.before is not None and (not draft.code or cells.family(draft.code) == cells.family(draft.before.code)):
            draft.code, draft.generated = draft.before.code, draft.before.generated
        elif not draft.code or draft.code in taken:
            draft.code, draft.generated = _free(draft, drafts, taken), True
        taken.add(draft.code)
    return drafts


def _free(draft: Draft, drafts: Sequence[Draft], taken: set[str]) -> str:
    used = taken | {other.code for other in drafts}
    return next(code for n in range(1, len(drafts) + 2) if (code := f"{draft.goal}.{n}") not in used)


def _measures(desk: _Desk, drafts: Sequence[Draft], fresh: Fresh, file: Path) -> tuple[Measure, ...]:
    prefix = desk.base.passport.prefix if desk.base else fresh.prefix or _prefix(fresh, file)
    number = max((_tail(one.id) for one in desk.base.measures), default=0) if desk.base else 0
    made = []
    for draft in drafts:
        number += draft.before is None
        made.append(_measure(desk, draft, draft.before.id if draft.before else f"{prefix}-m{number:02}"))
    return tuple(made)


def _tail(measure: str) -> int:
    found = re.search(r"(\d+)$", measure)
    return int(found[1]) if found else 0


def _measure(desk: _Desk, draft: Draft, measure: str) -> Measure:
    """The row over what was known before: a column that the table does not have changes nothing."""
    before, line, fields = draft.before, draft.line, desk.found.fields
    doubts: money.Doubts = []
    budget = money.budget(line, desk.found.unit, desk.years, before.budget if before else None, doubts)
    term = money.schedule(line, fields, budget, before.schedule if before else None)
    doubts += _thin(line, term)
    desk.doubts += [Doubt(draft.code, doubt, line.place) for doubt in doubts]
    own = {
        "id": measure,
        "code": draft.code,
        "generated": draft.generated,
        "operational_goal": draft.goal,
        "title": before.title if before and cells.same(before.title, draft.title) else draft.title,
        "budget": budget,
        "schedule": term,
        **_texts(line, fields, before, desk.bodies),
    }
    if before is not None:
        changed = before.model_copy(update=own)
        return before if changed == before else changed.model_copy(update={"source": _source(desk, line)})
    return Measure.model_validate({**own, "source": _source(desk, line)})


def _thin(line: Line, term: Schedule) -> Iterator[Phrase]:
    """A row that may be no measure, and a term that no date was found in."""
    if line.says <= {"title", "code"} and len(line.layout.columns) > _COLUMNS_OF_A_LIST:
        yield Phrase(_("the row has a title alone: if it is the end of the row above or a goal, correct the table"))
    said = line.text("schedule")
    if term.type is ScheduleType.NOT_STATED and len(said) > 1:
        text = _("column “{heading}”: no year and no date was found in “{cell}”; it is shown as it is written")
        yield Phrase(text, {"heading": _heading(line, "schedule"), "cell": cells.sentence(said)})


def _heading(line: Line, name: str) -> str:
    return next((column.heading for column in line.layout.columns.values() if column.field == name), "")


def _source(desk: _Desk, line: Line) -> Passage:
    return Passage(file=desk.file, lines=(line.row,))


_LISTS = {"expected_results": cells.listed, "indicators": cells.listed}
_COLUMNS_OF_A_LIST = 3


def _texts(line: Line, fields: set[str], before: Measure | None, bodies: Sequence[str]) -> Mapping[str, object]:
    """The columns of words that the table has."""
    found: dict[str, object] = {}
    if "description" not in fields and (told := _beside_title(line)):
        found["description"] = _kept(told, before.description if before else None)
    for name in ("description", "verification_source"):
        if name in fields:
            found[name] = _kept(cells.sentence(line.text(name)), getattr(before, name, None))
    for name, cut in _LISTS.items():
        if name in fields:
            found[name] = _kept_list(line.text(name), cut(line.text(name)), getattr(before, name, ()))
    if "responsible_bodies" in fields:
        text = line.text("responsible_bodies")
        known = before.responsible_bodies if before else ()
        found["responsible_bodies"] = _kept_list(text, cells.bodies(text, bodies), known)
    if "funding_sources" in fields:
        found |= _sources(line, before)
    if "steps" in fields:
        found["steps"] = _steps(line, before)
    return found


def _kept(text: str, before: str | None) -> str | None:
    """The text before where both say the same: apostrophes and spaces are no change of a programme."""
    return before if cells.same(text, before or "") else text or None


def _kept_list(text: str, items: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    return tuple(before) if cells.same(text, " ".join(before)) else tuple(items)


def _sources(line: Line, before: Measure | None) -> Mapping[str, object]:
    """Sources of money; «не потребує фінансування» is a text and no source."""
    text = line.text("funding_sources")
    flat = cells.sentence(text)
    if before is not None and before.funding_source_text and cells.same(flat, before.funding_source_text):
        return {}
    items = [] if cells.is_free(flat) else cells.sources(text)
    kept = _kept_list(text, items, before.funding_sources if before else ())
    return {"funding_sources": kept, "funding_source_text": flat if flat and flat != ", ".join(items) else None} | (
        {"funding_source_text": before.funding_source_text} if before and kept == before.funding_sources else {}
    )


def _steps(line: Line, before: Measure | None) -> tuple[PlanStep, ...]:
    read = cells.steps(line.text("steps"))
    known = before.steps if before else ()
    if cells.same_list([text for _n, text, _printed in read], [step.text for step in known]):
        return known
    return tuple(PlanStep(number=number, text=text, source_number=printed) for number, text, printed in read)


def _programme(
    desk: _Desk, drafts: Sequence[Draft], measures: Sequence[Measure], fresh: Fresh, file: Path
) -> Programme:
    served: dict[str, list[str]] = {}
    for measure in measures:
        served.setdefault(measure.operational_goal, []).append(measure.code)
    title = desk.base.passport.name if desk.base else fresh.title or _title(desk.found, file)
    base = _renumbered(desk.base, drafts)
    made = indicators.indicators(desk.found, measures, base, desk.years, desk.file)
    rows_of = {id(draft.line): measure for draft, measure in zip(drafts, measures, strict=True)}
    desk.doubts += [Doubt("", doubt) for doubt in totals.differences(desk.found, rows_of)]
    passport = base.passport if base else _passport(desk, fresh, title, file)
    known: dict[str, object] = {}
    if base is not None:
        known = {"community": base.community, "linked_strategy_tasks": base.linked_tasks}
        known |= {"source_notes": base.source_notes}
    return Programme.model_validate(
        {
            "schema": "digital-programme/1",
            "programme": passport,
            "goals": goals.goals(desk.tree, served, base, title),
            "measures": tuple(_with_refs(measure, made) for measure in measures),
            "indicators": made,
            **known,
        }
    )


def _renumbered(base: Programme | None, drafts: Sequence[Draft]) -> Programme | None:
    """The version in force with today's numbers of its measures, so that its indicators find them."""
    if base is None:
        return None
    new = {draft.before.code: draft.code for draft in drafts if draft.before and draft.before.code != draft.code}
    moved = tuple(
        one.model_copy(update={"measure_refs": tuple(new.get(ref, ref) for ref in one.measure_refs)})
        for one in base.indicators
    )
    parts = {name: getattr(base, name) for name in type(base).model_fields}
    return Programme.model_validate({**parts, "indicators": moved}) if new else base


def _with_refs(measure: Measure, made: Sequence[Indicator]) -> Measure:
    """What speaks of the measure, in the order that it was known in, and what is new."""
    there = [one.code for one in made if measure.code in one.measure_refs]
    refs = tuple(
        [ref for ref in measure.indicator_refs if ref in there]
        + [code for code in there if code not in measure.indicator_refs]
    )
    return measure if refs == measure.indicator_refs else measure.model_copy(update={"indicator_refs": refs})


def _passport(desk: _Desk, fresh: Fresh, title: str, file: Path) -> Mapping[str, object]:
    return {
        "id": fresh.id or _slug(file.stem),
        "prefix": fresh.prefix or _prefix(fresh, file),
        "title": title,
        "document": {"status": "unknown", "reference": file.name},
        "period": {"start": desk.years[0], "end": desk.years[-1]},
        "budget": totals.declared(desk.found),
    }


def _title(found: Found, file: Path) -> str:
    """A paragraph that names the programme, else the name of the file."""
    begins = re.compile(r"(?i)^[«\"]?(?:\w+\s+){0,2}(програма|стратегія|план)\b")
    named = (text for text in found.words if begins.match(text) and len(text) < 300)
    return next(named, file.stem)


def _prefix(fresh: Fresh, file: Path) -> str:
    return re.sub(r"[^a-z]", "", _slug(fresh.id or file.stem))[:3].ljust(3, "x")


_LATIN = (
    "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts ч=ch ш=sh щ=shch ь= ю=iu я=ia"
)
_LETTERS = dict(pair.split("=") for pair in _LATIN.split())


def _slug(text: str) -> str:
    """A name in Latin letters (CMU resolution 55 of 2010, without the letters that begin words)."""
    latin = "".join(_LETTERS.get(sign, sign) for sign in text.lower())
    return re.sub(r"[^a-z0-9]+", "-", latin).strip("-")[:40].strip("-") or "programme"
