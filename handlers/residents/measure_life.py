"""What lives around a measure: its latest report, who follows it, what people say of it and what the council replies.

The card (handlers/residents/programme.py) shows `sections` and offers `buttons`; goals offer `follow_button`.
"""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from council import progress, results
from council.appeal_form import wish_for
from council.appeals import AttachmentKind, Kind
from council.deliveries import ChatId, Notice
from council.following import ALL
from council.opinions import Opinion, OpinionId, OpinionState, Voices
from council.people import Resident
from council.phrases import NotFound
from council.phrases import _ as msgid
from council.ports import Desk
from council.programme import Measure, MeasureId
from council.progress import Report
from council.rounds import department_of
from handlers import forms, reported
from handlers.house import House
from handlers.residents.appeals import start_form
from handlers.residents.opinion import begin_opinion
from handlers.residents.programme_lists import MeasurePress
from handlers.residents.surveys import Opening
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, day, escaped, ngettext, number
from handlers.turn import Turn

QUOTED = 300
"""Characters of a comment on a card, and of a measure's title in a case."""
ON_CARD = 2
"""Comments and replies that stand on the card itself; the rest are a press away."""
PAGE = 5


class Life(CallbackData, prefix="ml"):
    """`act`: `follow`, `leave` (a target: a measure, a goal, `all`), `talk`, `comment`, `ask`, `propose`, `photos`."""

    act: str
    target: str


class VoicesPress(CallbackData, prefix="mv"):
    """What people say of a measure; `mine` is 1 for the reader's own district only."""

    measure: str
    mine: int
    page: int


class PhotoPress(CallbackData, prefix="mo"):
    """The photos of a shown comment."""

    opinion: Id


async def sections(desk: Desk, house: House, measure: Measure) -> Sequence[str]:
    """Blocks of the card, in Telegram's HTML: the latest published report, and what people say."""
    reports = progress.shown(await desk.progress.of_measure(measure.id))
    news = [reported.latest(reports[0])] if reports else []
    return [*news, *await _people(desk, house, measure)]


async def _people(desk: Desk, house: House, measure: Measure) -> Sequence[str]:
    """Counts, the latest shown words with their district, and what the council replied; nothing where nobody spoke."""
    voices, rated = await desk.opinions.voices(measure.id), await _rated(desk, measure)
    if voices == Voices() and not rated:
        return [_("<b>What people say</b>\nNobody has spoken of this measure yet. You can be the first.")]
    lines = [_("<b>What people say</b>"), *rated, *counts(voices)]
    lines += [_said(house, one, QUOTED) for one in await desk.opinions.shown(measure.id, ON_CARD)]
    replies = await desk.opinions.replies(measure.id, ON_CARD)
    lines += [_reply(one.reply) for one in replies]
    return ["\n".join(lines)]


async def _rated(desk: Desk, measure: Measure) -> Sequence[str]:
    """Only where so many have rated that nobody can be told apart (council.results.TOGETHER)."""
    view = await results.views_of_measure(desk, measure.id)
    if view is None:
        return []
    lines = [ngettext("Rated by {n} person", "Rated by {n} people", view.answers).format(n=number(view.answers))]
    if view.seen is not None:
        lines.append(_("See a result: {percent} %").format(percent=view.seen))
    if view.satisfaction is not None:
        lines.append(_("Satisfied with it, of 5: {mean}").format(mean=number(round(view.satisfaction, 1))))
    return lines


def counts(voices: Voices) -> Sequence[str]:
    """How many spoke, and how many of those who asked have their answer."""
    lines = []
    if voices.comments:
        lines.append(ngettext("{n} comment", "{n} comments", voices.comments).format(n=number(voices.comments)))
    if voices.questions:
        told = ngettext("{n} question, answered: {answered}", "{n} questions, answered: {answered}", voices.questions)
        lines.append(told.format(n=number(voices.questions), answered=number(voices.questions_answered)))
    if voices.proposals:
        told = ngettext("{n} proposal, answered: {answered}", "{n} proposals, answered: {answered}", voices.proposals)
        lines.append(told.format(n=number(voices.proposals), answered=number(voices.proposals_answered)))
    return lines


def _said(house: House, opinion: Opinion, size: int) -> str:
    """The words with the district, never with who said them."""
    district = house.community.district(opinion.district)
    where = escaped(str(district.name)) if district else _("a resident")
    words = escaped(reported.cut(opinion.text, size)) or _("a photo")
    return f"«{words}» ({where}, {day(opinion.said_at)})"


def _reply(text: str) -> str:
    return _("<b>The council replied:</b> {text}").format(text=escaped(text))


