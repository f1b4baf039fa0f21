"""What every conversation may need to know about the house it is in: built once, when the process starts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from council.community import Community
from council.people import ReplyChannel
from council.plain import Plain
from council.survey_files import Surveys
from handlers.texts import Catalogues


@dataclass(frozen=True)
class House:
    """The community, its texts and who administers the bot.

    `staff_chat_id` is the group from the settings; the binding made by /setup is the note "staff_chat_id" and wins.
    `setup_key` makes and proves the codes of /setup.
    `plain` are our plain sentences about measures, by the measure's id.
    `pages` is the address of the public pages, empty where there are none; `signs`: signatures are given there.
    `carried` are the channels by which the bot itself sends official letters (mail, when it is set up).
    """

    community: Community
    texts: Catalogues
    admins: frozenset[int]
    staff_chat_id: int | None
    bot_username: str
    zone: ZoneInfo
    carried: frozenset[ReplyChannel] = frozenset()
    plain: Mapping[str, Plain] = field(default_factory=dict)
    surveys: Surveys = field(default_factory=dict)
    setup_key: str = field(default="", repr=False)
    pages: str = ""
    signs: bool = False
