"""The journal of submissions: a row a case, in the columns of the council's document system or of its own choice.

The 43 columns that it has without a choice are those of one living installation of a common system; what only that
system knows stays empty.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from council.appeals import Appeal, Kind, Receipt
from council.community import Community
from council.people import Identity, ReplyChannel
from council.submitting import due_of
from council.workflow import JournalColumn


@dataclass(frozen=True)
class Entry:
    """One row: `place` counts from one, `files` are the attachments of the submission."""

    place: int
    appeal: Appeal
    files: int

    @property
    def applicant(self) -> Identity | None:
        return self.appeal.submission.applicant


Value = str | int | date
Fact = Callable[[Community, Entry], Value]

KINDS: Mapping[Kind, str] = {
    Kind.PROPOSAL: "Пропозиція (зауваження)",
    Kind.APPLICATION: "Заява (клопотання)",
    Kind.COMPLAINT: "Скарга",
    Kind.INFORMATION_REQUEST: "Запит на публічну інформацію",
    Kind.PROBLEM_REPORT: "Повідомлення про проблему",
}
"""As the journal names them: the values of the council's classifier, always in the state language."""

RECEIPTS: Mapping[Receipt | None, str] = {
    None: "Електронне",
    Receipt.ORAL: "Усне",
    Receipt.PHONE: "Усне",
    Receipt.POST: "Лист",
    Receipt.DESK: "Лист",
}
WAYS: Mapping[Receipt | None, str] = {
    None: "Поштою (електронною поштою)",
    Receipt.ORAL: "На особистому прийомі",
    Receipt.PHONE: "За допомогою засобів телефонного зв'язку",
    Receipt.POST: "Поштою (електронною поштою)",
    Receipt.DESK: "Нарочно",
}
"""Form of receipt (CMU 858, part I). What comes by the bot is electronic mail by that classifier."""

SUMMARY = 300
"""Signs of the text that stand in the short content."""


def _summary(community: Community, entry: Entry) -> str:
    category = community.category(entry.appeal.category)
    told = [str(category.title) if category else "", " ".join(entry.appeal.submission.text.split())[:SUMMARY]]
    return ". ".join(part for part in told if part)


def _contact(channel: ReplyChannel) -> Fact:
    def told(_community: Community, entry: Entry) -> str:
        one = entry.applicant
        return one.contact if one is not None and one.channel is channel else ""

    return told


def _receipt(entry: Entry) -> Receipt | None:
    entered = entry.appeal.submission.entered
    return entered.receipt if entered else None


def _department(community: Community, entry: Entry) -> str:
    found = community.department(entry.appeal.department)
    return str(found.name) if found else ""


def _territory(community: Community, entry: Entry) -> str:
    found = community.district(entry.appeal.district)
    return str(found.name) if found else ""


def _theme(community: Community, entry: Entry) -> str:
    category = community.category(entry.appeal.category)
    theme = community.theme(category.theme) if category else None
    return f"{theme.code} {theme.name}" if theme else ""


def _received(community: Community, entry: Entry) -> date:
    return community.local(entry.appeal.received_at).date()


