"""Roles: rows bound to a position, given and taken by administrators, checked on every press."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from council.people import ROLE_NAMES, Role, RoleGrant, TelegramId
from council.rights import must_administer
from handlers.screens import Button, Id, Screen, packed
from handlers.staff.setup import pause
from handlers.texts import _, escaped
from handlers.turn import Turn

OFFERED = (
    Role.REGISTRAR,
    Role.EXECUTOR,
    Role.STAROSTA,
    Role.ENTERPRISE,
    Role.HEAD,
    Role.PROGRAMME_LEAD,
    Role.MODERATOR,
    Role.CAMPAIGN_MANAGER,
    Role.OBSERVER,
    Role.ADMINISTRATOR,
)
"""Roles that have something to do today."""

PENDING = "role_position"


class Give(CallbackData, prefix="g"):
    """A role for a person; `scope` is a code of the community, empty for the whole council."""

    person: Id
    role: str
    scope: str = ""


class Take(CallbackData, prefix="t"):
    grant: Id


async def roles(event: Message, turn: Turn, command: CommandObject) -> None:
    """In reply to a colleague: a role for them. Alone: who holds what, with a button to take it back."""
    must_administer(turn.officer, turn.house.admins)
    said = event.reply_to_message
    if said is None or said.from_user is None or said.from_user.is_bot or said.forum_topic_created is not None:
        await turn.say(event, await _list(turn))
        return
    position = " ".join((command.args or "").split())[:80]
    await turn.desk.notes.put(f"{PENDING}:{said.from_user.id}", position, turn.now)
    await turn.say(event, _choice(said.from_user.id, said.from_user.full_name), reply=True)


def _choice(person: int, name: str) -> Screen:
    buttons = [Button(_(ROLE_NAMES[role]), Give(person=person, role=role.value).pack()) for role in OFFERED]
    return Screen(_("Which role for {name}?").format(name=escaped(name)), packed(buttons))


async def _list(turn: Turn) -> Screen:
    grants = await turn.desk.roles.all()
    lines = [f"{place}. {_line(turn, grant)}" for place, grant in enumerate(grants, 1)]
    buttons = [
        Button(_("Take back {place}").format(place=place), Take(grant=grant.id).pack())
        for place, grant in enumerate(grants, 1)
    ]
    how = _(
        "To give a role, reply to a colleague's message with /roles and their post, for example «/roles head "
        "of the general department»."
    )
    return Screen(
        "\n".join([_("<b>Roles</b>"), *(lines or [_("Nobody holds a role yet.")]), "", how]), packed(buttons[:80])
    )


def _line(turn: Turn, grant: RoleGrant) -> str:
    scope = _scope_name(turn, grant.scope)
    what = f"{_(ROLE_NAMES[grant.role])} ({scope})" if scope else _(ROLE_NAMES[grant.role])
    return escaped(f"{grant.position}: {what}")


def _scope_name(turn: Turn, code: str) -> str:
    community = turn.house.community
    found = community.department(code) or community.district(code)
    category = community.category(code)
    return str(found.name) if found else str(category.title) if category else code


async def give(callback: CallbackQuery, callback_data: Give, turn: Turn) -> str:
    """A role with a scope asks for it first; then the row is written and logged by its giver and time."""
    must_administer(turn.officer, turn.house.admins)
    role = Role(callback_data.role) if callback_data.role in set(Role) else None
    if role is None:
        return _("This button is no longer in use.")
    scopes = _scopes(turn, role)
    if scopes and not callback_data.scope:
        await turn.show(callback, _scope_choice(callback_data.person, role, scopes))
        return ""
    grant = await _given(turn, TelegramId(callback_data.person), role, callback_data.scope)
    await turn.show(callback, Screen(_("Given: {role}.").format(role=_line(turn, grant))))
    return ""


async def _given(turn: Turn, person: TelegramId, role: Role, scope: str) -> RoleGrant:
    position = await turn.desk.notes.get(f"{PENDING}:{person}") or _(ROLE_NAMES[role])
    return await turn.desk.roles.give(person, role, scope, position, turn.me, turn.now)


def _scopes(turn: Turn, role: Role) -> Sequence[tuple[str, str]]:
    community = turn.house.community
    if role is Role.EXECUTOR:
        return [(one.code, str(one.name)) for one in community.departments]
    if role is Role.STAROSTA:
        return [(one.code, str(one.name)) for one in community.districts]
    if role is Role.ENTERPRISE:
        return [(one.code, str(one.title)) for one in community.categories]
    return []


def _scope_choice(person: int, role: Role, scopes: Sequence[tuple[str, str]]) -> Screen:
    buttons = [Button(name, Give(person=person, role=role.value, scope=code).pack()) for code, name in scopes]
    return Screen(_("For which of these?"), packed(buttons))


async def take(callback: CallbackQuery, callback_data: Take, turn: Turn) -> str:
    must_administer(turn.officer, turn.house.admins)
    taken = await turn.desk.roles.take(callback_data.grant, turn.me, turn.now)
    await turn.show(callback, await _list(turn))
    return _("Taken back.") if taken else _("This role was taken back before.")


async def help_screen(event: Message, turn: Turn) -> None:
    """What the staff do in the group, in the order of a working day."""
    lines = [
        _("<b>How we work here</b>"),
        _("A new case comes with its card. Press «Take over»."),
        _(
            "«Show the data in my private chat» opens name, address and the whole text for you alone. Every "
            "opening is logged."
        ),
        _(
            "To answer, reply to the card. You choose what it is, see exactly what goes, and send it. Half a "
            "minute to take it back."
        ),
        _("Other messages in the topic are notes and stay inside."),
        _("/queue: what nobody has taken. /mine: what is in your hands. /overdue: what is late."),
        _("/find and a number, for example «/find 123»: one case by its own number or the registry's."),
        _("/report: reporting on the programme, who has not reported, what waits for its lead."),
        _("/campaign: write to many people who agreed to it. Two colleagues decide."),
        _("/roles: who does what. /pause: stop new submissions with a notice."),
    ]
    await turn.say(event, Screen("\n\n".join(lines)))


async def administer_pause(event: Message, turn: Turn, command: CommandObject) -> None:
    must_administer(turn.officer, turn.house.admins)
    await pause(event, turn, command)


async def unknown(event: Message, turn: Turn) -> None:
    await turn.say(event, Screen(_("There is no such command here. /help tells how we work.")), reply=True)


def router() -> Router:
    router = Router(name="roles")
    router.message.register(roles, Command("roles"))
    router.message.register(administer_pause, Command("pause"))
    router.message.register(help_screen, Command("help", "start"))
    router.message.register(unknown, F.text.startswith("/"))
    router.callback_query.register(give, Give.filter())
    router.callback_query.register(take, Take.filter())
    return router
