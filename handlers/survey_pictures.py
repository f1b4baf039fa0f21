"""Figures of a survey as pictures: bars, stacked scales, a radar by topic, the change between two waves.

Each says in its text what it shows (handlers/pictures.py), how many answers it is made of, and for whom they do not
speak.
"""

from collections.abc import Mapping, Sequence

from council import breakdowns, results
from council.breakdowns import Crossed
from council.community import Community
from council.pictures import FLOOR_OF_FORMS, Bars, Heading, Picture, Point, Radar, Series, Split, Stacked
from council.results import Slice, Tally, given, labels, tally
from council.survey import Question, QuestionKind, Survey
from council.urns import TOGETHER, Sheet
from handlers import survey_figures as figures
from handlers.questions import words_of
from handlers.texts import _, ngettext, number

LEGEND, CATEGORIES = 6, 12
"""Parts of a whole that can be told apart, and bars of one picture that can be read on a phone."""


def heading(part: Slice, wave: str, title: str) -> Heading:
    """The finding's place: the survey, its wave, how many answered and that they chose to."""
    count = len(part.drawn)
    answers = ngettext("{n} answer", "{n} answers", count).format(n=number(count))
    named = [words_of(part.survey.title), figures.wave_name(wave), answers]
    return Heading(
        title=title,
        subtitle=" · ".join(filter(None, named)),
        source=_("Who answered chose to do so: not representative."),
    )


# one question


def question(part: Slice, wave: str, code: str, community: Community) -> Picture | None:
    """The answers to one question; None where there is nothing to draw."""
    asked = part.survey.question(code)
    if asked is None:
        return None
    told = tally(asked, given(asked, part.sheets))
    if not told.told or told.answered is None:
        return None
    title = figures.asked(part.survey, asked)
    bars = _bands(told) if told.bands else _options(part.survey, told, community)
    points = tuple(Point(value=share, label=label) for _name, share, label in bars)
    names = tuple(name for name, _share, _label in bars)
    return Bars(heading=heading(part, wave, title), categories=names, series=(Series(name="", points=points),))


Bar = tuple[str, float | None, str]
"""Name, length, words at its end."""


def _options(survey: Survey, told: Tally, community: Community) -> Sequence[Bar]:
    whole = told.answered or 1
    shown = results.shown_options(survey, told, community)
    bars = [(words_of(option), None if count is None else 100 * count / whole, count) for option, count in shown]
    if len(bars) > CATEGORIES:
        bars = sorted(bars, key=lambda bar: -(bar[1] or 0))[:CATEGORIES]
    return [(name, length, figures.share(count, whole)) for name, length, count in bars]


def _bands(told: Tally) -> Sequence[Bar]:
    whole = told.answered or 1
    return [
        (figures.band_name(one.first, one.last), 100 * one.count / whole, figures.share(one.count, whole))
        for one in told.bands
    ]


# scales together


def scales(part: Slice, wave: str) -> Picture | None:
    """Every scale of the survey as a whole in parts, from the worst mark to the best; None without scales."""
    asked = [one for one in part.survey.asked_in(part.variant) if one.type is QuestionKind.SCALE]
    rows = [_split(part.survey, tally(one, given(one, part.sheets))) for one in asked]
    marks = max((len(one.options) for one in asked), default=0)
    if not any(row.parts for row in rows) or marks > LEGEND:
        return None
    legend = tuple(words_of(option) for option in max(asked, key=lambda one: len(one.options)).options)
    return Stacked(heading=heading(part, wave, _("Marks")), legend=legend, rows=tuple(rows))


def _split(survey: Survey, told: Tally) -> Split:
    """Marks that few people gave stand with their neighbours: such a row is told in words."""
    name = figures.asked(survey, told.question)
    if told.answered is None:
        return Split(name=name, label=_("fewer than {least} answers: not shown").format(least=TOGETHER))
    count = ngettext("{n} answer", "{n} answers", told.answered).format(n=number(told.answered))
    mean = [_("mean {mean}").format(mean=number(round(told.mean, 1)))] if told.mean is not None else []
    if told.chosen is None:
        bands = [f"{band}: {label}" for band, _share, label in _bands(told)]
        return Split(name=name, label=", ".join([*bands, *mean, count]))
    counts = [told.chosen.get(code, 0) for code in told.question.codes()]
    return Split(
        name=name,
        parts=tuple(float(one) for one in counts),
        labels=tuple(str(one) if one else "" for one in counts),
        label=", ".join([*mean, count]),
    )


