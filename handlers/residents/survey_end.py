"""The end of a survey: thanks, and for a scored one the result, what was strong, what to learn next and where."""

from collections.abc import Sequence
from datetime import date

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from babel.dates import format_date

from council import own_results, scoring, surveys
from council.community import Course, Text
from council.deliveries import WALK, ChatId
from council.own_results import Saved
from council.pages import pages
from council.pictures import Heading, Point, Radar, Series
from council.scoring import Points, Score
from council.survey import Question, QuestionKind, Scoring, Survey
from council.survey_catalogue import catalogue
from council.surveys import Finished
from handlers.pictures import photo
from handlers.screens import Button, Screen, column
from handlers.texts import _, current, escaped, ngettext, number
from handlers.turn import Event, Turn


class Save(CallbackData, prefix="sr"):
    """«Keep my result»: the result itself, sealed for this person, since it is kept nowhere until they press."""

    survey: str
    slip: str


def ways(*buttons: Button) -> tuple[tuple[Button, ...], ...]:
    return column(*buttons, Button(_("Other surveys"), "surveys:0"), Button(_("Menu"), "menu"))


async def shown(event: Event, turn: Turn, done: Finished) -> None:
    """Everything that is said after the last question; nothing of it is kept once it has left."""
    thanks = (
        f"{_('<b>Thank you! Your answers are accepted.</b>')} {_('The tie to you is erased.')}\n{_where(done.survey)}"
    )
    if done.score is None or done.survey.scoring is None:
        await turn.show(event, Screen("\n\n".join([thanks, *_afterwards(done)]), ways(*_links_of(done))), about=WALK)
        return
    before = own_results.earlier(
        await turn.desk.surveys.results(turn.person.id, done.survey.id), done.variant, done.month
    )
    await turn.show(event, Screen("\n\n".join([thanks, *result(done, done.score, before)])), about=WALK)
    await turn.tell(ChatId(turn.me), photo(radar(done, done.score, before)), about=WALK)
    for part in pages("\n\n".join(explanations(done))):
        await turn.say(event, Screen(part), about=WALK)
    await turn.say(event, _next(turn, done, done.score), about=WALK)


def _where(survey: Survey) -> str:
    """Where the results will be."""
    if survey.publish == "staff":
        return _("Only the council’s workers will see the results.")
    return _("The results will be told when at least five people have answered.")


def _in(text: Text) -> str:
    return escaped(text.in_(current().current_locale))


def _afterwards(done: Finished) -> Sequence[str]:
    return [
        _in(option.afterwards.text) for option in surveys.told_after(done.survey, done.answers) if option.afterwards
    ]


def _links_of(done: Finished) -> Sequence[Button]:
    told = [option.afterwards for option in surveys.told_after(done.survey, done.answers)]
    links = [follow.link for follow in told if follow and follow.link]
    return [Button(link.title.in_(current().current_locale), url=link.url) for link in links]


# the result in words


def result(done: Finished, score: Score, before: Saved | None) -> Sequence[str]:
    """The level and the per cents; or that too little was answered for a level."""
    assert done.survey.scoring is not None
    return [
        line
        for line in (*_level(done.survey.scoring, score), *_areas(done.survey, score), _compared(score, before))
        if line
    ]


def _level(rules: Scoring, score: Score) -> Sequence[str]:
    reached = scoring.level(rules, score)
    if reached is None:
        return [_("Too few questions were answered to tell the level. The advice below is for you all the same.")]
    head = _("<b>Your level: {level}</b>, {percent} % of the points.").format(
        level=_in(reached.title), percent=score.total.percent
    )
    told = {1: rules.gap and rules.gap.self_higher, -1: rules.gap and rules.gap.knowledge_higher}
    gap = told.get(scoring.gap(rules, score))
    return [f"{head}\n{_in(reached.text)}", _in(gap) if gap else ""]


def _areas(survey: Survey, score: Score) -> Sequence[str]:
    rows = [f"{_in(section.title)}: {_percent(score.areas[section.code])}" for section in survey.sections]
    good = ", ".join(_in(section.title) for section in scoring.strong(survey, score))
    strong = _("Your strong side: {areas}.").format(areas=good) if good else ""
    return ["\n".join([_("<b>By topic</b>"), *rows]), strong]


def _percent(points: Points) -> str:
    percent = points.percent
    return _("not answered") if percent is None else _("{percent} %").format(percent=percent)


