"""`python -m tests.benchmarks [conversation] [storing] [growth]`: ratios measured in one run on one machine.

A missed goal is said, not hidden, and does not fail the run: a machine that is shared measures badly.
"""

import asyncio
import sys

from tests.benchmarks.conversation import compare
from tests.benchmarks.databases import postgres
from tests.benchmarks.growth import growth
from tests.benchmarks.pages import pages
from tests.benchmarks.storing import slow_commits

PARTS = {"conversation": compare, "storing": slow_commits, "growth": growth, "pages": pages}


async def main(wanted: list[str]) -> None:
    with postgres() as server:
        for name, part in PARTS.items():
            if not wanted or name in wanted:
                await part(server)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
