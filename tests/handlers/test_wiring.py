"""Guards of the wiring: every button is taken, every message by name can be said, everything queued can be done."""

import ast
import importlib
import inspect
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from statistics import median
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import pytest
from aiogram import Dispatcher, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, User

from council.community import load
from council.fields import CODE_LIMIT
from council.people import Officer, Role, RoleGrant, TelegramId
from handlers import commands, dispatcher
from handlers.forms import CONVERSATIONS
from handlers.house import House
from handlers.jobs import JOBS
from handlers.notices import NOTICES
from handlers.residents import unprompted
from handlers.staff import answers, cases, closing, decisions, roles
from handlers.texts import KYIV, Catalogues
from handlers.turn import Turn
from tests.council.desk import CONTENT, KORIUKIVKA
from tests.council.surveys import shipped
from tests.handlers import sources
from tests.handlers.sources import argument, calls, functions, handed_on, literal, trees

LARGEST = 2**63 - 1
TELEGRAM_TAKES = 64
STAFF = -1001
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUSE = House(KORIUKIVKA, Catalogues(), frozenset({1}), STAFF, "bot", KYIV, surveys=shipped())
COMMUNITIES = [load(folder) for folder in sorted(CONTENT.iterdir()) if (folder / "community.yaml").exists()]
REFUSING = {unprompted.stale, unprompted.unknown_command, closing.stale, roles.unknown}


def module(name: str) -> ModuleType:
    return importlib.import_module(name)


# buttons


def written_in_buttons(folder: str = "handlers") -> set[str]:
    """The data of every button that are written in the code, with the largest numbers in their gaps."""
    data = {
        literal(argument(call, 1, "data"), str(LARGEST))
        for tree in trees(folder).values()
        for call in calls(tree, "Button")
    }
    return {text for text in data if text}


def named(factory: type[CallbackData]) -> str:
    return factory.__name__


def factories() -> list[type[CallbackData]]:
    return sorted(
        {
            found
            for name in trees("handlers")
            for found in vars(module(name)).values()
            if inspect.isclass(found) and issubclass(found, CallbackData) and found is not CallbackData
        },
        key=lambda factory: factory.__prefix__,
    )


def longest(factory: type[CallbackData], field: str) -> Any:
    """The longest that a field of a button's data may hold."""
    if factory.model_fields[field].annotation is int:
        return LARGEST
    enums = [
        one for one in vars(module(factory.__module__)).values() if inspect.isclass(one) and issubclass(one, StrEnum)
    ]
    codes = [one.value for enum in enums if enum.__name__.lower() == field for one in enum]
    return max(["x" * CODE_LIMIT, *codes, *of_forms().get(field, [])], key=len)


def of_forms() -> dict[str, list[str]]:
    """What the buttons of a form carry, in the forms of every community."""
    built = [
        conversation.build(cast(Turn, SimpleNamespace(house=replace(HOUSE, community=community), now=NOW)))
        for conversation in CONVERSATIONS.values()
        for community in COMMUNITIES
    ]
    steps = [step for form in built for step in form.steps]
    codes = [option.code for step in steps for option in step.options]
    names = [step.name for step in steps]
    return {"key": [f"{LARGEST:x}"], "step": names, "way": [*codes, *(f"@to-{name}" for name in names)]}


def packed(factory: type[CallbackData]) -> str:
    return factory(**{field: longest(factory, field) for field in factory.model_fields}).pack()


def of_staff(factory: type[CallbackData]) -> bool:
    return factory.__module__.startswith("handlers.staff.")


STAFFS = [factory for factory in factories() if of_staff(factory)]
RESIDENTS = [factory for factory in factories() if not of_staff(factory)]


def test_the_guard_sees_the_buttons() -> None:
    assert {"menu", "help", "appeal:new", "offer:no", f"my:{LARGEST}"} <= written_in_buttons()
    assert {"f", "a", "c", "g", "t", "keep"} <= {factory.__prefix__ for factory in factories()}


@pytest.mark.parametrize("factory", factories(), ids=named)
def test_the_longest_button_fits(bot: Dispatcher, factory: type[CallbackData]) -> None:
    assert CONVERSATIONS
    assert len(packed(factory).encode()) <= TELEGRAM_TAKES


@pytest.mark.parametrize("data", sorted(written_in_buttons()))
def test_written_data_fit_with_the_largest_numbers(data: str) -> None:
    assert len(data.encode()) <= TELEGRAM_TAKES


def test_no_two_factories_share_a_prefix() -> None:
    prefixes = [factory.__prefix__ for factory in factories()]
    assert len(set(prefixes)) == len(prefixes)


def acts(name: str) -> set[str]:
    """What the buttons of a module say that they do."""
    tree = trees("handlers")[name]
    shorthand = [argument(call, 1, "act") for function in ("_button", "button") for call in calls(tree, function)]
    spelled = [argument(call, 9, "act") for factory in ("AnswerPress", "CasePress") for call in calls(tree, factory)]
    return {act for act in map(literal, shorthand + spelled) if act}


