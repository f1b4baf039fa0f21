"""The staff work on a case in its topic: take it over, open the data, say that the letter went out."""

import html
from collections.abc import Sequence
from datetime import date

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from council import answering
from council.appeals import (
    FINAL,
    KIND_NAMES,
    RECEIPT_NAMES,
    STATE_NAMES,
    Appeal,
    AppealId,
    Attachment,
    CaseMessage,
    Kind,
    MessageKind,
    Reported,
    Signer,
    State,
    Submission,
)
from council.asides import BASIS_NAMES, Basis
from council.calendar import end_of
from council.community import Community, GroupText
from council.deadlines import Due, rolled_forward
from council.decisions import possible
from council.deliveries import ChatId, Notice
from council.handover_rules import Handover
from council.masking import masked_for, masked_place
from council.pages import PART, pages
from council.people import CHANNEL_NAMES, Identity
from council.ports import Desk
from council.repeats import earlier_number
from council.submitting import due_of
from handlers.house import House
from handlers.screens import Button, Id, Screen, column
from handlers.staff import handovers, moderation, papers
from handlers.texts import _, day, escaped, moment, ngettext, say
from handlers.turn import Turn

QUEUE_PAGE = 20
"""Cases that the queue message lists; the rest are counted."""


class CasePress(CallbackData, prefix="c"):
    """A button of a case's card: `take`, `data`, `posted`."""

    act: str
    appeal: Id


async def header(desk: Desk, house: House, appeal: Appeal) -> Screen:
    """The header card: always the truth, and no personal data (a complaint shows number and deadline only)."""
    community = house.community
    due = due_of(appeal, community)
    handed = await desk.handovers.of_appeal(appeal.id)
    lines = [
        f"<b>{appeal.number}</b>: {_(KIND_NAMES[appeal.kind])}",
        _("State: <b>{state}</b>").format(state=_(STATE_NAMES[appeal.state])),
        *_repeated(appeal),
        *_of_others(appeal.submission),
        *await _entered(desk, appeal),
        *_registry(appeal),
        _("Answer by <b>{day}</b>: {because}").format(day=day(due.day), because=say(due.because)),
        *_other_date(due, community),
        *_urgency(community, appeal),
        *_before_it_was_official(community, appeal),
        *(_unseen(appeal) if appeal.kind is Kind.COMPLAINT else await _matter(desk, community, appeal)),
        *await moderation.measure_line(desk, appeal),
        *await in_hands(desk, appeal),
        *await papers.lines(desk, appeal),
        *handovers.lines(handed),
    ]
    held = appeal.executor is not None and bool(await desk.roles.of(appeal.executor))
    return Screen("\n".join(lines), _buttons(appeal, held, await _ways(desk, appeal, handed)))


async def _ways(desk: Desk, appeal: Appeal, handed: Sequence[Handover]) -> Sequence[Button]:
    return [
        *await papers.buttons(desk, appeal),
        *await moderation.reply_button(desk, appeal),
        *handovers.buttons(appeal, handed),
        *await _slip_button(desk, appeal),
    ]


def _other_date(due: Due, community: Community) -> Sequence[str]:
    """The date that another reading of the law would give: for the staff to see, never for the clock."""
    other = rolled_forward(due, community) if due.moment == end_of(due.day, community.zone) else None
    return (
        [_("Another reading: {day}, {because}").format(day=day(other.day), because=say(other.because))] if other else []
    )


def _urgency(community: Community, appeal: Appeal) -> Sequence[str]:
    """Why the requester cannot wait five working days, until the registrar has decided on it."""
    words = appeal.submission.urgency
    if not words or appeal.kind is not Kind.INFORMATION_REQUEST or appeal.term or appeal.state in FINAL:
        return []
    asked = _("<b>The answer is asked for within 48 hours.</b> Decide on it: «More», «Decide whether it is urgent».")
    told = masked_for(words, appeal.submission) if community.group_text is GroupText.MASKED else words
    shown = "" if community.group_text is GroupText.NONE else _("Why: {reason}").format(reason=escaped(told[:500]))
    return [line for line in (asked, shown) if line]


