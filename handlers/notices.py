"""Messages by name: rendered when they are sent, in the reader's language, with the truth of that moment."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from council import campaigns, editing, letters
from council.accepting import TOPIC
from council.appeals import (
    KIND_NAMES,
    STATE_NAMES,
    Appeal,
    AppealId,
    Attachment,
    AttachmentId,
    Kind,
    MessageId,
    MessageKind,
)
from council.deliveries import STAFF_GROUP, Call, ChatId, Notice
from council.followups import FEEDBACK
from council.forms import Step
from council.handover_watch import TOPIC as HANDOVERS
from council.masking import masked_for
from council.office_mail import OfficeMailId
from council.opinions import OpinionId
from council.pages import pages
from council.people import Officer, ResidentId, TelegramId
from council.periods import Period
from council.phrases import Phrase
from council.programme import ProgrammeId
from council.progress import ReportId
from council.repeats import home
from council.reporting import Mark as RoundMark
from council.submitting import due_of
from council.warnings import Mark, silent, stamp
from handlers import alarms, campaign_notices, petition_notices
from handlers.answer_pages import answer_page
from handlers.house import House
from handlers.reader import Reader
from handlers.residents import programme_news, together
from handlers.screens import Button, Screen, album_call, column, edit, file_call, message, open_case, quiet
from handlers.staff import (
    cases,
    handovers,
    leaving,
    mailed,
    moderation,
    papers,
    reporting,
    reports,
    transferring,
    warnings,
)
from handlers.texts import _, day, escaped, say
from storage.desk import Desk


async def locale_of(desk: Desk, house: House, chat: ChatId) -> str:
    """The staff read the language of their group, a resident the one they chose."""
    if chat < 0 or chat == STAFF_GROUP:
        return house.community.staff_language
    resident = await desk.residents.known(TelegramId(chat))
    return (resident and resident.locale) or house.texts.default_locale


async def render(desk: Desk, house: House, notice: Notice, to: ChatId, topic: str | None, now: datetime) -> Call | None:
    """The call that says the notice; None where there is nothing to say any more."""
    reader = Reader(desk, house, notice.params, to, now)
    with house.texts.speaking(await locale_of(desk, house, to)):
        return await NOTICES[notice.name](reader)


async def topic_title(desk: Desk, house: House, name: str) -> tuple[str, int | None]:
    """The title of a topic that is to be made, up to 128 characters, and its colour."""
    with house.texts.speaking(house.community.staff_language):
        if name == TOPIC:
            return _("Programme"), None
        if name == HANDOVERS:
            return handovers.topic_title(), None
        if name == petition_notices.TOPIC:
            return petition_notices.topic_title(house), None
        if name.startswith(campaigns.TOPIC):
            return await campaign_notices.topic_title(desk, house, name), None
        if not name.startswith("appeal:"):
            return _("Queue of new cases"), None
        appeal = await desk.appeals.get(AppealId(int(name.removeprefix("appeal:"))))
        category = None if appeal.kind is Kind.COMPLAINT else house.community.category(appeal.category)
        about = str(category.title) if category else _(KIND_NAMES[appeal.kind])
        return f"{appeal.number} {about}"[:128], COLOURS.get(appeal.kind)


COLOURS = {
    Kind.COMPLAINT: 16478047,
    Kind.PROBLEM_REPORT: 16766590,
    Kind.INFORMATION_REQUEST: 7322096,
}
"""Colours that Telegram allows for a topic; the words of the title say the same."""


async def _case_card(reader: Reader) -> Call:
    return message(await cases.header(reader.desk, reader.house, await reader.appeal()))


async def _case_card_again(reader: Reader) -> Call:
    """The card of a private chat, brought to what its reader may see today."""
    return edit(await cases.header(reader.desk, reader.house, await reader.appeal()), reader.number("message_id"))


async def _topic_name(reader: Reader) -> Call:
    """A topic of the forum is called by the case that it began with."""
    name = await home(reader.desk, f"appeal:{reader.number('appeal')}")
    title, _color = await topic_title(reader.desk, reader.house, name)
    return Call("editForumTopic", {"name": title})


async def _queue_card(reader: Reader) -> Call:
    return message(await cases.queue(reader.desk, reader.house))


async def _case_opened(reader: Reader) -> Call:
    """Where no link leads to a case, this message in reply to its card does."""
    return message(Screen(_("<b>{number}</b>: the card is here.").format(number=(await reader.appeal()).number)))


async def _warning(reader: Reader) -> Call | None:
    """Silent where the case was done with, or its date was moved, between the moment and the sending."""
    appeal, mark = await reader.appeal(), Mark(str(reader.params["mark"]))
    if silent(mark, appeal) or stamp(appeal) != reader.params["due"]:
        return None
    return message(await warnings.screen(reader.desk, reader.house, appeal, mark))


async def _queue_waits(reader: Reader) -> Call | None:
    screen = await warnings.of_queue(reader.desk)
    return message(screen) if screen else None


async def _case_place(reader: Reader) -> Call | None:
    place = (await reader.appeal()).submission.place
    if place is None or place.latitude is None:
        return None
    return Call("sendLocation", {"latitude": place.latitude, "longitude": place.longitude})


async def _file(reader: Reader) -> Call:
    file = await reader.desk.attachments.get(AttachmentId(reader.number("attachment")))
    return file_call(file.kind.value, file.id)


async def _case_data(reader: Reader) -> Call:
    return message(await cases.data_page(reader.desk, reader.house, await reader.appeal(), reader.number("part")))


async def _case_in_progress(reader: Reader) -> Call:
    appeal = await reader.appeal()
    text = _("<b>{number}</b>: taken into work. The council will answer here.").format(number=appeal.number)
    due = due_of(appeal, reader.house.community)
    by = _("The answer must come by <b>{day}</b>: {because}.").format(day=day(due.day), because=say(due.because))
    return message(Screen(f"{text}\n{by}", _open(appeal)))


async def _case_answered(reader: Reader) -> Call:
    appeal = await reader.appeal()
    text = _("<b>{number}</b>: the official answer has been sent to you.").format(number=appeal.number)
    return message(Screen(text, _open(appeal)))


def _open(appeal: Appeal) -> tuple[tuple[Button, ...], ...]:
    return column(open_case(appeal.id))


async def _answer(reader: Reader) -> Call:
    answer = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(answer.appeal)
    answer, edited = await editing.shown(reader.desk, answer)
    return message(answer_page(reader.house, appeal, answer, reader.number("part"), edited))


async def _answer_edited(reader: Reader) -> Call:
    """The copy that the reader has, brought to what the council says now; a part that is no more says so."""
    answer, edited = await editing.shown(
        reader.desk, await reader.desk.appeals.message(MessageId(reader.number("message")))
    )
    appeal = await reader.desk.appeals.get(answer.appeal)
    part = reader.number("part")
    kept = part < len(pages(answer.text))
    short = _("<b>{number}</b>: the council has shortened its message, this part is no more.")
    empty = Screen(short.format(number=appeal.number), _open(appeal))
    page = answer_page(reader.house, appeal, answer, part, edited) if kept else empty
    return edit(page, reader.number("message_id"))


async def _answer_changed(reader: Reader) -> Call:
    answer = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(answer.appeal)
    text = _("<b>{number}</b>: the council has edited its message to you above. It is marked there.")
    return message(Screen(text.format(number=appeal.number), _open(appeal)))


async def _answer_album(reader: Reader) -> Call:
    numbers = reader.params["attachments"]
    assert isinstance(numbers, list)
    files = [await reader.desk.attachments.get(AttachmentId(int(one))) for one in numbers]
    return album_call([(file.kind.value, file.id) for file in files], await _with_answer(reader, files[0]))


async def _answer_file(reader: Reader) -> Call:
    file = await reader.desk.attachments.get(AttachmentId(reader.number("attachment")))
    return file_call(file.kind.value, file.id, await _with_answer(reader, file))


async def _with_answer(reader: Reader, file: Attachment) -> str:
    """Which appeal the files belong to: they stand apart from the words of the answer."""
    if file.appeal is None:
        return ""
    appeal = await reader.desk.appeals.get(file.appeal)
    told = _("<b>{number}</b>: with the council's answer").format(number=appeal.number)
    return f"{told}\n{papers.how_to_verify(file)}" if file.signed else told


async def _addition(reader: Reader) -> Call:
    """A later word of the resident, masked as the card is; files open by the button of the data."""
    added = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(added.appeal)
    count = len(await reader.desk.attachments.of_message(added.id))
    shown = "" if appeal.kind is Kind.COMPLAINT else masked_for(added.text, appeal.submission)
    lines = [
        _("<b>The resident added:</b>"),
        f"<blockquote>{escaped(shown)}</blockquote>" if shown else _("The words open with the data."),
        _("Files: {count}").format(count=count) if count else "",
    ]
    button = Button(_("Show the data in my private chat"), cases.CasePress(act="data", appeal=appeal.id).pack())
    return message(Screen("\n".join(line for line in lines if line), column(button)))


async def _transcript(reader: Reader) -> Call:
    written = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(written.appeal)
    text = _("<b>{number}</b>: your voice message was written down so:").format(number=appeal.number)
    asked = _("Is it right? If not, press «No» and write it yourself.")
    return message(
        Screen(
            f"{text}\n\n<blockquote>{escaped(written.text[:3000])}</blockquote>\n\n{asked}",
            column(
                Button(_("Yes, it is right"), f"voice:yes:{written.id}"),
                Button(_("No"), f"voice:no:{written.id}"),
                open_case(appeal.id),
            ),
        )
    )


async def _letter(reader: Reader) -> Call:
    """A decision of the council, as the officer saw it; an English reader is told that the text is official."""
    sent = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(sent.appeal)
    state = f"<b>{appeal.number}</b>: {_(STATE_NAMES[appeal.state])}"
    english = _("The council's letter below is in Ukrainian, the official text.")
    lines = [state, english if reader.house.texts.current_locale == "en" else "", escaped(sent.text)]
    return message(Screen("\n\n".join(line for line in lines if line), _open(appeal)))


async def _withdrawn(reader: Reader) -> Call:
    appeal = await reader.appeal()
    return message(Screen(_("The applicant has withdrawn {number}.").format(number=appeal.number)))


async def _collective_changed(reader: Reader) -> Call:
    return message(together.changed(str(reader.params["token"])))


async def _collective_handed_over(reader: Reader) -> Call:
    return message(together.handed_over(await reader.appeal(), inside=bool(reader.params["inside"])))


async def _coauthor_joined(reader: Reader) -> Call | None:
    """To the contact person: who has signed. Nothing where they have left since."""
    draft = str(reader.params["draft"])
    joined = await reader.desk.collectives.coauthor(draft, ResidentId(reader.number("resident")))
    if joined is None:
        return None
    text = _("{name} has signed your appeal.").format(name=escaped(str(joined.person.name)))
    return message(Screen(text, column(Button(_("Who has signed by now"), f"together:{draft}"))))


async def _coauthor_left(reader: Reader) -> Call:
    name = escaped(str(reader.params["name"]))
    collective = await reader.desk.collectives.get(str(reader.params["draft"]))
    if collective is None or collective.appeal is None:
        text = _("{name} has taken their name off your appeal. It goes on without them.")
        return message(Screen(text.format(name=name)))
    appeal = await reader.desk.appeals.get(collective.appeal)
    text = _("<b>{number}</b>: {name} has taken their name off your appeal. It goes on without them.")
    return message(Screen(text.format(number=appeal.number, name=name), _open(appeal)))


async def _signer_left(reader: Reader) -> Call:
    appeal = await reader.appeal()
    told = _("One of those who signed {number} has left it. The names open with the data.")
    return message(Screen(told.format(number=appeal.number)))


async def _made_official(reader: Reader) -> Call:
    appeal = await reader.appeal()
    due = due_of(appeal, reader.house.community)
    text = _("The applicant has made {number} an official appeal. Answer by <b>{day}</b>: {because}.")
    told = text.format(number=appeal.number, day=day(due.day), because=say(due.because))
    return message(Screen(f"{told}\n{_('Name and residence open with the data.')}"))


async def _feedback(reader: Reader) -> Call | None:
    """What the applicant says of the answer; their own words are covered as the card's are."""
    appeal = await reader.appeal()
    history = await reader.desk.appeals.history(appeal.id)
    said = next((event.details for event in history if event.key == reader.params.get("key")), None)
    if said is None:
        return None
    lines = [
        f"{_(step.title)}: {escaped(_rated(step, said.get(step.name), appeal))}"
        for step in FEEDBACK.steps
        if said.get(step.name) and (step.options or appeal.kind is not Kind.COMPLAINT)
    ]
    return message(Screen("\n".join([_("<b>The applicant rated the answer:</b>"), *lines])))