FACTS: Mapping[str, Fact] = {
    "place": lambda _c, entry: entry.place,
    "registry_number": lambda _c, entry: entry.appeal.registry_index,
    "registered_on": lambda _c, entry: entry.appeal.registry_date or "",
    "intake_number": lambda _c, entry: entry.appeal.number,
    "received_on": _received,
    "received_at": lambda community, entry: f"{community.local(entry.appeal.received_at):%d.%m.%Y %H:%M}",
    "summary": _summary,
    "text": lambda _c, entry: entry.appeal.submission.text,
    "files": lambda _c, entry: entry.files,
    "due": lambda community, entry: due_of(entry.appeal, community).day,
    "extended": lambda _c, entry: "Так" if entry.appeal.state.value == "extended" else "",
    "applicant": lambda _c, entry: str(entry.applicant.name) if entry.applicant else "",
    "people": lambda _c, entry: len(entry.appeal.submission.signers) + 1,
    "residence": lambda _c, entry: entry.applicant.residence if entry.applicant else "",
    "kind": lambda _c, entry: KINDS[entry.appeal.kind],
    "department": _department,
    "department_code": lambda c, entry: c.workflow.departments.get(entry.appeal.department, ""),
    "state": lambda _c, entry: entry.appeal.state.value,
    "sign": lambda _c, entry: "Повторне" if entry.appeal.repeats else "Первинне",
    "receipt_type": lambda _c, entry: RECEIPTS[_receipt(entry)],
    "receipt": lambda _c, entry: WAYS[_receipt(entry)],
    "subject": lambda _c, entry: "Колективне" if entry.appeal.submission.signers else "Індивідуальне",
    "theme": _theme,
    "territory_code": lambda c, _e: c.legal.katottg,
    "territory": _territory,
    "organisation": lambda c, _e: str(c.council.name),
    "phone": _contact(ReplyChannel.PHONE),
    "email": _contact(ReplyChannel.EMAIL),
    "": lambda _c, _e: "",
}
"""What may stand in a column, by its name in community.yaml; the empty one is for columns that others fill in."""

_USUAL: Sequence[tuple[str, str]] = (
    ("№ з/п", "place"),
    ("№ документа", "registry_number"),
    ("Дата реєстрації", "registered_on"),
    ("Короткий зміст", "summary"),
    ("Арк.", ""),
    ("Дод.", "files"),
    ("Додатки (к-ть арк.)", ""),
    ("Дата зняття з контролю", ""),
    ("Контрольний термін", "due"),
    ("Термін продовжено", "extended"),
    ("Примітка", "intake_number"),
    ("Том", ""),
    ("Заявник", "applicant"),
    ("Кількість", "people"),
    ("Адреса заявника", "residence"),
    ("Відділення", ""),
    ("Вид документа", "kind"),
    ("Номенклатура", ""),
    ("Контроль", ""),
    ("Головний виконавець", ""),
    ("Особа, яка контролює виконання документа", ""),
    ("Маршрут", ""),
    ("Стан документа", ""),
    ("Автор РК", ""),
    ("Кратність", "sign"),
    ("Тип заявника", "receipt_type"),
    ("За суб'єктом", "subject"),
    ("Розглядає", ""),
    ("Результат розгляду", ""),
    ("Текст результ. розгляду", ""),
    ("Код території", "territory_code"),
    ("Територія", "territory"),
    ("Надходження", "receipt"),
    ("Підрозділ головного виконавця", "department"),
    ("Підрозділ реєстрації", ""),
    ("Тека", ""),
    ("Організація", "organisation"),
    ("Моб. тел.", "phone"),
    ("E-mail", "email"),
    ("Назва кореспондента", "applicant"),
    ("Вих. № кор.", ""),
    ("Дата кореспондента", "received_on"),
    ("Контр. термін кореспондента", ""),
)
USUAL = tuple(JournalColumn(title=title, fact=fact) for title, fact in _USUAL)


def columns(community: Community) -> Sequence[JournalColumn]:
    return community.workflow.journal.columns or USUAL


def rows(community: Community, entries: Sequence[Entry]) -> Sequence[Sequence[Value]]:
    """A row for each case, in the order of the columns."""
    facts = [FACTS[column.fact] for column in columns(community)]
    return [[fact(community, entry) for fact in facts] for entry in entries]


def span(community: Community, day: date) -> tuple[datetime, datetime]:
    """The beginning of that day and of the next, by the community's clock."""
    begins = datetime(day.year, day.month, day.day, tzinfo=community.zone)
    ends = date.fromordinal(day.toordinal() + 1)
    return begins, datetime(ends.year, ends.month, ends.day, tzinfo=community.zone)
