"""Models that complete themselves when first used are the models that aiogram completes when it is imported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

EVERY_MODEL = """
import json, re
from bot import lazily
lazy = lazily.load_aiogram()
from aiogram import methods, types
from aiogram.types.base import TelegramObject
incomplete = [name for name in types.__all__ if getattr(getattr(types, name), "__pydantic_complete__", True) is False]
found = {}
for names, module in ((types.__all__, types), (methods.__all__, methods)):
    for name in names:
        model = getattr(module, name)
        if hasattr(model, "model_rebuild") and not getattr(model, "__parameters__", ()):
            model.model_rebuild()
            fields = {field: re.sub(" at 0x[0-9a-f]+", "", repr(info)) for field, info in model.model_fields.items()}
            found[f"{module.__name__}.{name}"] = [model.__pydantic_complete__, fields]
print(json.dumps({"lazy": lazy, "incomplete": len(incomplete), "models": found}))
"""


def every_model(**environment: str) -> dict[str, object]:
    asked = subprocess.run(
        [sys.executable, "-c", EVERY_MODEL], cwd=ROOT, env={"PATH": "", **environment}, capture_output=True, check=True
    )
    found: dict[str, object] = json.loads(asked.stdout)
    return found


@pytest.fixture(scope="module")
def lazy() -> dict[str, object]:
    return every_model()


def test_every_lazy_model_completes_itself_and_is_the_same(lazy: dict[str, object]) -> None:
    plain = every_model(PLAIN_AIOGRAM="1")
    assert (lazy["lazy"], plain["lazy"], plain["incomplete"]) == (True, False, 0)
    assert lazy["models"] == plain["models"]
    assert all(complete for complete, _fields in plain["models"].values())  # type: ignore[attr-defined]


def test_nothing_is_completed_before_it_is_used(lazy: dict[str, object]) -> None:
    assert int(str(lazy["incomplete"])) > 200
