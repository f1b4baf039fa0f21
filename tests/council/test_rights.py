"""Who may do what with a case: by role, by scope, and never a complaint by the one complained of."""

import pytest

from council.appeals import Kind
from council.people import Role
from council.phrases import DomainError
from council.rights import may_handle, may_open_data, must_administer, must_handle
from tests.council.desk import STRANGER, drawn, officer

CASES = {
    "application": drawn(Kind.APPLICATION),
    "request": drawn(Kind.INFORMATION_REQUEST, category="", district=""),
    "report": drawn(Kind.PROBLEM_REPORT),
    "complaint": drawn(Kind.COMPLAINT, category=""),
}
ALL = {"application", "request", "report", "complaint"}
NONE: set[str] = set()


MATRIX = [
    (Role.REGISTRAR, "", ALL),
    (Role.HEAD, "", ALL),
    (Role.EXECUTOR, "", ALL - {"complaint"}),
    (Role.EXECUTOR, "general", ALL - {"complaint"}),
    (Role.EXECUTOR, "cnap", NONE),
    (Role.STAROSTA, "misto", {"application", "report"}),
    (Role.STAROSTA, "budianskyi", NONE),
    (Role.STAROSTA, "", NONE),
    (Role.ENTERPRISE, "lighting", {"application", "report"}),
    (Role.ENTERPRISE, "general", ALL - {"complaint"}),
    (Role.ENTERPRISE, "roads", NONE),
    (Role.ENTERPRISE, "", NONE),
    (Role.MODERATOR, "", NONE),
    (Role.PROGRAMME_LEAD, "", NONE),
    (Role.CAMPAIGN_MANAGER, "", NONE),
    (Role.OBSERVER, "", NONE),
    (Role.ADMINISTRATOR, "", NONE),
]


@pytest.mark.parametrize(("role", "scope", "handles"), MATRIX)
def test_a_role_reaches_its_own_cases_only(role: Role, scope: str, handles: set[str]) -> None:
    holder = officer(900, (role, scope))
    assert {name for name, case in CASES.items() if may_handle(holder, case)} == handles
    assert {name for name, case in CASES.items() if may_open_data(holder, case)} == handles


def test_every_role_is_in_the_matrix() -> None:
    assert {role for role, _scope, _handles in MATRIX} == set(Role)


def test_one_of_several_roles_is_enough() -> None:
    both = officer(900, (Role.OBSERVER, ""), (Role.STAROSTA, "misto"))
    assert may_handle(both, CASES["report"])


def test_who_has_no_role_is_told_where_roles_come_from() -> None:
    with pytest.raises(DomainError) as refusal:
        must_handle(STRANGER, CASES["report"])
    assert "/roles" in refusal.value.phrase.msgid


def test_administrators_are_named_in_the_settings_or_by_role() -> None:
    must_administer(officer(7), frozenset({7}))
    must_administer(officer(8, (Role.ADMINISTRATOR, "")), frozenset({7}))
    with pytest.raises(DomainError):
        must_administer(officer(9, (Role.HEAD, "")), frozenset({7}))
