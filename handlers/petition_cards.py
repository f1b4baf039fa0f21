"""How a petition looks: to residents, to the staff, in the news of it, and to its author before it goes."""

from collections.abc import Mapping, Sequence
from datetime import date

from council.links import LinkKind, url
from council.pages import pages
from council.petition_appeals import becomes_an_appeal
from council.petition_news import News
from council.petition_rules import Mode, ground_named
from council.petitions import (
    OUTCOME_NAMES,
    Petition,
    Standing,
    can_be_supported,
    check_due,
    consideration_due,
    standing,
    start_due,
)
from council.phrases import _ as msgid
from handlers.house import House
from handlers.petition_words import counted, standing_words, supporters, words
from handlers.screens import Button, Screen
from handlers.texts import _, day, escaped, shown

PART = 3000
"""Characters of the petition's own words on one screen; its card stands around them."""

BAR = 10


def address(house: House, petition: Petition) -> str:
    """The link that opens the card in the bot."""
    return url(house.bot_username, LinkKind.PETITION, petition.id)


def card(house: House, petition: Petition, today: date, part: int = 0) -> Screen:
    """The public card without its buttons, and the part of the text that was asked for."""
    texts = pages(_body(petition), PART)
    at = min(part, len(texts) - 1)
    page = _("Page {page} of {pages}").format(page=at + 1, pages=len(texts)) if len(texts) > 1 else ""
    lines = [
        f"<b>{escaped(petition.title)}</b>",
        "\n".join(facts(house, petition, today)),
        who_may(house, petition, today),
        texts[at],
        page,
    ]
    return Screen("\n\n".join(line for line in lines if line))


def who_may(house: House, petition: Petition, today: date) -> str:
    """The community's conditions, read before the button is pressed; empty where nothing is collected or asked."""
    conditions = house.community.petitions.conditions
    if not can_be_supported(petition, today):
        return ""
    who = (
        _("Who may take part: people who live in the community, displaced persons too.") if conditions.resident else ""
    )
    age = _("Age: from {age}.").format(age=conditions.min_age) if conditions.min_age is not None else ""
    return " ".join(part for part in (who, age) if part)


def parts(petition: Petition) -> int:
    return len(pages(_body(petition), PART))


def _body(petition: Petition) -> str:
    """Everything people wrote, escaped; the answer first, since that is what a reader comes back for."""
    asked = _("<b>What is asked:</b> {ask}").format(ask=escaped(petition.ask))
    answer = _("<b>The council's answer:</b>\n{answer}").format(answer=escaped(petition.answer))
    return "\n\n".join([*([answer] if petition.answer else []), asked, escaped(petition.text)])


def facts(house: House, petition: Petition, today: date) -> Sequence[str]:
    """Number, where it stands, how many, until when; the same for residents and staff."""
    stands = standing(petition, today)
    lines = [
        f"{words(petition.mode, 'one')} <b>{petition.number}</b>: {standing_words(petition, stands)}",
        *_count(petition),
        _("Last day: <b>{day}</b>").format(day=day(petition.closes))
        if petition.closes and stands is Standing.COLLECTING
        else "",
        *_of_the_council(house, petition),
    ]
    return [line for line in lines if line]


def _count(petition: Petition) -> Sequence[str]:
    """The counter that matters with its bar in signs and words; support in the bot stands apart and never adds up."""
    if petition.published is None:
        return []
    needed = _("{count} of {threshold} needed").format(count=counted(petition), threshold=petition.threshold)
    lines = [f"{bar(petition)} {needed}"]
    if petition.counted_outside is not None:
        lines.append(_("As the official site showed on {day}.").format(day=day(petition.counted_outside)))
    if petition.mode is not Mode.INITIATIVE:
        lines.append(_("In this bot {people}; that is no signature.").format(people=supporters(petition.supports)))
    return lines


