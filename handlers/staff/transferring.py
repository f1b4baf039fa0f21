"""«Give to another department»: chosen under the card, said in the topic, shown on the card."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import transferring
from council.appeals import Appeal, AppealId, Kind
from council.deliveries import Call
from council.transferring import departments_for, must_be_possible
from handlers.house import House
from handlers.reader import Reader
from handlers.screens import Button, Id, Screen, column, message
from handlers.staff.cases import CasePress, in_hands
from handlers.texts import _, escaped
from handlers.turn import Turn


class Transfer(CallbackData, prefix="dt"):
    """A case and the department that gets it; an empty one asks which."""

    appeal: Id
    department: str = ""


def button(appeal: Appeal) -> Button:
    return Button(_("Give to another department"), Transfer(appeal=appeal.id).pack())


async def press(callback: CallbackQuery, callback_data: Transfer, turn: Turn) -> str:
    """Asks which department, then gives the case to it."""
    appeal = await turn.desk.appeals.get(AppealId(callback_data.appeal))
    await must_be_possible(turn.desk, appeal, turn.officer)
    if not callback_data.department:
        await turn.say(callback, _choice(turn, appeal), about=f"decide:{appeal.id}")
        return ""
    code, community = callback_data.department, turn.house.community
    await transferring.transfer(turn.desk, community, appeal.id, code, turn.officer, turn.now)
    return _("Done. The card shows the new department.")


def _choice(turn: Turn, appeal: Appeal) -> Screen:
    """Every department that may have it; a complaint is never offered to those it is about."""
    buttons = [
        Button(str(one.name), Transfer(appeal=appeal.id, department=one.code).pack())
        for one in departments_for(turn.house.community, appeal)
    ]
    if not buttons:
        return Screen(_("There is no other department to which this case may be given."))
    return Screen(_("To which department do you give {number}?").format(number=appeal.number), column(*buttons))


async def said(reader: Reader) -> Call:
    """In the topic, for the department that has it now. A complaint names none: its topic shows number and date."""
    appeal = await reader.appeal()
    lines = [_told(reader.house, appeal), *await in_hands(reader.desk, appeal)]
    take = Button(_("Take over"), CasePress(act="take", appeal=appeal.id).pack())
    return message(Screen("\n".join(lines), column(*([] if appeal.executor else [take]))))


def _told(house: House, appeal: Appeal) -> str:
    department = house.community.department(appeal.department)
    if department is None or appeal.kind is Kind.COMPLAINT:
        return _("<b>{number}</b> is given to another department.").format(number=appeal.number)
    told = _("<b>{number}</b> is given to another department: {department}.")
    return told.format(number=appeal.number, department=escaped(str(department.name)))


def router() -> Router:
    router = Router(name="transferring")
    router.callback_query.register(press, Transfer.filter())
    return router
