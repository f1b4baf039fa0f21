"""An answer of the council as its reader sees it, a page at a time."""

from datetime import datetime

from council.appeals import Appeal, CaseMessage, MessageKind
from council.pages import pages
from council.people import CHANNEL_NAMES
from handlers.house import House
from handlers.residents.followups import unsolved_button
from handlers.screens import Button, Screen, column, open_case
from handlers.staff import papers
from handlers.texts import _, escaped, moment


def answer_page(house: House, appeal: Appeal, answer: CaseMessage, part: int, edited: datetime | None = None) -> Screen:
    """A part of an answer as the resident sees it: letters are Ukrainian, an English reader gets a summary under it."""
    parts = pages(answer.text)
    first, last = part == 0, part >= len(parts) - 1
    heads = {MessageKind.ANSWER: _("Answer to your appeal {number}"), MessageKind.INTERIM: _("On your appeal {number}")}
    head = heads.get(answer.kind, heads[MessageKind.INTERIM]).format(number=appeal.number)
    lines = [f"<b>{head}</b>" if first else "", escaped(parts[min(part, len(parts) - 1)])]
    if last:
        lines += [*_edited(appeal, answer, edited), *_closing(house, appeal, answer)]
    return Screen("\n\n".join(line for line in lines if line), _answer_buttons(appeal, answer) if last else ())


def _closing(house: House, appeal: Appeal, answer: CaseMessage) -> list[str]:
    if answer.kind is MessageKind.DECISION:
        english = house.texts.current_locale == "en"
        return [_("The council's letter above is in Ukrainian, the official text.")] if english else []
    if answer.kind is not MessageKind.ANSWER:
        return [_("This is not the final answer yet. You can reply to this message.")]
    applicant = appeal.submission.applicant
    lines = [*papers.number_lines(answer), escaped(answer.signatory)]
    if applicant is not None and applicant.channel is not None:
        lines.append(
            _("The official answer goes to you {channel}.").format(channel=_(CHANNEL_NAMES[applicant.channel]))
        )
    if house.texts.current_locale == "en":
        lines.append(_("The council's answer above is in Ukrainian, the official text."))
    return lines


def _edited(appeal: Appeal, answer: CaseMessage, at: datetime | None) -> list[str]:
    """The mark of an edit; the letter of record keeps the words that were confirmed."""
    if at is None:
        return []
    mark = _("<i>The council edited this message on {moment}.</i>").format(moment=moment(at))
    applicant = appeal.submission.applicant
    if answer.kind is not MessageKind.ANSWER or applicant is None or applicant.channel is None:
        return [mark]
    return [mark, _("The official letter has the first words.")]


def _answer_buttons(appeal: Appeal, answer: CaseMessage) -> tuple[tuple[Button, ...], ...]:
    unsolved = [unsolved_button(appeal)] if answer.kind is MessageKind.ANSWER else []
    return column(open_case(appeal.id), *unsolved)