def _rated(step: Step, value: object, appeal: Appeal) -> str:
    label = next((option.label for option in step.options if option.code == value), None)
    if isinstance(label, Phrase):
        return say(label, html=False)
    return masked_for(str(value), appeal.submission)


async def _letter_wanted(reader: Reader) -> Call | None:
    """Asks the topic for the official letter; nothing where it has gone since."""
    answer = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(answer.appeal)
    if await letters.gone(reader.desk, appeal, answer):
        return None
    if answer.kind is MessageKind.DECISION:
        screen = await papers.wanted_decision(reader.desk, appeal, answer, str(reader.params.get("why", "")))
        return message(screen)
    sent = Button(_("The official answer is sent"), cases.CasePress(act="posted", appeal=appeal.id).pack())
    text = papers.wanted(reader.house, appeal, str(reader.params.get("why", "")))
    return message(Screen(text, column(*await papers.buttons(reader.desk, appeal), sent)))


async def _printed_letter(reader: Reader) -> Call:
    answer = await reader.desk.appeals.message(MessageId(reader.number("message")))
    appeal = await reader.desk.appeals.get(answer.appeal)
    caption = _("{number}: the letter to print, sign and send.").format(number=appeal.number)
    return Call("sendDocument", {"document": {"letter": answer.id}, "caption": caption})