def known_acts(name: str) -> set[str]:
    """What the module knows to do: the keys of its `acts`."""
    return {
        key
        for node in ast.walk(trees("handlers")[name])
        if isinstance(node, ast.Assign) and any(ast.unparse(one).lower() == "acts" for one in node.targets)
        for key in ast.literal_eval(ast.Expression(_keys(node.value)))
    }


def _keys(value: ast.expr) -> ast.List:
    assert isinstance(value, ast.Dict)
    return ast.List([key for key in value.keys if key is not None], ast.Load())


@pytest.mark.parametrize("name", ["handlers.staff.answers", "handlers.staff.cases"])
def test_every_act_of_a_button_is_known_and_every_known_act_has_a_button(name: str) -> None:
    assert acts(name) == known_acts(name) != set()
    assert max(map(len, acts(name))) <= CODE_LIMIT


# who takes what


@pytest.fixture(scope="module")
def bot() -> Dispatcher:
    return dispatcher.build(MemoryStorage())


def person(*held: Role) -> Officer:
    grants = [RoleGrant(1, TelegramId(5), role, "", "Посада", TelegramId(1), NOW) for role in held]
    return Officer(TelegramId(5), tuple(grants))


def said(text: str | None, chat: int) -> Message:
    where = Chat(id=chat, type="private" if chat > 0 else "supergroup")
    return Message(message_id=1, date=NOW, chat=where, text=text, from_user=User(id=5, is_bot=False, first_name="Х"))


def pressed(data: str, chat: int) -> CallbackQuery:
    user = User(id=5, is_bot=False, first_name="Х")
    return CallbackQuery(id="1", from_user=user, chat_instance="1", data=data, message=said("", chat))


async def takers(router: Router, kind: str, event: TelegramObject, **known: Any) -> AsyncIterator[Any]:
    """The functions that would take the event, in the order in which they are asked."""
    observer = router.observers[kind]
    if not (await observer.check_root_filters(event, **known))[0]:
        return
    for handler in observer.handlers:
        if (await handler.check(event, **known))[0]:
            yield handler.callback
    for below in router.sub_routers:
        async for callback in takers(below, kind, event, **known):
            yield callback


async def taker(bot: Dispatcher, event: TelegramObject, by: Officer, raw_state: str | None = None) -> Any:
    turn = SimpleNamespace(staff_chat=STAFF, officer=by, house=HOUSE)
    kind = "callback_query" if isinstance(event, CallbackQuery) else "message"
    asked = takers(bot, kind, event, turn=turn, bot=None, raw_state=raw_state)
    return await anext(asked, None)


RESIDENT, OFFICER = person(), person(Role.STAROSTA)


async def takes(bot: Dispatcher, data: str, chat: int, by: Officer) -> bool:
    return await taker(bot, pressed(data, chat), by) not in {None, *REFUSING}


@pytest.mark.parametrize("data", sorted(written_in_buttons()))
async def test_every_written_button_is_taken(bot: Dispatcher, data: str) -> None:
    assert await takes(bot, data, 5, RESIDENT) or await takes(bot, data, STAFF, OFFICER)


@pytest.mark.parametrize("data", sorted(written_in_buttons("handlers/residents")))
async def test_every_written_button_of_residents_is_taken_from_residents(bot: Dispatcher, data: str) -> None:
    assert await takes(bot, data, 5, RESIDENT)


@pytest.mark.parametrize("factory", STAFFS, ids=named)
async def test_every_staff_button_is_taken_in_the_group_and_from_no_resident(
    bot: Dispatcher, factory: type[CallbackData]
) -> None:
    assert await takes(bot, packed(factory), STAFF, OFFICER)
    assert await taker(bot, pressed(packed(factory), 5), RESIDENT) is unprompted.stale


@pytest.mark.parametrize("factory", RESIDENTS, ids=named)
async def test_every_button_of_residents_is_taken_in_a_private_chat(
    bot: Dispatcher, factory: type[CallbackData]
) -> None:
    assert await takes(bot, packed(factory), 5, RESIDENT)


@pytest.mark.parametrize("factory", [cases.CasePress, answers.AnswerPress, decisions.Decide], ids=named)
async def test_an_officer_works_on_a_case_also_in_private(bot: Dispatcher, factory: type[CallbackData]) -> None:
    assert await takes(bot, packed(factory), 5, OFFICER)


@pytest.mark.parametrize("factory", [roles.Give, roles.Take], ids=named)
async def test_roles_are_given_in_the_group_only(bot: Dispatcher, factory: type[CallbackData]) -> None:
    assert not await takes(bot, packed(factory), 5, OFFICER)


@pytest.mark.parametrize(("chat", "answerer"), [(5, unprompted.stale), (STAFF, closing.stale)])
async def test_a_button_of_another_time_is_answered(bot: Dispatcher, chat: int, answerer: Any) -> None:
    assert await taker(bot, pressed("unheard:of", chat), RESIDENT) is answerer


async def test_a_strange_group_is_not_served(bot: Dispatcher) -> None:
    assert await taker(bot, said("Добрий день", -7), OFFICER) is None
    assert await taker(bot, pressed("menu", -7), OFFICER) is None


