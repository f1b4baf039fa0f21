"""A campaign to two hundred people, killed once: the small brother of tests/proofs/test_campaign_full.py."""

from pathlib import Path

from tests.campaign import campaign


async def test_two_hundred_people_get_it_once_though_the_bot_is_killed(tmp_path: Path) -> None:
    figures = await campaign(tmp_path, 200, kills=1, asked=8, every=0.4)
    print(figures)  # noqa: T201 - for the closing note
    assert figures.kills == 1
    assert figures.twice == 0
    assert figures.without <= figures.unsure <= 12, "who may have got it before the kill is not written to again"
    assert figures.refusals == 0
