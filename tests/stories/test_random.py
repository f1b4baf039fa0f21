"""Random updates: nothing fails, everybody is answered, nobody is shown anything of another."""

import os
import random
from pathlib import Path

from tests.chance import complaints

UPDATES = int(os.environ.get("RANDOM_UPDATES", "400"))
SEED = int(os.environ.get("TEST_SEED", random.randrange(10**6)))


async def test_whatever_comes_is_answered_and_shown_to_nobody_else(tmp_path: Path) -> None:
    print(f"TEST_SEED={SEED} RANDOM_UPDATES={UPDATES}")  # noqa: T201 - shown when the test fails
    assert await complaints(tmp_path, SEED, UPDATES) == []
