"""What a person may tell about themselves once, for all surveys (P1 to P4): only with consent, only coarse."""

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from council.community import Community
from council.forms import Answers, Option, Step
from council.phrases import Phrase, _

CHILD = "child"
"""Under 18: nothing more is asked about them, and nothing is kept."""
SAY_NOTHING = "none"

AGES: Mapping[str, str] = {
    CHILD: _("under 18"),
    "18-34": _("18–34"),
    "35-59": _("35–59"),
    "60-74": _("60–74"),
    "75": _("75 and over"),
    SAY_NOTHING: _("Prefer not to say"),
}
GENDERS: Mapping[str, str] = {
    "woman": _("Woman"),
    "man": _("Man"),
    SAY_NOTHING: _("Prefer not to say"),
}
DEVICES: Mapping[str, str] = {
    "smartphone": _("Smartphone"),
    "computer": _("Computer or laptop"),
    "tablet": _("Tablet"),
    "buttons": _("Push-button phone"),
    "helped": _("Someone helps me"),
}
CODES: Mapping[str, Mapping[str, str]] = {"age": AGES, "gender": GENDERS, "devices": DEVICES}
OLDER = frozenset({"60-74", "75"})

SMALL = 500
"""A settlement with fewer people, or of unknown size, is told only by its district: its people know each other."""


class Profile(BaseModel):
    """What a person agreed to have kept for their surveys. Empty fields were not told."""

    model_config = ConfigDict(frozen=True)

    age: str = ""
    district: str = ""
    settlement: str = ""
    gender: str = ""
    devices: tuple[str, ...] = ()

    @property
    def child(self) -> bool:
        return self.age == CHILD

    @property
    def wants_it_easier(self) -> bool:
        """Sixty or older, or helped by somebody: the short form of a survey is offered first."""
        return self.age in OLDER or "helped" in self.devices


def of_answers(answers: Answers) -> Profile:
    """The profile as it was told in the questions below; of somebody under 18 nothing but that."""
    told = {name: str(answers.get(f"p_{name}") or "") for name in ("age", "district", "settlement", "gender")}
    if told["age"] == CHILD:
        return Profile(age=CHILD)
    return Profile(**told, devices=tuple(answers.get("p_devices") or ()))


def told(answers: Answers, community: Community) -> Profile:
    """The profile with the settlement by its name: buttons carry only its number."""
    profile = of_answers(answers)
    names = dict(numbered(community))
    return profile.model_copy(update={"settlement": names.get(profile.settlement, "")})


def numbered(community: Community) -> Sequence[tuple[str, str]]:
    """Settlements with the codes that fit into a button."""
    names = [name for district in community.districts for name in district.settlements]
    return [(f"s{place}", name) for place, name in enumerate(names)]


def coarse_place(profile: Profile, community: Community) -> str:
    """The settlement where it is large, else the district; empty when nothing was told."""
    if community.populations.get(profile.settlement, 0) >= SMALL:
        return profile.settlement
    return profile.district


def coarse_age(profile: Profile) -> str:
    return "" if profile.age in (CHILD, SAY_NOTHING) else profile.age


def steps(community: Community) -> Sequence[Step]:
    """The questions of the profile; the first asks whether to ask, the last whether to remember."""
    return (
        Step(
            "p_about",
            Phrase(
                _(
                    "May we first ask a few questions about you? They help to see where and to whom something is hard. "
                    "Each can be skipped."
                )
            ),
            (Option("yes", Phrase(_("Yes, ask"))), Option("no", Phrase(_("No, go to the survey")))),
            counted=False,
        ),
        _choice("p_age", _("Your age"), AGES, _wants),
        Step(
            "p_district",
            Phrase(_("Where do you live? Choose your district or skip.")),
            tuple(Option(district.code, district.name) for district in community.districts),
            optional=lambda answers: True,
            asked_if=lambda answers: bool(community.districts) and _adult(answers),
            counted=False,
        ),
        _settlement(community),
        _choice("p_gender", _("Gender"), GENDERS, _adult),
        _choice("p_devices", _("What do you usually go online with?"), DEVICES, _adult, multiple=True),
        Step(
            "p_keep",
            Phrase(
                _(
                    "Shall we remember these answers about you for the next surveys? They are kept encrypted. "
                    "You can erase them at any time: /mydata."
                )
            ),
            (Option("yes", Phrase(_("Yes, remember"))), Option("no", Phrase(_("No, only this time")))),
            asked_if=_adult,
            counted=False,
        ),
    )


def _wants(answers: Answers) -> bool:
    return answers.get("p_about") == "yes"


def _adult(answers: Answers) -> bool:
    return _wants(answers) and answers.get("p_age") != CHILD


def _choice(
    name: str,
    question: str,
    labels: Mapping[str, str],
    asked_if: Callable[[Answers], bool],
    *,
    multiple: bool = False,
) -> Step:
    return Step(
        name,
        Phrase(question),
        tuple(Option(code, Phrase(label)) for code, label in labels.items()),
        optional=lambda answers: True,
        asked_if=asked_if,
        multiple=multiple,
        counted=False,
    )


def _settlement(community: Community) -> Step:
    """Asked where the district's list names several; the options are numbers, for names do not fit into a button."""
    options = tuple(Option(code, name) for code, name in numbered(community))

    def asked(answers: Answers) -> bool:
        district = community.district(answers.get("p_district") or "")
        return _adult(answers) and district is not None and len(district.settlements) > 1

    def of_district(answers: Answers) -> tuple[Option, ...]:
        district = community.district(answers.get("p_district") or "")
        mine = district.settlements if district else ()
        return tuple(option for option in options if option.label in mine)

    return Step(
        "p_settlement",
        Phrase(_("Which settlement?")),
        options,
        optional=lambda answers: True,
        asked_if=asked,
        offers=of_district,
        counted=False,
    )