def _before_it_was_official(community: Community, appeal: Appeal) -> Sequence[str]:
    told = reported(community, appeal.submission.reported)
    return [told] if told else []


def reported(community: Community, before: Reported | None) -> str:
    """What an official appeal was before, and what the council had promised then; empty for any other case."""
    if before is None:
        return ""
    told = _("It came as a problem report on {day}. The council's own promise for it: {promised}.")
    return told.format(day=day(community.local(before.received_at)), promised=day(community.local(before.promised)))


def _repeated(appeal: Appeal) -> Sequence[str]:
    """The sign of receipt «repeated» (CMU 858), and which appeal it repeats."""
    earlier = earlier_number(appeal)
    told = _("<b>Repeated</b>: {number} was answered, its author says that it is not solved.")
    return [told.format(number=earlier)] if earlier else []


def _of_others(submission: Submission) -> Sequence[str]:
    """Signs of the registration card, without a name: collective, and written by a representative."""
    count = len(submission.signers) + 1
    lines = [
        ngettext("Collective: {count} person", "Collective: {count} people", count).format(count=count)
        if submission.signers
        else "",
        _("Written by a representative: check the document of their powers.") if submission.represented else "",
    ]
    return [line for line in lines if line]


async def _entered(desk: Desk, appeal: Appeal) -> Sequence[str]:
    """Who wrote it down, when and how it came (a position, never a name), and whether its author reads here."""
    told = written_down(appeal)
    if not told:
        return []
    away = _("The person has no Telegram here: the answer goes only by the way they named.")
    return [told] if await _reads_here(desk, appeal) else [told, away]


async def _reads_here(desk: Desk, appeal: Appeal) -> bool:
    return (await desk.residents.get(appeal.resident)).has_telegram


def written_down(appeal: Appeal) -> str:
    """Empty for a case that its author submitted themselves."""
    entered = appeal.submission.entered
    if entered is None:
        return ""
    told = _("Written down for the person: {receipt}, {day}. By: {position}")
    how = _(RECEIPT_NAMES[entered.receipt])
    return told.format(receipt=how, day=day(entered.day), position=escaped(entered.position))


async def _slip_button(desk: Desk, appeal: Appeal) -> Sequence[Button]:
    if appeal.submission.entered is None or await _reads_here(desk, appeal):
        return []
    return [Button(_("Slip for the person"), f"slip:{appeal.id}")]


def _registry(appeal: Appeal) -> Sequence[str]:
    """The registry's number, once there is one; before it nobody says «registered»."""
    if not appeal.registry_index or appeal.registry_date is None:
        return []
    told = _("Registered: No. {index} of {day}")
    return [told.format(index=escaped(appeal.registry_index), day=day(appeal.registry_date))]


def _unseen(appeal: Appeal) -> Sequence[str]:
    """The topic of a complaint is read by everybody in the group, the one complained of perhaps among them."""
    if appeal.state in FINAL:
        return []
    how = _("What you write here the whole group reads. To work unseen, send the bot in private: /find {number}")
    return [how.format(number=appeal.number)]


async def _matter(desk: Desk, community: Community, appeal: Appeal) -> Sequence[str]:
    files = len(await desk.attachments.of_appeal(appeal.id))
    category, district = community.category(appeal.category), community.district(appeal.district)
    department = community.department(appeal.department)
    lines = [
        _("Topic: {topic}").format(topic=escaped(str(category.title))) if category else "",
        _("Department: {department}").format(department=escaped(str(department.name))) if department else "",
        _("District: {district}").format(district=escaped(str(district.name))) if district else "",
        _place(community, appeal),
        _("Files: {count}").format(count=files) if files else "",
        _text(community, appeal),
    ]
    return [line for line in lines if line]


