"""aiogram is loaded without completing its six hundred models, each of which completes itself when it is first used.

aiogram rebuilds every model of the Bot API when it is imported (aiogram issues #1876 and #1891): 6.5 s of CPU and
166 MB, of which a bot uses a tenth. Here `model_rebuild` only notes the names meanwhile, and each module of models is
given them, which is where pydantic looks when a model is first used. Measured: 1.8 s and 67 MB, the same time for an
update, the same models (a proof completes every one and compares it with an aiogram loaded plainly).

It leans on the inside of two libraries. So it is done only for the versions that the test has seen, and not at all
with PLAIN_AIOGRAM=1 in the environment.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module, metadata
from typing import Any

import pydantic

SEEN = {"aiogram": "3.31.", "pydantic": "2.13."}
MODELS = ("aiogram.types.", "aiogram.methods.")


def load_aiogram() -> bool:
    """To be called before anything imports aiogram; says whether its models are lazy now."""
    if "aiogram" in sys.modules or os.environ.get("PLAIN_AIOGRAM") or not _seen():
        return False
    with _rebuilding_later() as names:
        import_module("aiogram")
    for name, module in list(sys.modules.items()):
        if name.startswith(MODELS):
            for known, value in names.items():
                vars(module).setdefault(known, value)
    return True


def _seen() -> bool:
    return all(metadata.version(library).startswith(version) for library, version in SEEN.items())


@contextmanager
def _rebuilding_later() -> Iterator[Mapping[str, Any]]:
    """Meanwhile a rebuild with a namespace of its own (aiogram's) only notes the names in it."""
    names: dict[str, Any] = {}
    original = vars(pydantic.BaseModel)["model_rebuild"]

    def noted(cls: type[pydantic.BaseModel], /, *, _types_namespace: Any = None, **options: Any) -> bool | None:
        if _types_namespace is None:
            return original.__func__(cls, **options)  # type: ignore[no-any-return]
        names.update(_types_namespace)
        return None

    pydantic.BaseModel.model_rebuild = classmethod(noted)  # type: ignore[assignment, method-assign]
    try:
        yield names
    finally:
        pydantic.BaseModel.model_rebuild = original  # type: ignore[method-assign]