def bar(petition: Petition) -> str:
    """▰▰▰▱▱▱▱▱▱▱: the words beside it say the same."""
    filled = min(BAR, petition.count * BAR // petition.threshold) if petition.threshold else 0
    return "▰" * filled + "▱" * (BAR - filled)


def _of_the_council(house: House, petition: Petition) -> Sequence[str]:
    announced, due = start_due(petition, house.community), consideration_due(petition, house.community)
    lines = []
    if announced is not None and petition.started is None:
        lines.append(_("The council announces consideration by {day}.").format(day=day(announced.day)))
    if petition.outcome is not None:
        lines.append(_("Decision: <b>{outcome}</b>").format(outcome=_(OUTCOME_NAMES[petition.outcome])))
    elif due is not None:
        lines.append(_("The council considers it until {day}.").format(day=day(due.day)))
    if petition.session is not None and petition.outcome is None:
        lines.append(_("The session of the council is on {day}.").format(day=day(petition.session)))
    return lines


def staff_card(house: House, petition: Petition, today: date, holder: str) -> Screen:
    """The card in the service topic: the same truth, with the clock of the check. The author stays unnamed."""
    due = check_due(petition, house.community).day
    clock = _("Publish or refuse by <b>{day}</b>").format(day=day(due))
    lines = [
        f"<b>{escaped(petition.title)}</b>",
        "\n".join(facts(house, petition, today)),
        clock if standing(petition, today) is Standing.CHECKING else "",
        _("Checked by: {position}").format(position=escaped(holder)) if holder else "",
        refusal(house, petition),
        pages(_body(petition), 2500)[0],
    ]
    return Screen("\n\n".join(line for line in lines if line))


def refusal(house: House, petition: Petition) -> str:
    """The ground with its source, and the reasons in words; empty where nothing was refused."""
    found = ground_named(house.community.petitions, petition.refusal_ground)
    if found is None:
        return ""
    ground, source = found
    told = _("Ground: {ground} ({source}).\nReasons: {reasons}")
    return told.format(ground=shown(ground), source=escaped(source), reasons=escaped(petition.refusal_text))


NEWS: Mapping[News, str] = {
    News.MARK_25: msgid("A quarter of what is needed is collected."),
    News.MARK_50: msgid("Half of what is needed is collected."),
    News.MARK_75: msgid("Three quarters of what is needed are collected."),
    News.MARK_100: msgid("Enough is collected. Now the council will consider it."),
    News.ENDING: msgid("Three days are left. Share it with your neighbours if you want it to succeed."),
    News.STARTED: msgid("The council has begun to consider it."),
    News.SESSION: msgid("The day of the session that will decide is named."),
    News.DECIDED: msgid("The council has decided. The answer with reasons follows."),
    News.ANSWERED: msgid("The council has answered."),
}


def news_text(house: House, petition: Petition, news: News) -> str:
    """What happened, in one or two sentences; number and title first."""
    head = f"<b>{petition.number}</b>: {escaped(petition.title)}"
    return "\n\n".join(line for line in (head, happened(house, petition, news)) if line)


def happened(house: House, petition: Petition, news: News) -> str:
    """What the news says, without number and title; in Telegram's HTML."""
    mode = petition.mode
    match news:
        case News.SUBMITTED:
            due = check_due(petition, house.community).day
            checked = _("It is checked before publication, by {day}. We will write to you.").format(day=day(due))
            return words(mode, "sent").format(number=petition.number) + " " + checked
        case News.PUBLISHED:
            return words(mode, "published").format(day=day(petition.closes) if petition.closes else "")
        case News.REFUSED:
            next_step = _("You can change it and send it again, or submit an appeal on the same matter.")
            return "\n".join((words(mode, "refused"), refusal(house, petition), next_step))
        case News.NOT_REACHED:
            return "\n\n".join((words(mode, "not_reached"), _after_the_end(house, petition)))
        case News.ANSWERED if petition.outcome is not None:
            return _("The council has answered: {outcome}.").format(outcome=_(OUTCOME_NAMES[petition.outcome]))
    return _(NEWS[news])


def _after_the_end(house: House, petition: Petition) -> str:
    """What becomes of it now, by the mode and the community's rules."""
    rules = house.community.petitions
    if becomes_an_appeal(petition, rules):
        return _("By law it is now a collective appeal. The council must answer it. You will find it under /my.")
    if petition.mode is Mode.BINDING:
        return _("So the community's rules end it: {clause}.").format(clause=escaped(rules.not_reached_clause))
    return _("You can submit it as an appeal: the council must answer an appeal.")


def open_petition(petition: Petition) -> Button:
    return Button(_("Open it"), f"petition:{petition.id}:0")
