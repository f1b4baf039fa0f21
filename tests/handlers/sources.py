"""The house's own source, read as a tree: what guard tests look for in it."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def trees(*folders: str) -> Mapping[str, ast.Module]:
    """Every module of the folders by its dotted name."""
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return {_dotted(file): ast.parse(file.read_text("utf-8")) for file in files}


def _dotted(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def functions(tree: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    """Calls of a function or method of this name."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and called(node) == name)


def called(call: ast.Call) -> str:
    function = call.func
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def argument(call: ast.Call, place: int, name: str) -> ast.expr | None:
    """The argument at this place, or by this name."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    return named[0] if named else call.args[place] if len(call.args) > place else None


def literal(value: ast.expr | None, gap: str = "") -> str | None:
    """A text written in the code, with `gap` for what is computed in it; None for what is computed as a whole."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.JoinedStr):
        return "".join(literal(part, gap) or gap for part in value.values)
    return None


def handed_on(tree: ast.Module, value: ast.expr | None, at: ast.AST) -> list[str]:
    """The texts that an argument may be: itself, or what the callers of the function around it pass on."""
    if (text := literal(value)) is not None:
        return [text]
    around = next(one for one in functions(tree) if at in ast.walk(one))
    names = [one.arg for one in around.args.args]
    if not isinstance(value, ast.Name) or value.id not in names:
        raise AssertionError(f"{around.name}: cannot see what {ast.unparse(value) if value else None} may be")
    place = names.index(value.id)
    return [
        text for call in calls(tree, around.name) for text in handed_on(tree, argument(call, place, value.id), call)
    ]
