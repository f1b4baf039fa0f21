"""Figures of a survey in words: the same for the staff, for a published result and for its page."""

from collections.abc import Sequence
from datetime import date, timedelta

from council import results
from council.breakdowns import SUBJECT, UNTOLD
from council.community import Community
from council.findings import Finding, Said, WordsState
from council.phrases import _ as msgid
from council.profiles import AGES
from council.results import Slice, Tally, shown_options
from council.survey import Question, Survey, Trait
from council.survey_account import Account, funnel
from council.survey_form import put
from council.surveys import SELF
from council.urns import TOGETHER
from handlers.questions import words_of
from handlers.texts import _, day, escaped, ngettext, number

WAVES_OF = {"Q": msgid("quarter {n} of {year}"), "H": msgid("half-year {n} of {year}")}


def title(survey: Survey) -> str:
    return escaped(words_of(survey.title))


def asked(survey: Survey, question: Question) -> str:
    """The question as people read it, plain."""
    return words_of(put(survey, question))


def wave_name(wave: str) -> str:
    """«півріччя 2 2026 року» of `2026-H2`; a year and a month as they are."""
    year, _dash, part = wave.partition("-")
    if part[:1] in WAVES_OF:
        return _(WAVES_OF[part[0]]).format(n=part[1:], year=year)
    return wave


# how the wave went


def account(told: Account, survey: Survey) -> Sequence[str]:
    """How many began and finished, of how many people, and that nobody may take it for the word of all."""
    went = _("begun {began}, finished {finished}").format(began=number(told.started), finished=number(told.finished))
    lines = [went, _assisted(told), _response(told), _counted(told), selection(told)]
    return [line for line in lines if line]


def _assisted(told: Account) -> str:
    return _("Of them with the help of a worker: {count}.").format(count=number(told.assisted)) if told.assisted else ""


def _response(told: Account) -> str:
    if told.percent is None:
        return _("How many people live here is not written in community.yaml (population): no share is told.")
    text = _("That is {share} % of the {people} people who live here.")
    return text.format(share=number(told.percent), people=number(told.population))


def _counted(told: Account) -> str:
    text = _("In the figures below: {count} answers. The others wait until there are five alike.")
    return text.format(count=number(told.told))


def selection(told: Account) -> str:
    """How many, when, and that who answered chose to do so: stands wherever figures stand."""
    return selected(told.weeks)


def selected(weeks: Sequence[str]) -> str:
    """The same of answers that came in these weeks."""
    when = ""
    if weeks:
        first, last = monday(weeks[0]), monday(weeks[-1]) + timedelta(days=6)
        when = _("The answers came from {first} to {last}.").format(first=day(first), last=day(last))
    chose = _("Who answered chose to do so: the figures are not representative, they do not speak for all residents.")
    return f"{when} {chose}".strip()


def monday(week: str) -> date:
    """The first day of an ISO week: «2026-W48»."""
    year, _dash, number_ = week.partition("-W")
    return date.fromisocalendar(int(year), int(number_), 1)


def reached(survey: Survey, told: Account) -> Sequence[str]:
    """How many came to each question that everybody is asked, form by form."""
    lines: list[str] = []
    for variant in [one.code for one in survey.variants] or [""]:
        steps = funnel(survey, variant, told.counts)
        if steps:
            found = survey.variant(variant)
            head = _("<b>How far people came</b>") + (f" · {escaped(words_of(found.title))}" if found else "")
            rows = [
                f"{place}. {_cut(asked(survey, one))}: {number(count)}" for place, (one, count) in enumerate(steps, 1)
            ]
            lines.append("\n".join([head, *rows]))
    return [*lines, _("Questions that depend on an answer are not counted here.")] if lines else []


def _cut(text: str, most: int = 70) -> str:
    return escaped(text if len(text) <= most else f"{text[: most - 1]}…")


# answers


def part_name(part: Slice) -> str:
    """«Коротка · з допомогою · відповідей: 12»"""
    found = part.survey.variant(part.variant)
    named = [
        escaped(words_of(found.title)) if found else "",
        _("with help") if part.channel != SELF else "",
        _("answers: {count}").format(count=number(len(part.drawn))),
    ]
    return " · ".join(filter(None, named))


