"""What a new version of a programme changes: measures, indicators, goals and the passport, field by field."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from council.programme import Programme
from council.programme_parts import Record


class Subject(StrEnum):
    """What is changed; `key` of a Change is a measure's id, an indicator's or goal's code, and empty for the rest."""

    PASSPORT = "passport"
    GOAL = "goal"
    OPERATIONAL_GOAL = "operational_goal"
    MEASURE = "measure"
    INDICATOR = "indicator"


class ChangeKind(StrEnum):
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class FieldChange:
    """One field by its name in the schema (`budget.by_year.2024` for a cell of a table), None where nothing is."""

    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Change:
    """One record that differs between two versions; `title` is the later one's, or the earlier one's if removed."""

    subject: Subject
    key: str
    kind: ChangeKind
    title: str
    fields: tuple[FieldChange, ...] = ()


def changes(before: Programme | None, after: Programme | None) -> Sequence[Change]:
    """Everything that differs, in the order of the later document; None stands for no document at all.

    The lines of the source are no content of the programme, and are not compared.
    """
    old, new = _records(before), _records(after)
    gone = [key for key in old if key not in new]
    found = [_change(key, old.get(key), new.get(key)) for key in (*new, *gone)]
    return [change for change in found if change is not None]


Key = tuple[Subject, str]
NOT_COMPARED = frozenset({"source", "operational_goals"})


def _records(programme: Programme | None) -> Mapping[Key, Record]:
    if programme is None:
        return {}
    return {
        (Subject.PASSPORT, ""): programme.passport,
        **{(Subject.GOAL, goal.code): goal for goal in programme.goals},
        **{(Subject.OPERATIONAL_GOAL, goal.code): goal for _parent, goal in programme.operational_goals()},
        **{(Subject.MEASURE, measure.id): measure for measure in programme.measures},
        **{(Subject.INDICATOR, indicator.code): indicator for indicator in programme.indicators},
    }


def _change(key: Key, old: Record | None, new: Record | None) -> Change | None:
    there = new or old
    title = str(getattr(there, "title", None) or getattr(there, "name", ""))
    if old is None or new is None:
        return Change(*key, ChangeKind.ADDED if old is None else ChangeKind.REMOVED, title)
    fields = tuple(_fields("", old, new))
    return Change(*key, ChangeKind.CHANGED, title, fields) if fields else None


def _fields(path: str, old: object, new: object) -> Iterator[FieldChange]:
    """The differing leaves: records and tables are entered, a cell of money or a list is one value."""
    if old == new:
        return
    if isinstance(old, Record) and isinstance(new, Record):
        yield from _inside(path, _named(old), _named(new))
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _inside(path, old, new)
    else:
        yield FieldChange(path, old, new)


def _inside(path: str, old: Mapping[object, object], new: Mapping[object, object]) -> Iterator[FieldChange]:
    for name in dict.fromkeys((*new, *old)):
        yield from _fields(f"{path}.{name}".lstrip("."), old.get(name), new.get(name))


def _named(record: Record) -> Mapping[object, object]:
    fields: dict[object, object] = {
        name: getattr(record, name) for name in type(record).model_fields if name not in NOT_COMPARED
    }
    fields.update(record.model_extra or {})
    return fields
