"""Comments on measures are read before others see them; and of an answer to a linked case, what may be shown to all."""

from collections.abc import Sequence
from functools import partial

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import moderating
from council.appeals import Appeal, AppealId, Kind, State
from council.deliveries import ChatId, Notice
from council.forms import Filling, Form, Step, words
from council.forms import begin as begin_filling
from council.masking import masked
from council.opinions import REASONS, Opinion, OpinionId, OpinionState, Reason, must_moderate
from council.phrases import DomainError, Phrase
from council.phrases import _ as msgid
from council.ports import Desk
from council.programme import MeasureId
from handlers import forms, reported
from handlers.forms import Conversation
from handlers.questions import shown, way_button
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, escaped
from handlers.turn import Event, Turn

TITLE = 300
ANSWERED = frozenset({State.ANSWER_SHOWN, State.ANSWERED, State.CLOSED})


class Moderate(CallbackData, prefix="om"):
    """A button of a comment's card: `show`, `hide` (asks why), a reason, `files`."""

    act: str
    opinion: Id


class ReplyPress(CallbackData, prefix="pr"):
    """«Show people a reply» under a case that is linked to a measure."""

    appeal: Id


REPLY = Form(
    "public-reply",
    1,
    (
        Step(
            "reply",
            Phrase(
                msgid(
                    "What may everybody read of the council's answer? Two or three plain sentences, without names, "
                    "addresses and phones."
                )
            ),
            reads=words(600),
            title=msgid("Reply"),
        ),
    ),
)


async def card(desk: Desk, opinion: Opinion) -> Screen:
    """A comment as a moderator reads it: what looks personal is covered here, as everywhere in the group."""
    _programme, measure = await desk.programmes.measure(MeasureId(opinion.measure))
    files = len(await desk.attachments.of_draft(opinion.key))
    lines = [
        _("<b>A comment on a measure</b>"),
        f"{escaped(measure.code)} {escaped(reported.cut(measure.title, TITLE))}",
        f"<blockquote>{escaped(masked(opinion.text, None))}</blockquote>" if opinion.text else "",
        _("Files: {count}").format(count=files) if files else "",
        _stands(opinion),
    ]
    return Screen("\n".join(line for line in lines if line), column(*_buttons(opinion, files)))


def _stands(opinion: Opinion) -> str:
    if opinion.state is OpinionState.WAITING:
        return _("Others do not see it yet.")
    if opinion.reason is None:
        return _("<b>Others see it.</b>")
    return _("<b>Not shown</b>: {reason}.").format(reason=_(REASONS[opinion.reason]))


def _buttons(opinion: Opinion, files: int) -> Sequence[Button]:
    def button(text: str, act: str) -> Button:
        return Button(text, Moderate(act=act, opinion=opinion.id).pack())

    ways = [] if opinion.state is OpinionState.SHOWN else [button(_("Show it to all"), "show")]
    ways += [] if opinion.state is OpinionState.HIDDEN else [button(_("Do not show it"), "hide")]
    return [*ways, *([button(_("Show the files"), "files")] if files else [])]


async def press(callback: CallbackQuery, callback_data: Moderate, turn: Turn) -> str:
    """A button of the card; only for who moderates."""
    must_moderate(turn.officer)
    opinion = await turn.desk.opinions.get(OpinionId(callback_data.opinion))
    if callback_data.act == "hide":
        await turn.show(callback, _why(opinion))
        return ""
    if callback_data.act == "files":
        for file in await turn.desk.attachments.of_draft(opinion.key):
            await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": file.id}))
        return _("Sent to your private chat with the bot.")
    if callback_data.act not in {"show", *Reason}:
        return _("This button is no longer in use.")
    reason = None if callback_data.act == "show" else Reason(callback_data.act)
    decided = await moderating.decide(turn.desk, opinion.id, reason, turn.officer, turn.now)
    await turn.show(callback, await card(turn.desk, decided), about=f"opinion:{opinion.id}")
    return _("Done.")