# topics of a scored survey


def topics(
    part: Slice, wave: str, kind: str = "", code: str = "", community: Community | None = None
) -> Picture | None:
    """The mean of every topic; with a group (`kind`, `code`) that over all. None where it may not be told."""
    whole = breakdowns.areas(part.survey, part.variant, part.sheets)
    if whole is None or len(part.survey.sections) < FLOOR_OF_FORMS:
        return None
    title = _("Mean result by topic, per cent")
    if not kind or community is None:
        return _radar(part, wave, title, [_around(part.survey, _("all"), whole)])
    sheets = breakdowns.groups(part, kind).get(code)
    of_group = sheets and breakdowns.areas(part.survey, part.variant, sheets)
    if not of_group:
        return None
    name = figures.group_name(kind, code, community)
    series = [_around(part.survey, _("all"), whole), _around(part.survey, name, of_group)]
    return _radar(part, wave, f"{title}: {name}", series)


def _radar(part: Slice, wave: str, title: str, series: Sequence[Series]) -> Radar:
    axes = tuple(words_of(section.title) for section in part.survey.sections)
    return Radar(heading=heading(part, wave, title), axes=axes, series=tuple(series), most=100)


def _around(survey: Survey, name: str, means: Mapping[str, float]) -> Series:
    told = [means.get(section.code) for section in survey.sections]
    points = [Point(value=one, label="—" if one is None else str(round(one))) for one in told]
    return Series(name=name, points=tuple(points))


# groups


def by_groups(part: Slice, wave: str, code: str, kind: str, community: Community) -> Picture | None:
    """A question by groups: means of a scale side by side, or each group as a whole in parts."""
    asked = part.survey.question(code)
    if asked is None:
        return None
    told = breakdowns.crossed(asked, breakdowns.groups(part, kind), part.sheets)
    title = f"{figures.asked(part.survey, asked)} ({figures.kind_name(kind)})"
    if len(told.groups) < 2:
        return None
    if told.means:
        return _means(part, wave, title, told, kind, community)
    options = labels(part.survey, asked, community)
    if not told.cells or len(options) > LEGEND or asked.type is QuestionKind.MULTIPLE:
        return _lists(part, wave, title, told, kind, community)
    legend = tuple(words_of(option) for option in options.values())
    rows = [_of_group(told, one, options, figures.group_name(kind, one, community)) for one in told.groups]
    return Stacked(heading=heading(part, wave, title), legend=legend, rows=tuple(rows))


def _means(part: Slice, wave: str, title: str, told: Crossed, kind: str, community: Community) -> Bars:
    names = tuple(figures.group_name(kind, one, community) for one in told.groups)
    points = [_mean_point(told.means.get(one), told.answered[one]) for one in told.groups]
    return Bars(heading=heading(part, wave, title), categories=names, series=(Series(name="", points=tuple(points)),))


def _mean_point(mean: float | None, answered: int) -> Point:
    count = ngettext("{n} answer", "{n} answers", answered).format(n=number(answered))
    told = _("not shown") if mean is None else number(round(mean, 1))
    return Point(value=mean, label=f"{told}, {count}")


def _of_group(told: Crossed, group: str, options: Mapping[str, object], name: str) -> Split:
    """A row is drawn only where all its parts may be told; else those that may are told in words."""
    answered = told.answered[group]
    count = ngettext("{n} answer", "{n} answers", answered).format(n=number(answered))
    cells = [(option, told.cells.get((group, code))) for code, option in options.items()]
    if sum(cell or 0 for _option, cell in cells) != answered:
        known = [f"{words_of(option)} {number(cell)}" for option, cell in cells if cell]
        return Split(name=name, label=". ".join([count, *known, _("Some answers are of too few people to be shown.")]))
    return Split(
        name=name,
        parts=tuple(float(cell or 0) for _option, cell in cells),
        labels=tuple(str(cell) if cell else "" for _option, cell in cells),
        label=count,
    )


