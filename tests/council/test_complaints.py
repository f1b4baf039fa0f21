"""A complaint is kept from the one complained of at every door (393/96-ВР art. 7)."""

import pytest

from council.appeals import Kind, Submission
from council.decision_forms import Decision
from council.decisions import must_be_possible
from council.people import Officer, Role, RoleGrant, TelegramId
from council.phrases import DomainError
from council.rights import may_handle, may_open_data, must_handle
from tests.council.desk import NOW, OLENA, drawn


def officer(role: Role, position: str, scope: str = "") -> Officer:
    return Officer(TelegramId(7), (RoleGrant(1, TelegramId(7), role, scope, position, OLENA, NOW),))


def complaint(of: str, kind: Kind = Kind.COMPLAINT) -> object:
    return drawn(kind, submission=Submission(text="Грубить", complained_of=of))


@pytest.mark.parametrize(
    ("accused", "position"),
    [
        ("міського голову", "Міський голова"),
        ("касирка ЦНАП", "ЦНАП, касирка"),
        ("ЦНАП", "адміністраторка ЦНАП"),
    ],
)
@pytest.mark.parametrize("role", [Role.REGISTRAR, Role.HEAD])
def test_who_is_named_neither_takes_nor_reads_nor_decides(accused: str, position: str, role: Role) -> None:
    case, named = complaint(accused), officer(role, position)
    assert not may_handle(named, case)  # type: ignore[arg-type]
    assert not may_open_data(named, case)  # type: ignore[arg-type]
    for refused in (must_handle, lambda who, what: must_be_possible(what, Decision.REGISTER, who)):
        with pytest.raises(DomainError, match="about you or your department"):
            refused(named, case)  # type: ignore[operator]


@pytest.mark.parametrize("accused", ["", "начальник відділу освіти", "голова комісії гаражного кооперативу"])
def test_somebody_elses_complaint_is_theirs_to_consider(accused: str) -> None:
    assert may_handle(officer(Role.REGISTRAR, "начальник відділу"), complaint(accused))  # type: ignore[arg-type]


def test_an_ordinary_case_is_not_lost_for_a_word() -> None:
    assert may_handle(officer(Role.REGISTRAR, "Міський голова"), complaint("міський голова", Kind.APPLICATION))  # type: ignore[arg-type]


@pytest.mark.parametrize("role", [Role.EXECUTOR, Role.STAROSTA, Role.ENTERPRISE])
def test_a_complaint_is_for_registrar_and_head_only(role: Role) -> None:
    assert not may_handle(officer(role, "хтось", scope="misto"), complaint(""))  # type: ignore[arg-type]