def _place(community: Community, appeal: Appeal) -> str:
    """A problem has its place for all to see; a person's address has not."""
    place = appeal.submission.place
    if place is None or not (appeal.kind is Kind.PROBLEM_REPORT or appeal.submission.reported):
        return ""
    return _("Place: {place}").format(
        place=escaped(masked_place(place.words)) if place.words else _("on the map below")
    )


def _text(community: Community, appeal: Appeal) -> str:
    text = appeal.submission.text
    if community.group_text is GroupText.NONE:
        return ""
    if not text:
        return _("The text is a voice message or a photo: open the data.")
    shown = text if community.group_text is GroupText.FULL else masked_for(text, appeal.submission)
    rest = _("… the whole text opens with the data") if len(shown) > PART - 1000 else ""
    return f"\n<blockquote>{escaped(shown[: PART - 1000])}</blockquote>{rest}"


async def in_hands(desk: Desk, appeal: Appeal) -> Sequence[str]:
    """The position of the executor, never a name."""
    if appeal.executor is None:
        return [_("Nobody has taken it yet.")]
    grants = await desk.roles.of(appeal.executor)
    position = grants[0].position if grants else _("no role any more")
    return [_("In the hands of: {position}").format(position=escaped(position))]


def _buttons(appeal: Appeal, held: bool, letter: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    def button(text: str, act: str) -> Button:
        return Button(text, CasePress(act=act, appeal=appeal.id).pack())

    buttons = [button(_("Show the data in my private chat"), "data")]
    if not held and appeal.state not in FINAL:
        buttons.insert(0, button(_("Take over"), "take"))
    if possible(appeal):
        buttons.append(Button(_("More: register, ask, extend, forward…"), f"d:{appeal.id}:"))
    buttons += letter
    if appeal.state is State.ANSWER_SHOWN:
        buttons.append(button(_("The official answer is sent"), "posted"))
    return column(*buttons)


async def queue(desk: Desk, house: House) -> Screen:
    """Cases that came faster than Telegram lets topics be made: listed here, with a button each to take one."""
    listed, count = await desk.appeals.listed(QUEUE_PAGE), await desk.appeals.count_listed()
    if not count:
        return Screen(_("No cases are waiting in this queue."))
    lines = [f"<b>{case.number}</b>: {_queue_line(house.community, case)}" for case in listed]
    rest = [_("… and {count} more").format(count=count - len(listed))] if count > len(listed) else []
    head = _("<b>Many cases came at once.</b> Each gets its topic when someone takes it.")
    buttons = [Button(_("Take {number}").format(number=case.number), _take(case)) for case in listed]
    return Screen("\n".join([head, "", *lines, *rest]), column(*buttons))


def _queue_line(community: Community, case: Appeal) -> str:
    category = None if case.kind is Kind.COMPLAINT else community.category(case.category)
    about = str(category.title) if category else _(KIND_NAMES[case.kind])
    return _("{about}, answer by {day}").format(about=escaped(about), day=day(due_of(case, community).day))


def _take(case: Appeal) -> str:
    return CasePress(act="take", appeal=case.id).pack()


async def press(callback: CallbackQuery, callback_data: CasePress, turn: Turn) -> str:
    """A button of the card; the toast says what happened."""
    acts = {"take": take, "data": open_data, "posted": posted}
    act = acts.get(callback_data.act)
    return await act(turn, AppealId(callback_data.appeal)) if act else _("This button is no longer in use.")


async def take(turn: Turn, appeal_id: AppealId) -> str:
    await answering.take_over(turn.desk, appeal_id, turn.officer, turn.now)
    return _("You have taken this case.")


async def posted(turn: Turn, appeal_id: AppealId) -> str:
    today: date = turn.house.community.local(turn.now).date()
    await answering.posted(turn.desk, appeal_id, turn.officer, today, turn.now)
    return _("Noted: the official answer went out today.")


async def open_data(turn: Turn, appeal_id: AppealId) -> str:
    """Name, address and the unmasked text, for the one who pressed; the opening is logged."""
    appeal = await answering.open_data(turn.desk, appeal_id, turn.officer, str(turn.update_id), turn.now)
    chat, about = ChatId(turn.me), f"data:{appeal.id}"
    for part in range(len(pages(await _whole(turn.desk, turn.house, appeal)))):
        await turn.tell(chat, Notice("case_data", {"appeal": appeal.id, "part": part}), about=about)
    for file in await _files(turn.desk, appeal):
        await turn.tell(chat, Notice("case_file", {"attachment": file.id}), about=about)
    return _("Sent to your private chat with the bot.")


async def _files(desk: Desk, appeal: Appeal) -> Sequence[Attachment]:
    """Of the submission, and of what the applicant added later."""
    added = await _additions(desk, appeal)
    later = [file for message in added for file in await desk.attachments.of_message(message.id)]
    return [*await desk.attachments.of_appeal(appeal.id), *later]


async def _additions(desk: Desk, appeal: Appeal) -> Sequence[CaseMessage]:
    return [one for one in await desk.appeals.messages(appeal.id) if one.kind is MessageKind.ADDITION]


async def data_page(desk: Desk, house: House, appeal: Appeal, part: int) -> Screen:
    parts = pages(await _whole(desk, house, appeal))
    return Screen(escaped(parts[part]) if part < len(parts) else escaped(parts[-1]))


async def _whole(desk: Desk, house: House, appeal: Appeal) -> str:
    """Everything that the law asks for in an appeal (393/96-ВР art. 5), plain."""
    submission = appeal.submission
    head = f"{appeal.number}, {_(KIND_NAMES[appeal.kind])}, {moment(appeal.received_at)}"
    about = _("Complaint about: {whom}").format(whom=submission.complained_of) if submission.complained_of else ""
    who = _applicant(house, submission.applicant) if submission.applicant else _("No name was given.")
    others = _others(submission)
    text = submission.text or _("No text: see the files.")
    urgent = _("Why it is urgent: {reason}").format(reason=submission.urgency) if submission.urgency else ""
    added = [
        _("Added on {moment}: {text}").format(moment=moment(one.at), text=one.text)
        for one in await _additions(desk, appeal)
        if one.text
    ]
    entered = html.unescape(written_down(appeal))
    return "\n\n".join(part for part in (head, entered, who, *others, about, text, urgent, *added) if part)


def _others(submission: Submission) -> Sequence[str]:
    """For whom the applicant writes, and who signed with them: the law asks for the name and residence of each."""
    told = []
    if (other := submission.represented) is not None:
        basis = _(BASIS_NAMES[Basis(other.basis)])
        told.append(
            _("Writes for: {name}, {residence} ({basis})").format(
                name=other.name, residence=other.residence, basis=basis
            )
        )
    if submission.signers:
        told.append("\n".join([_("Together with:"), *map(_signer, submission.signers)]))
    return told


def _signer(signer: Signer) -> str:
    line = _("{name}, {residence}").format(name=signer.name, residence=signer.residence)
    return line if signer.confirmed else _("{person} (named by the contact person)").format(person=line)


def _applicant(house: House, applicant: Identity) -> str:
    district = house.community.district(applicant.district)
    benefits = [house.community.benefit(code) for code in applicant.benefits]
    lines = [
        str(applicant.name),
        _("Residence: {residence}").format(residence=applicant.residence) if applicant.residence else "",
        _("District: {district}").format(district=str(district.name)) if district else "",
        _("Answer: {channel} {contact}").format(channel=_(CHANNEL_NAMES[applicant.channel]), contact=applicant.contact)
        if applicant.channel
        else "",
        _("Statutory benefits: {benefits}").format(benefits=", ".join(str(one.title) for one in benefits if one))
        if any(benefits)
        else "",
    ]
    return "\n".join(line for line in lines if line)


def router() -> Router:
    router = Router(name="staff cases")
    router.callback_query.register(press, CasePress.filter())
    return router
