"""Guards of the statements: each is used, each use exists, and asks for what the statement gives."""

import ast
from pathlib import Path

from aiosql.types import SQLOperationType

from storage import engine
from storage.sqlite import Adapter

MARKS = {
    "one": SQLOperationType.SELECT_ONE,
    "all": SQLOperationType.SELECT,
    "value": SQLOperationType.SELECT_VALUE,
}


def uses() -> set[tuple[str, SQLOperationType]]:
    """Every `….one("name")`, `….all("name")`, `….value("name")` in the storage."""
    calls = (
        node
        for path in Path(engine.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MARKS and node.args
    )
    return {
        (str(call.args[0].value), MARKS[call.func.attr])
        for call in calls
        if isinstance(call.args[0], ast.Constant) and isinstance(call.func, ast.Attribute)
    }


def test_every_statement_is_used_and_every_use_has_its_statement() -> None:
    queries = engine.load(Adapter)
    names = [name for name in queries.available_queries if not name.endswith("_cursor")]
    assert {(name, getattr(queries, name).operation) for name in names} == uses()


def test_no_statement_shadows_another() -> None:
    texts = [path.read_text() for path in engine.SQL.glob("*.sql")]
    names = [line.split("(")[0] for text in texts for line in text.splitlines() if line.startswith("-- name")]
    assert len(names) == len(set(names)) > 60
