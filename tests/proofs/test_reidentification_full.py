"""Fifty people take a survey, copies are taken before, during and after: the same attempts as in the stories."""

import pytest

from tests.stories.test_reidentification import *  # noqa: F403 - the attempts and their fixtures, at full size

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module")
def size() -> int:
    return 50
