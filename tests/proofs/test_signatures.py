"""Ten thousand attempts by a thousand people to sign one petition, on both engines: a thousand signatures."""

import random
from datetime import datetime

import pytest

from storage.house import Storage
from tests.signatures import must_be_whole, signed_by
from tests.storage.conftest import keyring, now, postgres_server, postgres_url, sqlite_url, storage, url

__all__ = ["keyring", "now", "postgres_server", "postgres_url", "sqlite_url", "storage", "url"]


@pytest.mark.timeout(1800)
async def test_ten_thousand_attempts_of_a_thousand_people(storage: Storage, now: datetime) -> None:
    petition = await signed_by(storage, 1000, 10_000, now, random.Random(1))
    await must_be_whole(storage, petition, 1000)