async def _mail_refused(reader: Reader) -> Call:
    appeal = await reader.appeal()
    text = _(
        "<b>{number}</b>: the e-mail address you named does not accept letters. "
        "Reply to this message with the right one: it reaches the council."
    ).format(number=appeal.number)
    return message(Screen(text, _open(appeal)))


async def _reporting_round(reader: Reader) -> Call | None:
    """To each reader only what they still owe; silent where all of it came before the message left."""
    programme = await reader.desk.programmes.programme(ProgrammeId(str(reader.params["programme"])))
    period, mark = Period.of(str(reader.params["period"])), RoundMark(str(reader.params["mark"]))
    officer = await _officer(reader) if reader.chat > 0 else None
    screen = await reporting.announced(reader.desk, reader.house, officer, programme, period, mark)
    return message(screen) if screen else None


async def _officer(reader: Reader) -> Officer:
    account = TelegramId(reader.chat)
    return Officer(account, tuple(await reader.desk.roles.of(account)))


async def _report_card(reader: Reader) -> Call:
    report = await reader.desk.progress.get(ReportId(reader.number("report")))
    return message(await reports.card(reader.desk, reader.house, report))


async def _report_returned(reader: Reader) -> Call | None:
    report = await reader.desk.progress.get(ReportId(reader.number("report")))
    return message(await reports.returned(reader.desk, report)) if report.remark else None


