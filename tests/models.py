"""aiogram's models, completed in a process of their own."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

MODELS = """
import json, os, re
from bot import lazily
lazy = lazily.load_aiogram()
from aiogram import methods, types
from aiogram.types.base import TelegramObject
incomplete = [name for name in types.__all__ if getattr(getattr(types, name), "__pydantic_complete__", True) is False]
found = {}
for names, module in ((types.__all__, types), (methods.__all__, methods)):
    for name in names[:: int(os.environ.get("EACH", 1))]:
        model = getattr(module, name)
        if hasattr(model, "model_rebuild") and not getattr(model, "__parameters__", ()):
            model.model_rebuild()
            fields = {field: re.sub(" at 0x[0-9a-f]+", "", repr(info)) for field, info in model.model_fields.items()}
            found[f"{module.__name__}.{name}"] = [model.__pydantic_complete__, fields]
print(json.dumps({"lazy": lazy, "incomplete": len(incomplete), "models": found}))
"""


def completed(**environment: str) -> dict[str, object]:
    """What a fresh process finds of aiogram's models when it completes them; `EACH="12"`: every twelfth of them."""
    asked = subprocess.run(
        [sys.executable, "-c", MODELS], cwd=ROOT, env={"PATH": "", **environment}, capture_output=True, check=True
    )
    found: dict[str, object] = json.loads(asked.stdout)
    return found