def _compared(score: Score, before: Saved | None) -> str:
    was, now = before.percent if before else None, score.total.percent
    if before is None or was is None or now is None:
        return ""
    when = _("Last time ({month}) it was {percent} %.").format(month=_month(before.month), percent=was)
    change = now - was
    if change == 0:
        return f"{when} {_('Now it is the same.')}"
    more = ngettext("Now it is {n} point more.", "Now it is {n} points more.", abs(change))
    less = ngettext("Now it is {n} point less.", "Now it is {n} points less.", abs(change))
    return f"{when} {(more if change > 0 else less).format(n=number(abs(change)))}"


def _month(month: str) -> str:
    """«листопад 2026»"""
    return format_date(date.fromisoformat(f"{month}-01"), "LLLL y", locale=current().current_locale)


# the result as a picture


def radar(done: Finished, score: Score, before: Saved | None) -> Radar:
    """The areas around; the earlier result under the present one where there is one."""
    locale = current().current_locale
    axes = tuple(section.title.in_(locale) for section in done.survey.sections)
    now = _series(_("now"), [score.areas[section.code] for section in done.survey.sections])
    kept = [Points(*before.areas.get(section.code, (0, 0))) for section in done.survey.sections] if before else []
    series = (_series(_month(before.month), kept), now) if before else (now,)
    heading = Heading(title=done.survey.title.in_(locale), subtitle=_("Your result by topic, per cent"))
    return Radar(heading=heading, axes=axes, series=series, most=100)


def _series(name: str, areas: Sequence[Points]) -> Series:
    points = [Point(value=one.percent, label="—" if one.percent is None else str(one.percent)) for one in areas]
    return Series(name=name, points=tuple(points))


# the explanations


def explanations(done: Finished) -> Sequence[str]:
    """Of every knowledge question that was asked: what is right, and why."""
    asked = [
        question
        for question in done.survey.asked_in(done.variant)
        if question.type is QuestionKind.KNOWLEDGE and question.id in done.answers
    ]
    return [
        _("<b>The questions once more</b>"),
        *(_explained(question, str(done.answers[question.id])) for question in asked),
    ]


def _explained(question: Question, answer: str) -> str:
    right = next(option for option in question.options if option.right)
    chosen = question.option(answer)
    mark = _("Your answer is right.") if chosen is right else _("The right answer: {option}").format(option=_in(right))
    lines = [f"<b>{_in(question.text)}</b>", mark, _in(question.explanation) if question.explanation else ""]
    return "\n".join(line for line in lines if line)


# what to do next


def _next(turn: Turn, done: Finished, score: Score) -> Screen:
    rules = done.survey.scoring
    assert rules is not None
    steps = [section for section in scoring.next_steps(done.survey, score) if section.advice]
    advice = [f"<b>{_in(section.title)}</b>\n{_in(section.advice)}" for section in steps if section.advice]
    lines = [
        _("<b>Your next steps</b>"),
        *advice,
        *_courses(turn.house.community.courses),
        _in(rules.disclaimer) if rules.disclaimer else "",
        _(
            "«Keep my result» keeps your points by topic in your profile, encrypted, so that you can compare later. "
            "Who has both the database and its key could guess by them which answers are yours. "
            "You can erase them at any time: /mydata."
        ),
    ]
    links = [Button(link.title.in_(current().current_locale), url=link.url) for link in rules.links]
    return Screen("\n\n".join(line for line in lines if line), ways(_save_button(turn, done, score), *links))


def _courses(courses: Sequence[Course]) -> Sequence[str]:
    if not courses:
        return []
    return [_("<b>Where to learn nearby</b>"), *(_course(course) for course in courses[:5])]


def _course(course: Course) -> str:
    told = [_in(text) for text in (course.place, course.when) if text]
    return ". ".join([_in(course.title), *told, *(escaped(one) for one in (course.phone, course.page) if one)])


def _save_button(turn: Turn, done: Finished, score: Score) -> Button:
    packed = own_results.packed(done.survey, own_results.saved(score, done.month))
    slip = turn.desk.surveys.slip(turn.person.id, done.survey.id, packed)
    return Button(_("Keep my result"), Save(survey=done.survey.id, slip=slip).pack())


async def save(callback: CallbackQuery, callback_data: Save, turn: Turn) -> str:
    """Pressed again, it is kept once; a button of a survey that has changed keeps nothing."""
    survey = (await catalogue(turn.desk, turn.house.surveys)).get(callback_data.survey)
    packed = turn.desk.surveys.read_slip(turn.person.id, callback_data.survey, callback_data.slip)
    saved = own_results.unpacked(survey, packed) if survey and packed else None
    if saved is None:
        return _("This result cannot be kept any more. You can take the survey again when it opens.")
    await turn.desk.surveys.keep_result(turn.person.id, callback_data.survey, saved)
    await turn.say(
        callback, Screen(_("Your result is kept. Next time we will compare. To erase it: /mydata."), ways()), about=WALK
    )
    return _("Kept")
