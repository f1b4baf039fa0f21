"""Who and what is on the page: the people one can be, the group, and links worth opening."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from demo.groups import Group
from demo.people import Person
from demo.telegram import LocalTelegram

KYIV = ZoneInfo("Europe/Kyiv")


@dataclass(frozen=True)
class DeepLink:
    """A code of a poster: what it says in both languages, and its payload."""

    payload: str
    uk: str
    en: str


@dataclass
class Scene:
    """`extras`, people of the story who only pass by, are not among `residents` and `officers`."""

    telegram: LocalTelegram
    group: Group
    residents: list[Person] = field(default_factory=list)
    officers: list[Person] = field(default_factory=list)
    posts: dict[int, str] = field(default_factory=dict)
    links: Sequence[DeepLink] = ()
    zone: tzinfo = KYIV

    @property
    def cast(self) -> list[Person]:
        return [*self.residents, *self.officers]

    def person(self, number: int) -> Person:
        for person in self.cast:
            if person.id == number:
                return person
        raise LookupError("Such a person is not on the page")
