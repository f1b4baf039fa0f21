"""A built survey in words, and its card with the steps that are possible now."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData

from council.builder_form import TYPES
from council.building import BUILT_STATES, Built, BuiltState
from council.links import LinkKind, url
from council.survey import Survey
from handlers.screens import Button, Id, Screen, column
from handlers.texts import _, day, escaped, ngettext
from handlers.turn import Turn


class BuiltPress(CallbackData, prefix="bs"):
    """A step with a built survey."""

    act: str
    built: Id


LIST = "built"
"""The data of the button that lists them."""


def button(text: str, act: str, built: Built) -> Button:
    """A step with the survey."""
    return Button(text, BuiltPress(act=act, built=built.id).pack())


async def card(turn: Turn, built: Built) -> Screen:
    lines = [
        _("Survey {code}: <b>{state}</b>").format(code=built.survey.id, state=_(BUILT_STATES[built.state])),
        _("Made by: {position}").format(position=escaped(built.position)),
        _("Decided by: {position}").format(position=escaped(built.decided_position)) if built.decided_position else "",
        *in_words(built.survey),
    ]
    if built.state is BuiltState.RELEASED:
        lines.append(_("Link: {link}").format(link=url(turn.house.bot_username, LinkKind.SURVEY, built.survey.id)))
    return Screen("\n\n".join(line for line in lines if line), column(*_buttons(turn, built)))


def _buttons(turn: Turn, built: Built) -> Sequence[Button]:
    own = built.author == turn.me
    steps = {
        BuiltState.WAITING: [
            *([button(_("Ask a second person to release it"), "hand", built)] if own else []),
            *([] if own else [button(_("Release it to people"), "release", built)]),
            button(_("Do not release it"), "decline", built),
        ],
        BuiltState.RELEASED: [button(_("Close it: no more answers"), "close", built)],
        BuiltState.CLOSED: [button(_("Open it again"), "open", built)],
        BuiltState.DECLINED: [],
    }[built.state]
    return [
        button(_("Look at it as a resident"), "look", built),
        *steps,
        button(_("Copy it and change the copy"), "copy", built),
        button(_("Get as a file (YAML)"), "file", built),
        Button(_("All built surveys"), LIST),
    ]


def in_words(survey: Survey) -> Sequence[str]:
    """A built survey, question by question, in Telegram's HTML."""
    count = len(survey.questions)
    told = ngettext("{n} question", "{n} questions", count).format(n=count)
    head = [f"<b>{escaped(survey.title.uk)}</b>", escaped(survey.purpose.uk), f"{told}. {period(survey)}"]
    return ["\n".join(head), *(_question(number, survey) for number in range(1, count + 1))]


def period(survey: Survey) -> str:
    if survey.opens and survey.closes:
        return _("Open from {first} to {last}.").format(first=day(survey.opens), last=day(survey.closes))
    if survey.opens:
        return _("Open from {first}.").format(first=day(survey.opens))
    if survey.closes:
        return _("Open until {last}.").format(last=day(survey.closes))
    return _("Open until it is closed.")


def _question(number: int, survey: Survey) -> str:
    question = survey.questions[number - 1]
    options = "\n".join(f"• {escaped(option.uk)}" for option in question.options)
    return f"<b>{number}. {escaped(question.text.uk)}</b>\n{_(TYPES[question.type])}" + (
        f"\n{options}" if options else ""
    )