async def buttons(desk: Desk, house: House, measure: Measure, resident: Resident) -> Sequence[Button]:
    """What a resident may do from the card."""
    reports = progress.shown(await desk.progress.of_measure(measure.id))
    photos = await photos_of(desk, reports[0]) if reports else []
    ways = [Button(_("Say or ask"), Life(act="talk", target=measure.id).pack())]
    if await desk.opinions.count(measure.id):
        ways.append(Button(_("What people say"), VoicesPress(measure=measure.id, mine=0, page=0).pack()))
    if photos:
        text = _("Photos of the work: {count}").format(count=len(photos))
        ways.append(Button(text, Life(act="photos", target=measure.id).pack()))
    return [await follow_button(desk, measure.id, resident), *_rating(house, measure), *ways]


def _rating(house: House, measure: Measure) -> Sequence[Button]:
    """The survey «your view of a measure», where the council asks it."""
    if results.MEASURE not in house.surveys:
        return []
    return [Button(_("Rate this measure"), Opening(survey=results.MEASURE, subject=measure.id).pack())]


async def follow_button(desk: Desk, target: str, resident: Resident) -> Button:
    """Follows a measure, a goal (council.following.goal_target) or everything (ALL); followed already, it stops."""
    if target in await desk.following.of(resident.id):
        return Button(_("Stop following"), Life(act="leave", target=target).pack())
    text = _("Follow the whole programme") if target == ALL else _("Follow: tell me of news")
    return Button(text, Life(act="follow", target=target).pack())


async def photos_of(desk: Desk, report: Report) -> Sequence[int]:
    if not report.told.files_public:
        return []
    files = await desk.attachments.of_draft(report.files)
    return [file.id for file in files if file.kind is AttachmentKind.PHOTO]


async def press(callback: CallbackQuery, callback_data: Life, turn: Turn, state: FSMContext) -> str:
    acts = {
        "follow": _follow,
        "leave": _leave,
        "talk": _talk,
        "comment": _comment,
        "ask": _ask,
        "propose": _propose,
        "photos": _show_photos,
    }
    act = acts.get(callback_data.act)
    return await act(callback, turn, state, callback_data.target) if act else _("This button is no longer in use.")


