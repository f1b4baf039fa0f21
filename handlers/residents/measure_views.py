"""What residents think of a measure, on its card: figures of five people or more, and the way to add one's own view."""

from collections.abc import Sequence

from council.programme import Measure
from council.results import MEASURE, View, views_of_measure
from handlers.house import House
from handlers.residents.surveys import Opening
from handlers.screens import Button
from handlers.texts import _, number
from storage.desk import Desk


async def block(desk: Desk, measure: Measure) -> Sequence[str]:
    """Nothing of fewer than five."""
    view = await views_of_measure(desk, measure.id)
    return ["\n".join([f"<b>{_('What residents think')}</b>", *_lines(view)])] if view else []


def _lines(view: View) -> Sequence[str]:
    seen = _("See a result: {percent} %").format(percent=view.seen) if view.seen is not None else ""
    important = _("Importance: {mean} of 5").format(mean=_mean(view.importance)) if view.importance else ""
    done = _("Rating of what is done: {mean} of 5").format(mean=_mean(view.satisfaction)) if view.satisfaction else ""
    return [line for line in (_("Answered: {count}").format(count=number(view.answers)), seen, important, done) if line]


def _mean(value: float) -> str:
    return number(round(value, 1))


def buttons(house: House, measure: Measure) -> Sequence[Button]:
    if MEASURE not in house.surveys:
        return []
    return [Button(_("Rate this measure"), Opening(survey=MEASURE, subject=measure.id).pack())]
