"""The community as its editors describe it: `community.yaml`, schema `community/1`.

What the file does not say stays empty, and whoever shows it leaves the line out: nothing is ever invented.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr

from council.appeals import Kind
from council.calendar import Calendar
from council.campaign_rules import CampaignRules
from council.contradictions import contradictions
from council.danger import found, heard
from council.deadlines import Promise, Terms
from council.fields import SPAN, Code, Edrpou, Email, Katottg, Page, Part, Phone, Span, Text
from council.forms import same_words
from council.handover_rules import Connector
from council.petition_rules import PetitionRules
from council.phrases import Phrase, _
from council.sources import ContentError, Fault, Source, Where, read, shaped
from council.workflow import Workflow

__all__ = [
    "FILE",
    "Category",
    "Community",
    "ContentError",
    "DangerNumber",
    "Department",
    "District",
    "Hours",
    "Text",
    "examined",
    "load",
]

FILE = "community.yaml"
KYIV = ZoneInfo("Europe/Kyiv")


class Council(Part):
    """The council's name. The genitive is given, never computed: programs decline Ukrainian badly."""

    name: Text
    genitive: Text | None = None


class DataContact(Part):
    """Who in the council answers for personal data (2297-VI art. 24)."""

    post: Text | None = None
    phone: Phone = ""
    email: Email = ""


class Legal(Part):
    edrpou: Edrpou = ""
    katottg: Katottg = ""
    address: Text | None = None
    head_post: Text | None = None
    data_contact: DataContact = DataContact()


class SocialPage(Part):
    title: Text
    url: Page


class Contacts(Part):
    """How to reach the council without the bot. `registry_email` is where the registry takes documents."""

    phone: Phone = ""
    email: Email = ""
    registry_email: Email = ""
    address: Text | None = None
    website: Page = ""
    pages: tuple[SocialPage, ...] = ()


class Hours(Part):
    """Working hours by weekday, `08:00-17:00`; an empty day is unknown or off."""

    mon: Span = ""
    tue: Span = ""
    wed: Span = ""
    thu: Span = ""
    fri: Span = ""
    sat: Span = ""
    sun: Span = ""
    lunch: Span = ""

    def of(self, weekday: int) -> str:
        """The hours of a weekday, Monday is 0."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)[weekday]

    def closing(self, weekday: int) -> time | None:
        found = SPAN.fullmatch(self.of(weekday))
        return time(int(found[3]), int(found[4])) if found else None

    @property
    def known(self) -> bool:
        return any(self.of(weekday) for weekday in range(7))


class DistrictKind(StrEnum):
    CITY = "city"
    STAROSTA = "starosta"


class District(Part):
    code: Code
    name: Text
    kind: DistrictKind = DistrictKind.STAROSTA
    settlements: tuple[str, ...] = ()


class DepartmentKind(StrEnum):
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"


class Department(Part):
    code: Code
    name: Text
    kind: DepartmentKind = DepartmentKind.DEPARTMENT
    phone: Phone = ""
    email: Email = ""


class Need(StrEnum):
    """What a problem report of a category is of little use without."""

    PLACE = "place"
    PHOTO = "photo"


class Category(Part):
    """What an appeal or a problem report is about. `theme` is a code of `themes` (classifier of CMU 858, part II).

    Cases of an `urgent` category wait in no queue when very many come at once: a burst main, no heating in winter.
    """

    code: Code
    title: Text
    theme: str
    department: Code
    promise: Promise
    needs: tuple[Need, ...] = ()
    urgent: bool = False


class Theme(Part):
    code: Annotated[str, Field(pattern=r"^\d{3}$")]
    name: str


class Benefit(Part):
    """A category of authors (CMU 858, part I). `by_head`: the first head considers it in person (393/96-ВР)."""

    code: Code
    title: Text
    by_head: bool = False


class Signatory(Part):
    """Who signs final answers by default; both may be empty, the officer then types them."""

    post: Text | None = None
    name: str = ""

    @property
    def line(self) -> str:
        """«Міський голова, Іван Вигаданий»; empty while one of the two is not known."""
        return f"{self.post}, {self.name}" if self.post and self.name else ""


class DangerNumber(Part):
    number: Annotated[str, Field(pattern=r"^\d{3}$")]
    text: Text


class DangerWords(Part):
    """What people write when they are in danger; `phrases` are read as council.danger says."""

    code: Code
    means: Text
    call: Annotated[tuple[str, ...], Field(min_length=1)]
    phrases: Annotated[tuple[str, ...], Field(min_length=1)]


class Danger(Part):
    """Danger is answered first: whom to call, and by which words the bot hears it."""

    numbers: tuple[DangerNumber, ...]
    words: tuple[DangerWords, ...] = ()


class GroupText(StrEnum):
    """How much of an appeal's text stands in the staff group."""

    MASKED = "masked"
    NONE = "none"
    FULL = "full"