async def _follow(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    await _must_exist(turn.desk, target)
    await turn.desk.following.add(turn.person.id, target, turn.now)
    text = _(
        "You follow it now. When progress, money or photos change, we write to you, at most twice a day and without "
        "a sound."
    )
    await turn.say(callback, Screen(text, column(*await _after(turn, target))))
    return _("You follow it now.")


async def _leave(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    await turn.desk.following.drop(turn.person.id, target)
    text = _("You do not follow it any more. No more news of it will come.")
    await turn.say(callback, Screen(text, column(*await _after(turn, target))))
    return _("Stopped.")


async def _after(turn: Turn, target: str) -> Sequence[Button]:
    back = [open_measure(target)] if "-" in target and "/" not in target else []
    return [await follow_button(turn.desk, target, turn.person), *back, Button(_("Menu"), "menu")]


def open_measure(measure: str) -> Button:
    """The way to a measure's card."""
    return Button(_("Open this measure"), MeasurePress(measure=measure).pack())


async def _must_exist(desk: Desk, target: str) -> None:
    """A target of an invented button is refused: nobody follows what does not exist. Raises NotFound."""
    if target == ALL:
        return
    if "/" not in target:
        await desk.programmes.measure(MeasureId(target))
        return
    prefix, _slash, code = target.partition("/")
    for programme in await desk.programmes.current():
        inner = [one for pair in programme.operational_goals() for one in pair]
        if programme.passport.prefix == prefix and code in {one.code for one in inner}:
            return
    raise NotFound(msgid("This goal is not in the programme any more."))


async def _talk(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    """Three ways to speak, each with what comes of it."""
    _programme, measure = await turn.desk.programmes.measure(MeasureId(target))
    lines = [
        f"<b>{escaped(reported.cut(measure.title, QUOTED))}</b>",
        _("<b>A comment</b>: what you think, or a photo. Others see it, without your name."),
        _("<b>A question</b> to the council: the answer comes to you within five working days."),
        _("<b>A proposal</b> to change this measure or add a new one: the council must answer within a month."),
    ]
    ways = [
        Button(_("Comment or send a photo"), Life(act="comment", target=measure.id).pack()),
        Button(_("Ask the council"), Life(act="ask", target=measure.id).pack()),
        Button(_("Propose a change to it"), Life(act="propose", target=measure.id).pack()),
        open_measure(measure.id),
    ]
    await turn.say(callback, await forms.with_form(state, Screen("\n\n".join(lines), column(*ways))))
    return ""


async def _comment(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    _programme, measure = await turn.desk.programmes.measure(MeasureId(target))
    if await _is_busy(callback, turn, state):
        return ""
    await begin_opinion(callback, turn, state, measure)
    return ""


async def _ask(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    return await _as_case(callback, turn, state, target, Kind.INFORMATION_REQUEST)


async def _propose(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    return await _as_case(callback, turn, state, target, Kind.PROPOSAL)


async def _as_case(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str, kind: Kind) -> str:
    """An ordinary case with its term in law; the measure is known, and the department that answers for it."""
    _programme, measure = await turn.desk.programmes.measure(MeasureId(target))
    if await _is_busy(callback, turn, state):
        return ""
    known = {**wish_for(kind), "category": ""}
    about = _("About the measure of the programme {code}: {title}")
    facts = {
        "_measure": measure.id,
        "_department": department_of(turn.house.community, measure),
        "_quote": about.format(code=measure.code, title=reported.cut(measure.title, QUOTED)),
        "_told": list(known),
    }
    await start_form(callback, turn, state, {**known, **facts})
    return ""


async def _is_busy(callback: CallbackQuery, turn: Turn, state: FSMContext) -> bool:
    """A form in progress is not lost: it must be finished or cancelled first."""
    if not forms.in_form(await state.get_state()):
        return False
    text = _("You are in the middle of a form. Finish it or cancel it first.")
    await turn.show(callback, Screen(text, column(Button(_("Continue my form"), "form:continue"))))
    return True


async def _show_photos(callback: CallbackQuery, turn: Turn, state: FSMContext, target: str) -> str:
    reports = progress.shown(await turn.desk.progress.of_measure(target))
    photos = await photos_of(turn.desk, reports[0]) if reports else []
    for photo in photos:
        await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": photo}))
    return "" if photos else _("There are no photos any more.")


async def voices(callback: CallbackQuery, callback_data: VoicesPress, turn: Turn) -> str:
    """What people say of a measure, newest first; of the reader's own district where they wish."""
    _programme, measure = await turn.desk.programmes.measure(MeasureId(callback_data.measure))
    own = turn.person.identity.district if turn.person.identity else ""
    district = own if callback_data.mine else ""
    count = await turn.desk.opinions.count(measure.id, district)
    page = max(0, min(callback_data.page, (count - 1) // PAGE))
    shown = await turn.desk.opinions.shown(measure.id, PAGE, page * PAGE, district)
    replies = [_reply(one.reply) for one in await turn.desk.opinions.replies(measure.id, PAGE)] if not page else []
    lines = [f"<b>{escaped(reported.cut(measure.title, QUOTED))}</b>", *replies]
    lines += [_said(turn.house, one, 600) for one in shown] or [_("Nobody from there has spoken yet.")]
    rows = (*await _photo_buttons(turn.desk, shown), *_voice_ways(measure, callback_data, page, count, own))
    await turn.say(callback, Screen("\n\n".join(lines), rows))
    return ""


async def _photo_buttons(desk: Desk, shown: Sequence[Opinion]) -> tuple[tuple[Button, ...], ...]:
    with_photos = [one for one in shown if await desk.attachments.of_draft(one.key)]
    texts = [reported.cut(_("Photo to: {words}").format(words=one.text or _("a photo")), 60) for one in with_photos]
    return column(
        *(Button(text, PhotoPress(opinion=one.id).pack()) for text, one in zip(texts, with_photos, strict=True))
    )


def _voice_ways(
    measure: Measure, pressed: VoicesPress, page: int, count: int, own: str
) -> tuple[tuple[Button, ...], ...]:
    def to(text: str, page_number: int, mine: int = pressed.mine) -> Button:
        return Button(text, VoicesPress(measure=measure.id, mine=mine, page=page_number).pack())

    turns = [*([to(_("‹ Previous"), page - 1)] if page else [])]
    turns += [to(_("Next ›"), page + 1)] if (page + 1) * PAGE < count else []
    only = [to(_("All districts"), 0, 0) if pressed.mine else to(_("Only my district"), 0, 1)] if own else []
    rows = ((*turns,), (*only,), (open_measure(measure.id),))
    return tuple(row for row in rows if row)


async def photo(callback: CallbackQuery, callback_data: PhotoPress, turn: Turn) -> str:
    """Only of what a moderator has shown."""
    opinion = await turn.desk.opinions.get(OpinionId(callback_data.opinion))
    if opinion.state is not OpinionState.SHOWN:
        raise NotFound(msgid("There is no such comment."))
    for file in await turn.desk.attachments.of_draft(opinion.key):
        await turn.tell(ChatId(turn.me), Notice("case_file", {"attachment": file.id}))
    return ""


def router() -> Router:
    router = Router(name="measure life")
    router.callback_query.register(press, Life.filter())
    router.callback_query.register(voices, VoicesPress.filter())
    router.callback_query.register(photo, PhotoPress.filter())
    return router
