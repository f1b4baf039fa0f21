"""A resident says what they think of a measure: words, a photo, or both; others see it after a moderator."""

from functools import partial

from aiogram import Router
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import moderating
from council.forms import Filling, Form, given
from council.programme import Measure, MeasureId
from handlers import forms, reported
from handlers.forms import Conversation
from handlers.questions import fields, shown, way_button
from handlers.residents.programme_lists import MeasurePress
from handlers.screens import Button, Screen, column
from handlers.texts import _, escaped
from handlers.turn import Event, Turn

TITLE = 300


async def begin_opinion(callback: CallbackQuery, turn: Turn, state: FSMContext, measure: Measure) -> None:
    """The form about this measure; who agreed to be remembered is not asked for the district."""
    known: dict[str, object] = {"_measure": measure.id}
    district = turn.person.identity.district if turn.person.identity else ""
    if turn.house.community.district(district):
        known |= {"district": district, "_known": ["district"]}
    await forms.begin(callback, turn, state, moderating.NAME, f"{turn.update_id:x}", known)


def _build(turn: Turn) -> Form:
    return moderating.form_of(turn.house.community)


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    """What will be seen, and by whom."""
    if filling.answers.get("_changing"):
        asked = [step for step in form.steps if step.name in given(form, filling)]
        return Screen(_("What would you like to change?"), fields(filling, asked))
    _programme, measure = await turn.desk.programmes.measure(MeasureId(filling.answers["_measure"]))
    district = turn.house.community.district(filling.answers.get("district") or "")
    files = len(await turn.desk.attachments.of_draft(filling.key))
    lines = [
        f"<b>{escaped(reported.cut(measure.title, TITLE))}</b>",
        shown(filling.answers.get("text")),
        _("District: {district}").format(district=escaped(str(district.name))) if district else "",
        _("Files: {count}").format(count=files) if files else "",
        _("A colleague of the council reads it first. Then others see it, without your name."),
    ]
    button = partial(way_button, filling)
    ways = (button(_("Send"), "@send"), button(_("Change"), "@change"), button(_("Cancel"), "@cancel"))
    return Screen("\n\n".join(line for line in lines if line), column(*ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    measure, text = filling.answers["_measure"], filling.answers.get("text") or ""
    district = filling.answers.get("district") or ""
    await moderating.say(turn.desk, measure, text, district, filling.key, turn.person, turn.now)
    await state.clear()
    told = _("Thank you. A colleague of the council will read it. We will write to you here when others can see it.")
    await turn.show(event, Screen(told, column(_open(measure), Button(_("Menu"), "menu"))))


def _open(measure: str) -> Button:
    return Button(_("Open this measure"), MeasurePress(measure=measure).pack())


def _cancelled(turn: Turn) -> Screen:
    return Screen(_("Stopped. Nothing was sent."), column(Button(_("Menu"), "menu")))


def router() -> Router:
    router = Router(name="opinion")
    forms.CONVERSATIONS[moderating.NAME] = Conversation(
        moderating.NAME, _build, _review, _finish, _cancelled, shelved=False
    )
    return router