def answers(part: Slice, community: Community, questions: Sequence[str] | None = None) -> Sequence[str]:
    """Every question of the part with its figures, or those named."""
    mean = results.mean_percent(part.survey, part.sheets, part.variant)
    scored = _("Mean result: {percent} % (of {count} people).")
    head = [scored.format(percent=number(round(mean[0], 1)), count=number(mean[1]))] if mean else []
    told = results.tallies(part.survey, part.sheets, part.variant)
    chosen = [one for one in told if questions is None or one.question.id in questions]
    return [*head, *(in_words(part.survey, one, community) for one in chosen)]


def said(part: Slice, found: Sequence[Said]) -> Sequence[str]:
    """Answers in words that a moderator has read and let others read, question by question."""
    lines = []
    for question in part.survey.asked_in(part.variant):
        texts = [one.text for one in found if one.question == question.id and one.state is WordsState.SHOWN]
        if texts:
            rows = "\n".join(f"«{escaped(text)}»" for text in texts)
            lines.append(f"<b>{escaped(asked(part.survey, question))}</b>\n{rows}")
    return lines


def in_words(survey: Survey, tally: Tally, community: Community) -> str:
    head = f"<b>{escaped(asked(survey, tally.question))}</b>"
    if tally.answered is None:
        return f"{head}\n{_('fewer than {least} answers: not shown').format(least=TOGETHER)}"
    rows = [
        f"{escaped(words_of(option))}: {share(count, tally.answered)}"
        for option, count in shown_options(survey, tally, community)
    ]
    return "\n".join([head, *rows, *_bands(tally), *_means(tally)])


def share(count: int | None, whole: int) -> str:
    """«12 (40 %)»; a figure of few people is not told."""
    return _("not shown") if count is None else f"{number(count)} ({round(100 * count / whole)} %)"


def _bands(tally: Tally) -> Sequence[str]:
    """The marks of a scale, neighbours together, where single ones may not be told."""
    if tally.chosen is not None or len(tally.bands) < 2 or tally.answered is None:
        return []
    return [f"{band_name(one.first, one.last)}: {share(one.count, tally.answered)}" for one in tally.bands]


def band_name(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _means(tally: Tally) -> Sequence[str]:
    answered = tally.answered or 0
    mean = [_("mean {mean}").format(mean=number(round(tally.mean, 1)))] if tally.mean is not None else []
    count = ngettext("{n} answer", "{n} answers", answered).format(n=number(answered))
    words = [_("answers in words: {count}").format(count=number(tally.words))] if tally.words else []
    return [*mean, *(words or [count])]


# groups


def kind_name(kind: str) -> str:
    names = {
        SUBJECT: _("by place or measure"),
        Trait.PLACE: _("by district"),
        Trait.AGE: _("by age"),
        Trait.BODY: _("by department"),
        Trait.CATEGORY: _("by topic"),
    }
    return names[kind]


def group_name(kind: str, code: str, community: Community) -> str:
    """The group in words, plain; a settlement or a measure is named as it is."""
    if code == UNTOLD:
        return _("not told")
    if kind == Trait.AGE:
        return _(AGES[code])
    return words_of(_named(kind, code, community) or code)


def _named(kind: str, code: str, community: Community) -> object:
    """What the content calls the group; None for a settlement, a measure and what is in the content no more."""
    if kind == SUBJECT:
        return (counter := community.counter(code)) and counter.title
    if kind == Trait.BODY:
        return (body := community.department(code)) and body.name
    if kind == Trait.CATEGORY:
        return (category := community.category(code)) and category.title
    return (district := community.district(code)) and district.name


# a figure as the value of an indicator


def source(one: Finding, survey: Survey | None) -> str:
    """«За опитуванням «Моя цифрова грамотність», 2 півріччя 2026 року: середній результат. Відповідей: 120…»"""
    text = _("By the survey «{title}», {wave}: {basis}. Answers: {count}; who answered chose to do so.")
    return text.format(
        title=escaped(words_of(survey.title) if survey else one.survey),
        wave=escaped(wave_name(one.wave) or _("all the time")),
        basis=escaped(one.basis),
        count=number(one.people),
    )
