"""Models that complete themselves when first used: each can be completed, and none is before its use.

That all of them are what aiogram completes when it is imported is a proof (tests/proofs/test_lazily_full.py):
to load aiogram plainly takes longer than a hundred tests.
"""

import pytest

from tests.models import completed


@pytest.fixture(scope="module")
def lazy() -> dict[str, object]:
    return completed(EACH="12")


def test_a_lazy_model_completes_itself(lazy: dict[str, object]) -> None:
    assert lazy["lazy"] is True
    models = lazy["models"]
    assert isinstance(models, dict)
    assert len(models) > 40
    assert all(complete and fields is not None for complete, fields in models.values())


def test_nothing_is_completed_before_it_is_used(lazy: dict[str, object]) -> None:
    assert int(str(lazy["incomplete"])) > 200
