"""What every test shares: a collector that leaves alone what was imported."""

import gc

import pytest


@pytest.fixture(autouse=True, scope="session")
def little_garbage() -> None:
    """Imported modules are never garbage: to walk them again for each world takes a fifth of all the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)
