"""What is asked of who prepares a campaign or an alert: the words, whom it is for, and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from council.audience import Audience
from council.community import Community
from council.decision_forms import a_date
from council.forms import Answers, Form, Option, Step, words
from council.phrases import DomainError, Phrase, _
from council.profiles import AGES, CHILD, DEVICES, GENDERS, SAY_NOTHING, numbered
from council.survey import Audience as AskedOf
from council.survey import Survey

MESSAGE, SURVEY, ALERT = "campaign", "campaign-survey", "alert"
"""Names of the forms."""

LONG, CAPTION, URGENT = 3000, 800, 1000
"""Characters of a message, of the words under a photo or file, and of an alert."""

CONDITIONS: Mapping[str, str] = {
    "districts": _("By district"),
    "locale": _("By language"),
    "topics": _("By what they follow"),
    "took": _("By taking part in a survey"),
    "seen": _("By when they last wrote"),
    "ages": _("By age"),
    "genders": _("By gender"),
    "devices": _("By device"),
}


def build(name: str, community: Community, surveys: Mapping[str, Survey]) -> Form:
    asked = tuple(one for one in surveys.values() if one.listed and one.audience is AskedOf.RESIDENTS)
    match name:
        case "campaign":
            return Form(name, 1, (*_words_of_a_message(), *_audience(community, asked), _when()))
        case "campaign-survey":
            return Form(name, 1, (*_invitation(asked), *_audience(community, asked), _when(), _reminders()))
    return Form(name, 1, _of_an_alert(community))


def shaped(form: Form, answers: Answers) -> Form:
    """With the topics of this community, which the database knows: pairs (target, title) in the answers."""
    options = tuple(Option(f"t{place}", title) for place, (_target, title) in enumerate(answers.get("_topics", ())))
    return replace(
        form, steps=tuple(replace(one, options=options) if one.name == "topics" else one for one in form.steps)
    )


def _words_of_a_message() -> Sequence[Step]:
    return (
        Step(
            "title",
            Phrase(_("How will you call this among colleagues? Residents do not see it. For example «Water outage».")),
            reads=words(60),
            title=_("Name"),
        ),
        Step(
            "uk",
            Phrase(
                _(
                    "Write what people will read, in Ukrainian. You may send a photo or a file, with or before the "
                    "text: then up to {caption} characters, else up to {long}."
                ),
                {"caption": CAPTION, "long": LONG},
            ),
            reads=words(LONG),
            long=True,
            title=_("Ukrainian text"),
        ),
        _english(),
    )


def _english(limit: int = LONG) -> Step:
    return Step(
        "en",
        Phrase(_("The same in English, for those who chose English? You may skip it: they read the Ukrainian text.")),
        reads=words(limit),
        optional=lambda answers: True,
        long=True,
        title=_("English text"),
    )


def _invitation(surveys: Sequence[Survey]) -> Sequence[Step]:
    return (
        Step(
            "survey",
            Phrase(_("To which survey do you invite?")),
            tuple(Option(one.id, one.title) for one in surveys),
            title=_("Survey"),
        ),
        Step(
            "uk",
            Phrase(_("Your own words before the survey's purpose, in Ukrainian? You may skip them.")),
            reads=words(CAPTION),
            optional=lambda answers: True,
            title=_("Your words"),
        ),
    )


def _of_an_alert(community: Community) -> tuple[Step, ...]:
    return (
        replace(
            _several("districts", _("Where is the danger? Choose districts, or skip: the whole community."), ()),
            options=_districts(community),
            asked_if=lambda answers: bool(community.districts),
        ),
        Step(
            "uk",
            Phrase(
                _("What happened, and what should people do? Write it in Ukrainian, up to {limit} characters."),
                {"limit": URGENT},
            ),
            reads=words(URGENT),
            title=_("Ukrainian text"),
        ),
        _english(URGENT),
    )


# whom it is for


def _audience(community: Community, surveys: Sequence[Survey]) -> tuple[Step, ...]:
    return (
        Step(
            "who",
            Phrase(_("Whom is it for? Only those who agreed will get it.")),
            (Option("all", Phrase(_("Everybody who agreed"))), Option("some", Phrase(_("Only some of them")))),
            title=_("Whom it is for"),
        ),
        replace(
            _several("by", _("By what shall they be chosen? You may choose several."), CONDITIONS),
            asked_if=lambda answers: answers.get("who") == "some",
        ),
        replace(
            _several("districts", _("Which districts?"), ()),
            options=_districts(community),
            asked_if=_by("districts"),
        ),
        _settlements(community),
        _one("locale", _("Which language do they read?"), {"uk": _("Ukrainian"), "en": _("English")}),
        _several("topics", _("What do they follow in the programme?"), ()),
        replace(
            _one("survey_of", _("Which survey?"), {}),
            options=tuple(Option(one.id, one.title) for one in surveys),
            asked_if=_by("took"),
        ),
        _one("took", _("Those who have taken part in it, or have not?"), {"yes": _("Have"), "no": _("Have not")}),
        _one("seen", _("When did they last write to the bot?"), SEEN),
        _several("ages", _("Which age? Only those who agreed to being chosen by it."), _told(AGES)),
        _several("genders", _("Which gender? Only those who agreed to being chosen by it."), _told(GENDERS)),
        _several("devices", _("Which device? Only those who agreed to being chosen by it."), DEVICES),
    )


SEEN: Mapping[str, str] = {
    "1": _("This month or the last"),
    "3": _("Within three months"),
    "6": _("Within half a year"),
    "12": _("Within a year"),
}


def _told(labels: Mapping[str, str]) -> Mapping[str, str]:
    """Nobody is chosen by being a child, or by having said nothing."""
    return {code: label for code, label in labels.items() if code not in (CHILD, SAY_NOTHING)}


def _districts(community: Community) -> tuple[Option, ...]:
    return tuple(Option(one.code, one.name) for one in community.districts)


def _by(condition: str) -> Callable[[Answers], bool]:
    return lambda answers: answers.get("who") == "some" and condition in (answers.get("by") or ())


def _several(name: str, question: str, labels: Mapping[str, str] | tuple[()]) -> Step:
    options = tuple(Option(code, Phrase(label)) for code, label in dict(labels).items())
    return Step(
        name,
        Phrase(question),
        options,
        optional=lambda answers: True,
        multiple=True,
        asked_if=_by(name),
        title=_TITLES.get(name, ""),
    )


_TITLES: Mapping[str, str] = {**CONDITIONS, "by": _("Conditions")}


def _one(name: str, question: str, labels: Mapping[str, str]) -> Step:
    options = tuple(Option(code, Phrase(label)) for code, label in labels.items())
    return Step(name, Phrase(question), options, asked_if=_by(name), title=_TITLES.get(name, ""))


def _settlements(community: Community) -> Step:
    """Of the chosen districts that have several; nothing chosen is all of them."""
    options = tuple(Option(code, name) for code, name in numbered(community))

    def offered(answers: Answers) -> tuple[Option, ...]:
        chosen = [one for one in community.districts if one.code in (answers.get("districts") or ())]
        names = {name for one in chosen if len(one.settlements) > 1 for name in one.settlements}
        return tuple(option for option in options if option.label in names)

    return replace(
        _several("settlements", _("Only some settlements? Choose them, or skip."), ()),
        options=options,
        offers=offered,
        asked_if=lambda answers: _by("districts")(answers) and bool(offered(answers)),
        title=_("Settlements"),
    )


def audience(answers: Answers, community: Community) -> Audience:
    """The conditions of the answers that count."""
    names = dict(numbered(community))
    topics = [target for target, _title in answers.get("_topics", ())]
    return Audience(
        districts=tuple(answers.get("districts") or ()),
        settlements=tuple(names[code] for code in answers.get("settlements") or () if code in names),
        locale=str(answers.get("locale") or ""),
        topics=tuple(topics[int(code[1:])] for code in answers.get("topics") or () if int(code[1:]) < len(topics)),
        survey=str(answers.get("survey_of") or ""),
        took=str(answers.get("took") or ""),
        seen=int(answers.get("seen") or 0),
        ages=tuple(answers.get("ages") or ()),
        genders=tuple(answers.get("genders") or ()),
        devices=tuple(answers.get("devices") or ()),
    )


# when


def _when() -> Step:
    return Step(
        "when",
        Phrase(_("When shall it go out? Press, or write a day and an hour, for example 22.12.2026 10:00.")),
        (Option("now", Phrase(_("As soon as it is confirmed"))), Option("morning", Phrase(_("Tomorrow at 10:00")))),
        reads=a_moment,
        title=_("When"),
    )


def _reminders() -> Step:
    return Step(
        "reminders",
        Phrase(_("Shall those who have not finished be reminded?")),
        (
            Option("0", Phrase(_("No reminders"))),
            Option("3", Phrase(_("Once, after 3 days"))),
            Option("3-7", Phrase(_("Twice, after 3 and 7 days"))),
        ),
        title=_("Reminders"),
    )


def a_moment(text: str) -> str:
    """Reads «22.12.2026 10:00» as a moment of the community's clock (ISO text). Raises DomainError."""
    day, _space, clock = text.strip().partition(" ")
    try:
        return f"{a_date(day)}T{time.fromisoformat(clock.strip().rjust(5, '0')).isoformat()}"
    except (ValueError, DomainError):
        raise DomainError(_("Write the day and the hour, for example 22.12.2026 10:00.")) from None


def starts_at(when: str, community: Community, now: datetime) -> datetime:
    """The moment of the answer, not before now. Raises DomainError for one more than a year away."""
    local = community.local(now)
    if when == "now":
        return now
    if when == "morning":
        wanted = datetime.combine(local.date() + timedelta(days=1), time(10), tzinfo=local.tzinfo)
    else:
        wanted = datetime.fromisoformat(when).replace(tzinfo=local.tzinfo)
    if wanted > local + timedelta(days=366):
        raise DomainError(_("That is more than a year away. Choose an earlier day."))
    return max(now, wanted.astimezone(now.tzinfo))


def reminders(answers: Answers) -> tuple[int, ...]:
    return tuple(int(days) for days in str(answers.get("reminders") or "0").split("-") if int(days))
