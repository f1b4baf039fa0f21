"""How often and when a person may be written to: `campaigns:` of community.yaml. Alerts keep none of it."""

from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from council.fields import Part

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

WEEK = timedelta(days=7)
ANSWERING = timedelta(minutes=30)
"""Who has gone on with a form within this time is not disturbed; the message comes so much later."""


class CampaignRules(Part):
    """`per_week`: campaign messages that one person gets in seven days at most, reminders included.

    Nothing is sent from `quiet_from` to `quiet_to` by the community's clock; the two may be the same for no quiet.
    """

    per_week: Annotated[int, Field(ge=1, le=14)] = 3
    quiet_from: Clock = "21:00"
    quiet_to: Clock = "09:00"

    def quiet(self, local: datetime) -> bool:
        now, begin, end = local.time(), _time(self.quiet_from), _time(self.quiet_to)
        return begin <= now < end if begin <= end else now >= begin or now < end

    def wakes(self, local: datetime) -> datetime:
        """When the quiet is over; the moment itself where there is none."""
        if not self.quiet(local):
            return local
        end = _time(self.quiet_to)
        morning = local.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
        return morning if morning > local else morning + timedelta(days=1)


def _time(clock: str) -> time:
    return time.fromisoformat(clock)