@pytest.mark.parametrize("state", [None, "appeal:text"])
@pytest.mark.parametrize("name", sorted(commands.RESIDENTS))
async def test_every_command_of_residents_works_also_in_a_form(bot: Dispatcher, name: str, state: str | None) -> None:
    callback = await taker(bot, said(f"/{name}", 5), RESIDENT, state)
    assert callback not in {None, *REFUSING}
    assert callback.__name__ not in {"typed", "heard"}


@pytest.mark.parametrize("name", [*sorted(commands.STAFF), "setup"])
async def test_every_command_of_the_staff_works(bot: Dispatcher, name: str) -> None:
    callback = await taker(bot, said(f"/{name}", STAFF), OFFICER)
    assert callback not in {None, *REFUSING}
    assert callback.__name__ != "heard"


@pytest.mark.parametrize("chat", [5, STAFF])
async def test_a_command_that_does_not_exist_is_answered(bot: Dispatcher, chat: int) -> None:
    assert await taker(bot, said("/unheard", chat), RESIDENT) in REFUSING


@pytest.mark.parametrize("text", ["Меню", "Menu", "Допомога", "Help"])
async def test_the_keyboard_works_also_in_a_form(bot: Dispatcher, text: str) -> None:
    callback = await taker(bot, said(text, 5), RESIDENT, "appeal:text")
    assert callback.__name__ in {"show_menu", "show_help"}


@pytest.mark.parametrize(
    ("text", "state", "answerer"),
    [("Світло", "appeal:text", "typed"), ("Світло", None, "heard"), (None, None, "not_understood")],
)
async def test_nothing_in_a_private_chat_stays_unanswered(
    bot: Dispatcher, text: str | None, state: str | None, answerer: str
) -> None:
    callback = await taker(bot, said(text, 5), RESIDENT, state)
    assert callback.__name__ == answerer


def registered(bot: Router) -> set[Any]:
    here = {handler.callback for observer in bot.observers.values() for handler in observer.handlers}
    return here.union(*(registered(below) for below in bot.sub_routers))


def handed_to_routers(name: str) -> Iterator[Any]:
    """The functions that a module registers somewhere."""
    for call in calls(trees("handlers")[name], "register"):
        yield eval(ast.unparse(call.args[0]), vars(module(name)))


def test_every_router_is_part_of_the_bot(bot: Dispatcher) -> None:
    written = {function for name in trees("handlers") for function in handed_to_routers(name)}
    assert len(written) > 20
    assert written <= registered(bot)


def test_no_function_is_forgotten() -> None:
    """What is defined in handlers/ is used there or by the process; only the words may know more than is said today."""
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for tree in trees("handlers", "bot").values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    rooms = [tree for name, tree in trees("handlers").items() if name != "handlers.texts"]
    defined = {node.name for tree in rooms for node in tree.body if isinstance(node, sources.Function)}
    assert defined - used == set()


# what is queued


def notices_named() -> set[str]:
    """The names of all messages that are rendered when they are sent."""
    found = set()
    for tree in trees("council", "handlers", "bot").values():
        if _imports(tree, "council.deliveries", "Notice"):
            for call in calls(tree, "Notice"):
                found |= set(handed_on(tree, argument(call, 0, "name"), call))
    return found


def _imports(tree: ast.Module, source: str, name: str) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and node.module == source and name in [one.name for one in node.names]
        for node in tree.body
    )


def test_every_message_queued_by_name_can_be_said_and_none_is_idle() -> None:
    assert notices_named() == set(NOTICES)


def jobs_named() -> set[str]:
    return {
        text if (text := literal(name)) is not None else eval(ast.unparse(name), vars(module(dotted)))
        for dotted, tree in trees("council", "handlers").items()
        for call in calls(tree, "add")
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value).endswith(".jobs")
        if (name := argument(call, 1, "name")) is not None
    }


def test_every_job_left_for_later_can_be_done_and_none_is_idle() -> None:
    assert jobs_named() == set(JOBS)


def test_every_job_that_repeats_itself_can_be_done() -> None:
    app = trees("bot")["bot.app"]
    settled = {literal(argument) for call in calls(app, "settle") for argument in call.args}
    [registry] = [
        node
        for function in ast.walk(app)
        if isinstance(function, ast.FunctionDef) and function.name == "registry"
        for node in ast.walk(function)
        if isinstance(node, ast.Dict)
    ]
    assert settled
    assert settled <= {literal(key) for key in registry.keys if key is not None}


# how the code reads


def lengths() -> dict[str, int]:
    return {
        f"{name}.{function.name}": (function.end_lineno or 0) - function.lineno + 1
        for name, tree in trees("handlers").items()
        for function in functions(tree)
    }


def test_no_handler_is_longer_than_a_screen_of_an_old_terminal() -> None:
    assert [name for name, lines in lengths().items() if lines > 25] == []


def test_most_handlers_are_short() -> None:
    assert median(lengths().values()) <= 10