def _why(opinion: Opinion) -> Screen:
    buttons = [
        Button(_(words_of), Moderate(act=reason.value, opinion=opinion.id).pack())
        for reason, words_of in REASONS.items()
    ]
    text = _("Why should others not see it? The author will read the reason.")
    back = Button(_("Show it to all"), Moderate(act="show", opinion=opinion.id).pack())
    return Screen(text, column(*buttons, back))


async def decided(desk: Desk, opinion: Opinion) -> Screen | None:
    """What the author hears; nothing while a moderator thinks again."""
    _programme, measure = await desk.programmes.measure(MeasureId(opinion.measure))
    about = escaped(reported.cut(measure.title, TITLE))
    if opinion.state is OpinionState.SHOWN:
        return Screen(_("Others can see your comment now.\n{measure}").format(measure=about))
    if opinion.reason is None:
        return None
    text = _(
        "Your comment is not shown to others: {reason}.\n{measure}\n\nIf you need an answer of the council, "
        "submit an appeal: it cannot be refused."
    )
    ways = column(Button(_("Submit an appeal"), "appeal:new"), Button(_("Menu"), "menu"))
    return Screen(text.format(reason=_(REASONS[opinion.reason]), measure=about), ways)


async def measure_line(desk: Desk, appeal: Appeal) -> Sequence[str]:
    """The line of a linked case's card that names its measure, and what people were shown of the answer."""
    linked = None if appeal.kind is Kind.COMPLAINT else await desk.opinions.case(appeal.id)
    if linked is None:
        return []
    line = _("Measure of the programme: {measure}").format(measure=escaped(linked.measure))
    shown_reply = [_("People were shown: {reply}").format(reply=escaped(linked.reply))] if linked.reply else []
    return [line, *shown_reply]


async def reply_button(desk: Desk, appeal: Appeal) -> Sequence[Button]:
    """Offered once a linked case is answered; a complaint stays between its author and the head."""
    if appeal.kind is Kind.COMPLAINT or appeal.state not in ANSWERED or await desk.opinions.case(appeal.id) is None:
        return []
    return [Button(_("Show people a reply on the measure"), ReplyPress(appeal=appeal.id).pack())]


async def ask_reply(callback: CallbackQuery, callback_data: ReplyPress, turn: Turn, state: FSMContext) -> str:
    must_moderate(turn.officer)
    if forms.in_form(await state.get_state()):
        raise DomainError(msgid("You are in the middle of a form. Finish it or cancel it first."))
    filling = begin_filling(REPLY, f"{turn.update_id:x}", {"_appeal": callback_data.appeal})
    await forms.keep(state, filling)
    await turn.say(callback, await forms.standing(turn, forms.CONVERSATIONS[REPLY.name], REPLY, filling))
    return ""


async def _review(turn: Turn, form: Form, filling: Filling) -> Screen:
    head = _("<b>Everybody will read on the card of the measure:</b>")
    button = partial(way_button, filling)
    ways = (button(_("Show to people"), "@send"), button(_("Change"), "@to-reply"), button(_("Cancel"), "@cancel"))
    return Screen(f"{head}\n\n{shown(filling.answers.get('reply'))}", column(*ways))


async def _finish(event: Event, turn: Turn, state: FSMContext, form: Form, filling: Filling) -> None:
    appeal = AppealId(int(filling.answers["_appeal"]))
    await moderating.show_reply(turn.desk, appeal, filling.answers["reply"], turn.officer, turn.now)
    await state.clear()
    await turn.show(event, Screen(_("People see this reply on the card of the measure now.")))


def _stopped(turn: Turn) -> Screen:
    return Screen(_("Stopped. People see nothing of it."))


def router() -> Router:
    router = Router(name="moderation")
    forms.CONVERSATIONS[REPLY.name] = Conversation(
        REPLY.name, lambda turn: REPLY, _review, _finish, _stopped, shelved=False, takes_files=False
    )
    router.callback_query.register(press, Moderate.filter())
    router.callback_query.register(ask_reply, ReplyPress.filter())
    return router
