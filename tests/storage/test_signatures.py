"""The scaled twin of tests/proofs/test_signatures.py."""

import random
from datetime import datetime

from storage.house import Storage
from tests.signatures import must_be_whole, signed_by


async def test_a_thousand_attempts_of_a_hundred_people_are_a_hundred_signatures(
    storage: Storage, now: datetime
) -> None:
    petition = await signed_by(storage, 100, 1000, now, random.Random(1))
    await must_be_whole(storage, petition, 100)
