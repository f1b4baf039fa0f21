"""The Bot API's own description of itself (botapi.json), and the check of every call against it.

The real server forgives a misspelt parameter in silence; this one refuses it, for that is what a test is for.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from demo.errors import ApiError, mistake
from demo.markup import formatted

Params = dict[str, Any]


@dataclass(frozen=True)
class Upload:
    """A file that came with the call."""

    name: str
    mime: str
    content: bytes


@cache
def schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("demo").joinpath("botapi.json").read_text())
    return loaded


@cache
def method_names() -> Mapping[str, str]:
    """Lower-case name to the true one: the real server does not mind the case."""
    return {name.lower(): name for name in schema()["methods"]}


def validate(method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> Params:
    """Typed parameters of a call; raises ApiError in Telegram's words where it has them."""
    known = schema()["methods"][method]["params"]
    for name in raw:
        if name not in known:
            raise mistake(f'{method} has no parameter "{name}"')
    values: Params = {}
    for name, rule in known.items():
        given = raw.get(name, uploads.get(name))
        if given is None:
            continue
        values[name] = converted(rule["type"], from_text(rule["type"], given, name), name, uploads)
        check_limits(rule, values[name], name)
    check_formatted(known, values, method)
    check_required(known, values)
    return values


def from_text(kind: str, given: Any, name: str) -> Any:
    """A form sends everything as text: nested values are JSON, numbers and truth values are words."""
    if not isinstance(given, str) or kind in ("String", "InputFile", "InputFile or String"):
        return given
    if kind in ("Boolean", "True"):
        return given.lower() in ("true", "yes", "1")
    if kind in ("Integer", "Integer or String", "Float"):
        return number(kind, given)
    try:
        return json.loads(given)
    except ValueError:
        raise mistake(f"can't parse {name.replace('_', ' ')} JSON object") from None


def number(kind: str, given: str) -> int | float | str:
    if re.fullmatch(r"-?\d+", given):
        return int(given)
    return float(given) if kind == "Float" and re.fullmatch(r"-?\d+\.\d*", given) else given


def converted(kind: str, value: Any, where: str, uploads: Mapping[str, Upload]) -> Any:
    """The value, when it is what the type says; `where` names it in the error."""
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            raise mistake(f'field "{where}" must be of type Array')
        inner = kind.removeprefix("Array of ")
        return [converted(inner, item, where, uploads) for item in value]
    options = re.split(r", | or | and ", kind)
    if len(options) > 1:
        return one_of(options, "", value, where, uploads)
    if kind in schema()["types"]:
        return structure(kind, value, where, uploads)
    return scalar(kind, value, where)


def scalar(kind: str, value: Any, where: str) -> Any:
    accepted: dict[str, tuple[type, ...]] = {
        "Integer": (int,),
        "Float": (int, float),
        "String": (str,),
        "Boolean": (bool,),
        "True": (bool,),
    }
    fits = isinstance(value, accepted[kind]) and (isinstance(value, bool) == (kind in ("Boolean", "True")))
    if not fits or (kind == "True" and value is not True):
        raise mistake(f'field "{where}" must be of type {kind}')
    return value


def structure(kind: str, value: Any, where: str, uploads: Mapping[str, Upload]) -> Any:
    if kind == "InputFile":
        return file(value, where, uploads)
    described = schema()["types"][kind]
    if "one_of" in described:
        return one_of(described["one_of"], kind, value, where, uploads)
    if kind == "InputPollOption" and isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict):
        raise mistake(f'field "{where}" must be of type {kind}')
    return fields(kind, described["fields"], value, where, uploads)


def is_attached(value: Any) -> bool:
    """Whether it names a file of the same call: the schema calls such fields plain strings."""
    return isinstance(value, str) and value.startswith("attach://")


def file(value: Any, where: str, uploads: Mapping[str, Upload]) -> Upload:
    if is_attached(value):
        value = uploads.get(value.removeprefix("attach://"))
    if not isinstance(value, Upload):
        raise mistake(f"there is no file in {where}")
    return value


