"""Five hundred cases handed over three ways while the process is killed ten times: every one once, none stuck.

PROOF_SEED takes the moments back.
"""

import os
import random
from pathlib import Path

import pytest

from tests.carried import carried, every_one_once

SEED = int(os.environ.get("PROOF_SEED", random.randrange(10**6)))
CASES, KILLS = 500, 10


@pytest.mark.timeout(900)
async def test_five_hundred_cases_and_ten_kills(tmp_path: Path) -> None:
    print(f"PROOF_SEED={SEED}")  # noqa: T201
    seen = await carried(tmp_path, CASES, KILLS, random.Random(SEED))
    print(seen)  # noqa: T201
    every_one_once(seen, CASES, KILLS)