def _lists(part: Slice, wave: str, title: str, told: Crossed, kind: str, community: Community) -> Bars | None:
    """Where the options are many, the one that each group chose most."""
    asked = told.question
    options = labels(part.survey, asked, community)
    names, points = [], []
    for group in told.groups:
        cells = {code: told.cells[group, code] for code in options if told.cells.get((group, code))}
        if cells:
            most = max(cells, key=lambda code: cells[code])
            names.append(figures.group_name(kind, group, community))
            label = f"{words_of(options[most])}: {figures.share(cells[most], told.answered[group])}"
            points.append(Point(value=100 * cells[most] / told.answered[group], label=label))
    if not names:
        return None
    series = (Series(name="", points=tuple(points)),)
    return Bars(heading=heading(part, wave, title), categories=tuple(names), series=series)


# two waves


def change(now: Slice, before: Slice, waves: tuple[str, str], community: Community) -> Sequence[Picture]:
    """What changed since the earlier wave: topics, marks, shares; only of the very same questions."""
    drawn = [_topics_change(now, before, waves), _marks_change(now, before, waves)]
    shares = [
        _shares_change(one, now, before, waves, community)
        for one in now.survey.asked_in(now.variant)
        if one.type is QuestionKind.SINGLE and breakdowns.same(one, now.survey, before.survey)
    ]
    return [picture for picture in (*drawn, *shares) if picture is not None]


def _topics_change(now: Slice, before: Slice, waves: tuple[str, str]) -> Picture | None:
    means = [breakdowns.areas(one.survey, one.variant, one.sheets) for one in (before, now)]
    alike = [one.code for one in now.survey.sections] == [one.code for one in before.survey.sections]
    if means[0] is None or means[1] is None or not alike or len(now.survey.sections) < FLOOR_OF_FORMS:
        return None
    names = (figures.wave_name(waves[0]), figures.wave_name(waves[1]))
    series = [_around(now.survey, name, mean) for name, mean in zip(names, means, strict=True) if mean is not None]
    return _radar(now, waves[1], _("What changed by topic, per cent"), series)


def _marks_change(now: Slice, before: Slice, waves: tuple[str, str]) -> Picture | None:
    asked = [
        one
        for one in now.survey.asked_in(now.variant)
        if one.type is QuestionKind.SCALE and breakdowns.same(one, now.survey, before.survey)
    ]
    told = [(one, _mean(one, before.sheets), _mean(one, now.sheets)) for one in asked]
    known = [(one, was, is_) for one, was, is_ in told if was is not None and is_ is not None]
    if not known:
        return None
    names = tuple(figures.asked(now.survey, one) for one, _was, _is in known)
    earlier = tuple(Point(value=was, label=number(round(was, 1))) for _one, was, _is in known)
    later = tuple(Point(value=is_, label=number(round(is_, 1))) for _one, _was, is_ in known)
    series = _of_waves(waves, earlier, later)
    return Bars(heading=heading(now, waves[1], _("How the marks changed")), categories=names, series=series)


def _mean(asked: Question, sheets: Sequence[Sheet]) -> float | None:
    return tally(asked, given(asked, sheets)).mean


def _of_waves(waves: tuple[str, str], earlier: tuple[Point, ...], later: tuple[Point, ...]) -> tuple[Series, Series]:
    names = (figures.wave_name(waves[0]), figures.wave_name(waves[1]))
    return Series(name=names[0], points=earlier), Series(name=names[1], points=later)


def _shares_change(
    asked: Question, now: Slice, before: Slice, waves: tuple[str, str], community: Community
) -> Picture | None:
    """Shares of every option in both waves; one that may not be told in either is words only."""
    was, told = (tally(asked, given(asked, part.sheets)) for part in (before, now))
    if not was.told or not told.told:
        return None
    options = [words_of(option) for option, _count in results.shown_options(now.survey, told, community)]
    series = _of_waves(waves, _shares(was, before.survey, community), _shares(told, now.survey, community))
    title = figures.asked(now.survey, asked)
    return Bars(heading=heading(now, waves[1], title), categories=tuple(options), series=series)


def _shares(told: Tally, survey: Survey, community: Community) -> tuple[Point, ...]:
    whole = told.answered or 1
    points = []
    for _option, count in results.shown_options(survey, told, community):
        label = _("not shown") if count is None else _("{percent} %").format(percent=round(100 * count / whole))
        points.append(Point(value=None if count is None else 100 * count / whole, label=label))
    return tuple(points)
