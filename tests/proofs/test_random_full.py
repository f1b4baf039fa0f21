"""A thousand random updates in each of five worlds; PROOF_SEED takes them back."""

import os
import random
from pathlib import Path

import pytest

from tests.chance import complaints

SEED = int(os.environ.get("PROOF_SEED", random.randrange(10**6)))


@pytest.mark.parametrize("world", range(5))
async def test_a_thousand_updates(tmp_path: Path, world: int) -> None:
    print(f"PROOF_SEED={SEED}")  # noqa: T201 - shown when the proof fails
    assert await complaints(tmp_path, SEED + world, 1000) == []
