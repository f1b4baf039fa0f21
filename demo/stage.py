"""An invented resident, an invented officer and their group: enough to try the bot."""

from dataclasses import dataclass

from demo.groups import Group
from demo.people import Person
from demo.telegram import LocalTelegram


@dataclass(frozen=True)
class Stage:
    resident: Person
    officer: Person
    group: Group


def stage(telegram: LocalTelegram) -> Stage:
    """The officer is the administrator (`ADMIN_IDS`); the bot is in the forum with every right."""
    resident = telegram.person("Олена", "Вигадана")
    officer = telegram.person("Ігор", "Прикладний")
    group = telegram.group("Рада: навчальна група")
    group.add(officer, admin=True)
    group.add_bot(by=officer)
    return Stage(resident, officer, group)