async def _programme_news(reader: Reader) -> Call | None:
    return await programme_news.told(reader.desk, reader.house, reader.chat, reader.params["leaves"])


async def _opinion_card(reader: Reader) -> Call | None:
    """Silent for a comment that its author has erased meanwhile."""
    opinion = await reader.desk.opinions.find(OpinionId(reader.number("opinion")))
    return message(await moderation.card(reader.desk, opinion)) if opinion else None


async def _opinion_decided(reader: Reader) -> Call | None:
    opinion = await reader.desk.opinions.find(OpinionId(reader.number("opinion")))
    screen = await moderation.decided(reader.desk, opinion) if opinion else None
    return quiet(message(screen)) if screen else None


async def _told(reader: Reader) -> Call:
    return message(Screen(alarms.text(reader.params)))


async def _working_again(reader: Reader) -> Call:
    button = Button(_("Continue my form"), "form:continue")
    return message(Screen(_("I am working again. Go on where you stopped."), column(button)))


async def _messages_lost(reader: Reader) -> Call:
    text = _(
        "The bot was off for more than a day. What you sent in that time did not reach us. "
        "Please send it again, or see your appeals."
    )
    return message(Screen(text, column(Button(_("My appeals"), "my:0"), Button(_("Menu"), "menu"))))


