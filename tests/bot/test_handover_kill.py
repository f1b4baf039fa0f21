"""The twin of the proof of five hundred: a process that hands cases over is killed in the middle and started again."""

import os
import random
from pathlib import Path

import pytest

from tests.carried import carried, every_one_once

SEED = int(os.environ.get("PROOF_SEED", random.randrange(10**6)))
CASES, KILLS = 6, 2


@pytest.mark.slow
@pytest.mark.timeout(120)
async def test_a_killed_courier_hands_every_case_over_once(tmp_path: Path) -> None:
    print(f"PROOF_SEED={SEED}")  # noqa: T201
    every_one_once(await carried(tmp_path, CASES, KILLS, random.Random(SEED)), CASES, KILLS)
