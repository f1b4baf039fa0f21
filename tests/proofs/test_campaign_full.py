"""A campaign to 21,244 residents at Telegram's real pace, killed three times: in time, nobody twice, nobody slowed."""

from pathlib import Path

from tests.campaign import campaign

RESIDENTS = 21_244
"""As many as the largest of our communities has."""


async def test_a_campaign_to_the_whole_community(tmp_path: Path) -> None:
    figures = await campaign(tmp_path, RESIDENTS, kills=3, asked=300, every=2.5)
    print(figures)  # noqa: T201 - for the closing note
    assert figures.kills == 3
    assert figures.twice == 0
    assert figures.without <= figures.unsure <= 3 * 12, "who may have got it before a kill is not written to again"
    assert figures.refusals == 0
    assert figures.seconds <= 730
    assert figures.ratio <= 1.5