def fields(
    kind: str, known: Mapping[str, Any], value: Mapping[str, Any], where: str, uploads: Mapping[str, Upload]
) -> Params:
    given = {name: item for name, item in value.items() if item is not None}
    for name in given:
        if name not in known:
            raise mistake(f'{kind} has no field "{name}" (in {where})')
    values: Params = {}
    for name, rule in known.items():
        if name in given:
            kind_of_field = "InputFile" if is_attached(given[name]) else rule["type"]
            values[name] = converted(kind_of_field, given[name], name, uploads)
            check_limits(rule, values[name], name)
    check_formatted(known, values, kind)
    check_required(known, values)
    return values


def one_of(options: list[str], union: str, value: Any, where: str, uploads: Mapping[str, Upload]) -> Any:
    """The first variant that takes the value; the refusal is that of the variant that was meant."""
    refusals: list[tuple[int, ApiError]] = []
    for option in options:
        try:
            check_discriminator(option, union, value)
        except ApiError as refusal:
            refusals.append((1, refusal))
            continue
        try:
            return converted(option, value, where, uploads)
        except ApiError as refusal:
            refusals.append((0 if isinstance(value, dict) and likely(option, value) else 2, refusal))
    raise min(refusals, key=lambda pair: pair[0])[1]


def check_discriminator(option: str, union: str, value: Any) -> None:
    rule = schema()["types"].get(option, {}).get("fields", {}).get("type")
    if rule is None or rule["type"] != "String" or not isinstance(value, dict):
        return
    expected = rule.get("const") or (snake(option.removeprefix(union)) if union else None)
    if expected and value.get("type") != expected:
        raise mistake(f"{union or 'it'} has no type {value.get('type')!r} here")


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def likely(option: str, value: Mapping[str, Any]) -> bool:
    known = schema()["types"].get(option, {}).get("fields", {})
    return any(rule["required"] and name in value for name, rule in known.items())


def check_required(known: Mapping[str, Any], values: Params) -> None:
    for name, rule in known.items():
        if rule["required"] and name not in values:
            raise mistake("message text is empty" if name == "text" else f"{name} is empty")
        if "const" in rule and values.get(name, rule["const"]) != rule["const"]:
            raise mistake(f"{name} must be {rule['const']}")


def check_limits(rule: Mapping[str, Any], value: Any, name: str) -> None:
    if isinstance(value, str) and "max_bytes" in rule:
        if not rule["min_bytes"] <= len(value.encode()) <= rule["max_bytes"]:
            raise mistake("BUTTON_DATA_INVALID" if name == "callback_data" else f"{name} has a wrong length")
    elif isinstance(value, str) and "max_len" in rule and not rule.get("after_entities"):
        if not rule.get("min_len", 0) <= len(value) <= rule["max_len"]:
            raise mistake(f"{name} must be {rule.get('min_len', 0)}-{rule['max_len']} characters long")
    elif isinstance(value, list) and "max_items" in rule:
        if not rule.get("min_items", 0) <= len(value) <= rule["max_items"]:
            raise mistake(f"{name} must have {rule.get('min_items', 0)}-{rule['max_items']} items")
    elif isinstance(value, int) and "max" in rule and not rule["min"] <= value <= rule["max"]:
        raise mistake(f"{name} must be between {rule['min']} and {rule['max']}")
    if isinstance(value, str) and "pattern" in rule and not re.fullmatch(rule["pattern"].strip("^$"), value):
        raise mistake(f"{name} has wrong characters")


def check_formatted(known: Mapping[str, Any], values: Params, owner: str) -> None:
    """Texts whose length counts after the parsing of entities."""
    for name, rule in known.items():
        if rule.get("after_entities") and name in values:
            body = formatted(values[name], *formatting_of(values, name))
            if len(body.text) > rule["max_len"]:
                raise mistake(too_long(name, owner))
            if not body.text and rule.get("min_len"):
                raise mistake("message text is empty" if name == "text" else f"{name} is empty")


def formatting_of(values: Params, name: str) -> tuple[str | None, list[dict[str, Any]] | None]:
    plain = name in ("text", "caption", "message_text")
    mode = "parse_mode" if plain else f"{name}_parse_mode"
    entities = "entities" if name in ("text", "message_text") else f"{name}_entities"
    return values.get(mode), values.get(entities)


def too_long(name: str, owner: str) -> str:
    if name == "text":
        return "MESSAGE_TOO_LONG" if owner == "editMessageText" else "message is too long"
    return "message caption is too long" if name == "caption" else f"{name} is too long"
