"""Who of the council may do what with a case: asked on every press, since roles are given and taken."""

from council.appeals import Appeal, Kind
from council.lists import Reach
from council.people import Officer, Role, RoleGrant
from council.phrases import DomainError, _
from council.words import matches

_WHOLE_COUNCIL = frozenset({Role.REGISTRAR, Role.HEAD})


def may_handle(officer: Officer, appeal: Appeal) -> bool:
    """Whether the officer may take the case over and answer it.

    A complaint stays with registrar and head, since it must not reach the one complained of (393/96-ВР art. 7).
    """
    if is_about(officer, appeal):
        return False
    if officer.has(*_WHOLE_COUNCIL):
        return True
    if appeal.kind is Kind.COMPLAINT:
        return False
    return any(_covers(grant, appeal) for grant in officer.grants)


def is_about(officer: Officer, appeal: Appeal) -> bool:
    """Whether a complaint names this officer.

    Registrar and head are no exception: a complaint is not considered by the one complained of (393/96-ВР art. 7).
    """
    return appeal.kind is Kind.COMPLAINT and complained_of(officer, appeal.submission.complained_of)


def complained_of(officer: Officer, accused: str) -> bool:
    """Whether every word of «whom», in any form, stands in the names of the officer's posts."""
    own = " ".join(grant.position for grant in officer.grants)
    return bool(accused) and matches(accused, own)


def _covers(grant: RoleGrant, appeal: Appeal) -> bool:
    """An executor without a department serves the whole council; a starosta without a district nobody."""
    scopes = {
        Role.EXECUTOR: {appeal.department, ""},
        Role.STAROSTA: {appeal.district} - {""},
        Role.ENTERPRISE: {appeal.category, appeal.department} - {""},
    }
    return grant.scope in scopes.get(grant.role, set())


def may_open_data(officer: Officer, appeal: Appeal) -> bool:
    """Whether name, address and the unmasked text open for the officer: only for who works on the case."""
    return may_handle(officer, appeal)


def must_handle(officer: Officer, appeal: Appeal) -> None:
    """Raises DomainError with the way out when the case is not this officer's."""
    if is_about(officer, appeal):
        raise DomainError(_("This complaint is about you or your department. A colleague considers it (art. 7)."))
    if not may_handle(officer, appeal):
        raise DomainError(_("This case is not within your role. The administrator gives roles with /roles."))


def reach(officer: Officer) -> Reach | None:
    """The cases that are this officer's; None for registrar and head, whose are all."""
    if officer.has(*_WHOLE_COUNCIL):
        return None
    scopes = {role: frozenset(one.scope for one in officer.grants if one.role is role) for role in Role}
    enterprise = scopes[Role.ENTERPRISE] - {""}
    return Reach(
        every="" in scopes[Role.EXECUTOR],
        departments=(scopes[Role.EXECUTOR] | enterprise) - {""},
        districts=scopes[Role.STAROSTA] - {""},
        categories=enterprise,
    )


def must_work_here(officer: Officer, admins: frozenset[int]) -> None:
    """Raises DomainError for who holds no role: the lists of cases are for those who work on them."""
    if not officer.grants and officer.telegram_id not in admins:
        raise DomainError(_("The lists are for colleagues with a role. The administrator gives roles with /roles."))


def must_administer(officer: Officer, admins: frozenset[int]) -> None:
    """Raises DomainError for who is neither in ADMIN_IDS nor an administrator by role."""
    if officer.telegram_id not in admins and not officer.has(Role.ADMINISTRATOR):
        raise DomainError(_("Only an administrator may do this. Administrators are named in ADMIN_IDS."))
