"""How a function becomes a method: `send_message` answers `sendMessage`."""

from collections.abc import Awaitable, Callable, Mapping
from types import ModuleType
from typing import Any

from demo.cloud import Cloud

Params = dict[str, Any]
Method = Callable[[Cloud, Params], Any | Awaitable[Any]]


def method(function: Method) -> Method:
    """Marks a function as a Bot API method."""
    function.__dict__["bot_api"] = True
    return function


def registered(*modules: ModuleType) -> Mapping[str, Method]:
    found = (item for module in modules for item in vars(module).values())
    return {camel(item.__name__): item for item in found if getattr(item, "bot_api", False)}


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