async def _handover_trouble(reader: Reader) -> Call:
    return message(await handovers.trouble(reader))


async def _handovers_stuck(reader: Reader) -> Call | None:
    screen = await handovers.stuck(reader)
    return message(screen) if screen else None


async def _handovers_unnumbered(reader: Reader) -> Call | None:
    screen = await handovers.unnumbered(reader)
    return message(screen) if screen else None


async def _executor_left(reader: Reader) -> Call:
    return message(leaving.case_left(await reader.appeal()))


async def _officer_left(reader: Reader) -> Call:
    person = TelegramId(reader.number("person"))
    return message(await leaving.officer_left(reader.desk, person, reader.number("cases")))


async def _office_mail(reader: Reader) -> Call:
    mail = await reader.desk.office_mails.get(OfficeMailId(reader.number("mail")))
    return message(await mailed.card(reader.desk, reader.house, mail))


async def _office_mail_whole(reader: Reader) -> Call:
    mail = await reader.desk.office_mails.get(OfficeMailId(reader.number("mail")))
    return message(await mailed.whole(reader.desk, mail, reader.number("part")))


async def _registry_conflict(reader: Reader) -> Call | None:
    screen = await mailed.conflict(reader.desk, await reader.appeal(), str(reader.params["key"]))
    return message(screen) if screen else None


NOTICES: Mapping[str, Callable[[Reader], Awaitable[Call | None]]] = {
    "case_card": _case_card,
    "case_card_again": _case_card_again,
    "topic_name": _topic_name,
    "case_opened": _case_opened,
    "warning": _warning,
    "queue_waits": _queue_waits,
    "queue_card": _queue_card,
    "case_place": _case_place,
    "case_file": _file,
    "case_data": _case_data,
    "case_in_progress": _case_in_progress,
    "case_answered": _case_answered,
    "answer": _answer,
    "answer_edited": _answer_edited,
    "answer_changed": _answer_changed,
    "answer_album": _answer_album,
    "answer_file": _answer_file,
    "addition": _addition,
    "transcript": _transcript,
    "letter": _letter,
    "transferred": transferring.said,
    "withdrawn_notice": _withdrawn,
    "collective_changed": _collective_changed,
    "collective_handed_over": _collective_handed_over,
    "coauthor_joined": _coauthor_joined,
    "coauthor_left": _coauthor_left,
    "signer_left": _signer_left,
    "made_official": _made_official,
    "feedback_notice": _feedback,
    "letter_wanted": _letter_wanted,
    "printed_letter": _printed_letter,
    "mail_refused": _mail_refused,
    "reporting_round": _reporting_round,
    "report_card": _report_card,
    "report_returned": _report_returned,
    "programme_news": _programme_news,
    "handover_trouble": _handover_trouble,
    "handovers_stuck": _handovers_stuck,
    "handovers_unnumbered": _handovers_unnumbered,
    "office_mail": _office_mail,
    "office_mail_whole": _office_mail_whole,
    "registry_conflict": _registry_conflict,
    "executor_left": _executor_left,
    "officer_left": _officer_left,
    "opinion_card": _opinion_card,
    "opinion_decided": _opinion_decided,
    "alarm": _told,
    "working_again": _working_again,
    "messages_lost": _messages_lost,
    **petition_notices.NOTICES,
    **campaign_notices.NOTICES,
}