class Body(Part):
    """Who of this community stands behind a body that a programme names as responsible: its reports are asked there."""

    name: Annotated[str, Field(min_length=1)]
    department: Code


class Counting(Part):
    """How days are counted. `roll_forward` exists to be refused: no date is moved later than the law.

    `martial_law_until` is the last day of martial law once it is known; `holidays` count from the day after.
    """

    martial_law: bool = True
    martial_law_until: date | None = None
    holidays: tuple[date, ...] = ()
    extra_working_days: tuple[date, ...] = ()
    after_hours_next_day: bool = False
    roll_forward: bool = False


class Counter(Part):
    """A place where people are served; its QR code opens the rating of the service."""

    code: Code
    title: Text


class Course(Part):
    """Where people learn digital skills here: a library, a club. What is not known is left out."""

    title: Text
    place: Text | None = None
    when: Text | None = None
    phone: Phone = ""
    page: Page = ""


class Community(Part):
    """One hromada, as its folder describes it. Satisfies council.deadlines.Rules.

    `population` is how many people live in the whole community, 0 where nobody wrote it; `populations` says the same of
    settlements: answers to surveys tell only of large ones.
    """

    schema_tag: Literal["community/1"] = Field(alias="schema")
    name: Text
    short_name: Text
    council: Council
    legal: Legal = Legal()
    contacts: Contacts = Contacts()
    working_hours: Hours = Hours()
    districts: tuple[District, ...] = ()
    settlements: tuple[str, ...] = ()
    population: Annotated[int, Field(ge=0)] = 0
    populations: dict[str, int] = Field(default_factory=dict)
    courses: tuple[Course, ...] = ()
    counters: tuple[Counter, ...] = ()
    departments: Annotated[tuple[Department, ...], Field(min_length=1)]
    general_department: Code
    themes: tuple[Theme, ...]
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]
    benefits: tuple[Benefit, ...] = ()
    programme_bodies: tuple[Body, ...] = ()
    signatory: Signatory = Signatory()
    group_text: GroupText = GroupText.MASKED
    staff_language: Literal["uk", "en"] = "uk"
    petitions: PetitionRules = PetitionRules()
    campaigns: CampaignRules = CampaignRules()
    workflow: Workflow = Workflow()
    counting: Counting = Counting()
    terms: Terms
    danger: Danger
    _zone: ZoneInfo = PrivateAttr(default=KYIV)
    _connectors: frozenset[Connector] = PrivateAttr(default=frozenset())

    def in_zone(self, zone: ZoneInfo) -> Self:
        """The same community by another clock (setting TIMEZONE)."""
        moved = self.model_copy()
        moved._zone = zone
        return moved

    def connected(self, connectors: frozenset[Connector]) -> Self:
        """The same community in a house whose settings have these ways to hand cases over."""
        moved = self.model_copy()
        moved._connectors = connectors
        return moved

    @property
    def connectors(self) -> Sequence[Connector]:
        """The ways that are open; mail is none where no mailbox is named."""
        mail = bool(self.contacts.registry_email or self.workflow.mail.mailboxes)
        return [way for way in Connector if way in self._connectors and (mail or way is not Connector.MAIL)]

    def hands_over(self, kind: Kind) -> Sequence[Connector]:
        """The ways by which a new case of this kind leaves; empty where the registrar works in the group only."""
        kinds = self.workflow.kinds
        return self.connectors if not kinds or kind in kinds else ()

    def mailbox_of(self, kind: Kind, category: str, department: str) -> str:
        """Where the mail of such a case goes; empty where no mailbox fits."""
        return self.workflow.mailbox(kind, category, department) or self.contacts.registry_email

    @property
    def zone(self) -> ZoneInfo:
        return self._zone

    @property
    def calendar(self) -> Calendar:
        return Calendar(
            martial_law=self.counting.martial_law,
            martial_law_until=self.counting.martial_law_until,
            holidays=frozenset(self.counting.holidays),
            extra_working_days=frozenset(self.counting.extra_working_days),
            after_hours_next_day=self.counting.after_hours_next_day,
            hours=self.working_hours,
        )

    @property
    def address(self) -> Text | None:
        """Where to come or write; the legal address where no other is given."""
        return self.contacts.address or self.legal.address

    def local(self, moment: datetime) -> datetime:
        """The moment by the community's clock."""
        return moment.astimezone(self._zone)

    def department_behind(self, body: str) -> str:
        """The department that reports for a body named in a programme: as listed, or of that very name; else none."""
        listed = [(one.name, one.department) for one in self.programme_bodies]
        named = [(department.name.uk, department.code) for department in self.departments]
        return next((code for name, code in (*listed, *named) if same_words(name, body)), "")

    def category(self, code: str) -> Category | None:
        return next((category for category in self.categories if category.code == code), None)

    def department(self, code: str) -> Department | None:
        return next((department for department in self.departments if department.code == code), None)

    def district(self, code: str) -> District | None:
        return next((district for district in self.districts if district.code == code), None)

    def benefit(self, code: str) -> Benefit | None:
        return next((benefit for benefit in self.benefits if benefit.code == code), None)

    def counter(self, code: str) -> Counter | None:
        return next((counter for counter in self.counters if counter.code == code), None)

    def theme(self, code: str) -> Theme | None:
        return next((theme for theme in self.themes if theme.code == code), None)

    def department_of(self, category: str) -> str:
        """The code of the department that answers for a category; the general one registers what has none."""
        found = self.category(category)
        return found.department if found else self.general_department

    def promise_of(self, category: str) -> Promise | None:
        found = self.category(category)
        return found.promise if found else None

    def danger_in(self, text: str) -> Sequence[DangerWords]:
        """What the text may be warning of."""
        said = heard(text)
        return [words for words in self.danger.words if found(said, words.phrases)]

    def numbers_for(self, danger: DangerWords) -> Sequence[DangerNumber]:
        """Whom to call, the most fitting first."""
        return [number for call in danger.call for number in self.danger.numbers if number.number == call]

    def ready_for_residents(self) -> list[Phrase]:
        """What residents will miss, one sentence each; empty when the folder is complete."""
        return [phrase for _where, phrase in self.gaps()]

    def gaps(self) -> Sequence[tuple[Where, Phrase]]:
        """The places of the file that are still empty, with what they lack."""
        contact = self.legal.data_contact
        known = (
            (("contacts", "phone"), self.contacts.phone, _("the council's phone number is missing")),
            (("contacts", "address"), self.address, _("the council's address is missing")),
            (("contacts", "email"), self.contacts.email, _("the council's e-mail is missing")),
            (("contacts", "registry_email"), self.contacts.registry_email, _("the registry's mailbox is missing")),
            (("working_hours",), self.working_hours.known, _("the working hours are missing")),
            (("legal", "edrpou"), self.legal.edrpou, _("the council's ЄДРПОУ code is missing")),
            (
                ("legal", "data_contact"),
                contact.phone or contact.email,
                _("it is not said how to reach who answers for personal data"),
            ),
            (("signatory",), self.signatory.name, _("it is not said who signs the answers")),
        )
        empty = [(where, Phrase(msgid)) for where, value, msgid in known if not value]
        return [*empty, *self._districts_without_villages()]

    def _districts_without_villages(self) -> list[tuple[Where, Phrase]]:
        silent = [place for place, district in enumerate(self.districts) if not district.settlements]
        if not silent:
            return []
        n = len(silent)
        phrase = Phrase("{n} district has no list of villages", plural="{n} districts have no list of villages", n=n)
        return [(("districts", silent[0]), phrase)]


def examined(source: Source) -> tuple[Community | None, list[Fault]]:
    """The community of a file as far as it has the right shape, and everything that is wrong with it."""
    community, faults = shaped(Community, source)
    if community is not None:
        faults += [source.fault(*found) for found in contradictions(community)]
    return community, faults


def load(directory: Path, zone: ZoneInfo = KYIV) -> Community:
    """The community of a folder. Raises ContentError with every fault found."""
    community, faults = examined(read(directory / FILE))
    if community is None or faults:
        raise ContentError(faults)
    return community.in_zone(zone)
