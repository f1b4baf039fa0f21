"""A campaign as people read it, and as the staff read it: the message, the conditions, the progress."""

from collections.abc import Mapping, Sequence

from aiogram.filters.callback_data import CallbackData

from council import campaign_form
from council.audience import Audience
from council.campaign_feeding import purpose_of
from council.campaigns import KIND_NAMES, LEAST, STATE_NAMES, Campaign, Kind, Outcome, State, Wave, about_so_many, bar
from council.consents import PURPOSE_NAMES, Purpose
from council.deliveries import Call
from council.links import LinkKind, payload
from council.people import TelegramId
from council.profiles import AGES, DEVICES, GENDERS
from handlers.house import House
from handlers.screens import Button, Id, Screen, column, markup, message
from handlers.texts import _, current, day, escaped, moment, ngettext, number
from storage.desk import Desk


class Invited(CallbackData, prefix="ci"):
    """«Take part» under an invitation."""

    campaign: Id
    wave: Id


class Enough(CallbackData, prefix="cu"):
    """«Do not send me such»: the purpose of this campaign is not wanted any more."""

    campaign: Id
    wave: Id


# what people read


def told(house: House, campaign: Campaign, wave: int) -> Call:
    """The message, in the language of the reader: the same for everybody, for the preview and for the test."""
    rows = column(*_ways(campaign, wave))
    text = "\n\n".join(_lines(house, campaign, wave))
    if campaign.content.media is None:
        return message(Screen(text, rows))
    kind, file = campaign.content.media
    params = {kind: file, "caption": text, "parse_mode": "HTML", "reply_markup": markup(rows)}
    return Call(f"send{kind.capitalize()}", params)


def public(house: House, campaign: Campaign) -> str:
    """The words of a message for who came by a link."""
    own = escaped(campaign.content.text(current().current_locale))
    return f"<b>{escaped(house.community.council.name.in_(current().current_locale))}</b>\n\n{own}"


def _lines(house: House, campaign: Campaign, wave: int) -> Sequence[str]:
    locale = current().current_locale
    own = escaped(campaign.content.text(locale))
    council = escaped(house.community.council.name.in_(locale))
    if campaign.kind is Kind.ALERT:
        return [
            _("<b>URGENT. {council}</b>").format(council=council),
            own,
            _(
                "This message does not replace the siren and the state app «Повітряна тривога»: follow them, too. "
                "In danger call 112, 101, 102, 103. The bot does not call for help."
            ),
        ]
    if campaign.kind is Kind.ALL_CLEAR:
        return [
            _("<b>ALL CLEAR. {council}</b>").format(council=council),
            _("What we warned of is over:") + f"\n<blockquote>{own}</blockquote>",
            _("It does not end an air raid alert: follow the siren and the state app «Повітряна тривога»."),
        ]
    return [*_head(house, campaign, wave, council), *([own] if own else []), _why(campaign)]


def _head(house: House, campaign: Campaign, wave: int, council: str) -> Sequence[str]:
    survey = house.surveys.get(campaign.content.survey)
    if survey is None:
        return [f"<b>{council}</b>"]
    locale = current().current_locale
    asks = (
        _("A reminder: {council} asks you to take part in a survey.")
        if wave > 1
        else _("{council} asks you to take part in a survey.")
    )
    minutes = ngettext("It takes about {n} minute.", "It takes about {n} minutes.", survey.minutes)
    return [
        asks.format(council=council),
        f"<b>{escaped(survey.title.in_(locale))}</b>\n{escaped(survey.purpose.in_(locale))}",
        minutes.format(n=survey.minutes),
    ]


def _why(campaign: Campaign) -> str:
    agreed = _(PURPOSE_NAMES[Purpose(purpose_of(campaign.kind))])
    return _("<i>You get this because you agreed: {what}.</i>").format(what=agreed)


def _ways(campaign: Campaign, wave: int) -> Sequence[Button]:
    """An alert has none: it is about life, and not about consent."""
    if campaign.kind.urgent:
        return []
    enough = Button(_("Do not send me such"), Enough(campaign=campaign.id, wave=wave).pack())
    if campaign.kind is Kind.SURVEY:
        return [Button(_("Take part"), Invited(campaign=campaign.id, wave=wave).pack()), enough]
    return [enough]


# what the staff read


async def card(desk: Desk, house: House, campaign: Campaign) -> str:
    """Where it stands: what, whom for, when, who wrote and who confirmed; how far it is."""
    lines = [
        f"<b>{escaped(title(house, campaign))}</b>\n{_(KIND_NAMES[campaign.kind])} · "
        f"<b>{_(STATE_NAMES[campaign.state])}</b>",
        *conditions(house, campaign),
        _text(campaign),
        await _people(desk, campaign),
    ]
    if campaign.state in (State.DRAFT, State.ASKED, State.SCHEDULED):
        lines.append(_("Begins: {moment}").format(moment=moment(campaign.starts_at)))
    else:
        lines += await _progress(desk, house, campaign)
    return "\n\n".join(line for line in lines if line)


def _text(campaign: Campaign) -> str:
    """What a second person confirms stands on the card that they confirm."""
    if campaign.state not in (State.DRAFT, State.ASKED):
        return ""
    texts = [escaped(text[:1200]) for text in (campaign.content.uk, campaign.content.en) if text]
    return "\n".join(f"<blockquote expandable>{text}</blockquote>" for text in texts)


def title(house: House, campaign: Campaign) -> str:
    survey = house.surveys.get(campaign.content.survey)
    if survey is not None:
        return survey.title.in_(current().current_locale)
    return campaign.content.title or _(KIND_NAMES[campaign.kind]).capitalize()


async def _people(desk: Desk, campaign: Campaign) -> str:
    posts = [await _post(desk, one) for one in (campaign.author, campaign.confirmed_by) if one]
    told = [_("Written by: {post}").format(post=posts[0])]
    return "\n".join([*told, *(_("Confirmed by: {post}").format(post=post) for post in posts[1:])])


async def _post(desk: Desk, account: int) -> str:
    """The post, never a name of Telegram."""
    grants = await desk.roles.of(TelegramId(account))
    return escaped(next((grant.position for grant in grants if grant.position), _("an administrator")))


def size(campaign: Campaign) -> str:
    """In tens, so that two sizes cannot be compared to find one person."""
    if campaign.size is None:
        return _("The people are being counted…")
    if campaign.size < LEAST:
        return _("For fewer than {least} people").format(least=LEAST)
    count = about_so_many(campaign.size)
    return ngettext("For about {n} person", "For about {n} people", count).format(n=number(count))


def conditions(house: House, campaign: Campaign) -> Sequence[str]:
    """Whom it is for, in words, with the number of people."""
    one = campaign.audience
    known = [
        *_where(house, one),
        *([{"uk": _("read Ukrainian"), "en": _("read English")}[one.locale]] if one.locale else []),
        *([_("follow a part of the programme")] if one.topics else []),
        *_taking_part(house, one),
        *([_(campaign_form.SEEN[str(one.seen)])] if str(one.seen) in campaign_form.SEEN else []),
        *_labels(one.ages, AGES),
        *_labels(one.genders, GENDERS),
        *_labels(one.devices, DEVICES),
    ]
    everybody = _("the whole community") if campaign.kind.urgent else _("everybody who agreed")
    whom = _("Whom for: {what}").format(what="; ".join(known) or everybody)
    return ["\n".join([whom, size(campaign)])]


def _where(house: House, one: Audience) -> Sequence[str]:
    if one.settlements:
        return [escaped(", ".join(one.settlements))]
    found = [house.community.district(code) for code in one.districts]
    names = [escaped(district.name.in_(current().current_locale)) for district in found if district]
    return [", ".join(names)] if names else []


def _taking_part(house: House, one: Audience) -> Sequence[str]:
    survey = house.surveys.get(one.survey)
    if survey is None or not one.took:
        return []
    sentence = _("have taken part in «{survey}»") if one.took == "yes" else _("have not taken part in «{survey}»")
    return [sentence.format(survey=escaped(survey.title.in_(current().current_locale)))]


def _labels(codes: Sequence[str], labels: Mapping[str, str]) -> Sequence[str]:
    return [", ".join(_(labels[code]) for code in codes if code in labels)] if codes else []


# how far it is


async def _progress(desk: Desk, house: House, campaign: Campaign) -> Sequence[str]:
    """Counts only; nobody can be found in them."""
    counts = await desk.campaigns.counts(campaign.id)
    waves = await desk.campaigns.waves(campaign.id)
    lines = [_wave(campaign, one, counts) for one in waves if _is_told(one, campaign, counts)]
    led_to = await _led_to(desk, house, campaign, counts)
    return [*lines, *_quiet(house, campaign), *led_to, *await _links(desk, campaign)]


def _is_told(wave: Wave, campaign: Campaign, counts: Mapping[tuple[int, str], int]) -> bool:
    return wave.number == 1 or any(number == wave.number for number, _name in counts)


def _wave(campaign: Campaign, wave: Wave, counts: Mapping[tuple[int, str], int]) -> str:
    came = {outcome: counts.get((wave.number, outcome.value), 0) for outcome in Outcome}
    done = sum(came.values())
    whole = max(campaign.size or 0, done) if wave.number == 1 else done
    head = [_("Reminder {n}, {day}").format(n=wave.number - 1, day=day(wave.due))] if wave.number > 1 else []
    percent = 100 if wave.ended else 100 * done // whole if whole else 0
    names = {
        Outcome.SENT: _("Sent: {n}"),
        Outcome.BLOCKED: _("Blocked the bot: {n}"),
        Outcome.FAILED: _("Could not be sent: {n}"),
        Outcome.UNSURE: _("Not known whether it came (the bot was interrupted), not repeated: {n}"),
        Outcome.OFTEN: _("Had enough messages this week, not sent: {n}"),
    }
    told = [names[one].format(n=number(came[one])) for one in Outcome if came[one] or one is Outcome.SENT]
    return "\n".join([*head, f"{bar(percent, 100)} {percent} %", *told])


def _quiet(house: House, campaign: Campaign) -> Sequence[str]:
    rules = house.community.campaigns
    if campaign.state is not State.RUNNING or campaign.kind.urgent:
        return []
    hours = _("Nothing is sent from {begin} to {end}.").format(begin=rules.quiet_from, end=rules.quiet_to)
    return [hours]


async def _led_to(desk: Desk, house: House, campaign: Campaign, counts: Mapping[tuple[int, str], int]) -> Sequence[str]:
    """Of an invitation: opened, begun, finished; and how many do not want such any more."""
    said = {name: sum(n for (_wave, told), n in counts.items() if told == name) for name in ("opened", "enough")}
    lines = [_("Do not want such any more: {n}").format(n=number(said["enough"]))] if said["enough"] else []
    survey = house.surveys.get(campaign.content.survey)
    if survey is not None:
        began, finished = await _walks(desk, survey.id, campaign.source)
        lines = [
            _("Opened: {n}").format(n=number(said["opened"])),
            _("Began: {n}").format(n=number(began)),
            _("Finished: {n}").format(n=number(finished)),
            *lines,
        ]
    return ["\n".join(lines)] if lines else []


async def _walks(desk: Desk, survey: str, source: str) -> tuple[int, int]:
    counts = [await desk.surveys.counts(survey, wave) for wave in await desk.surveys.waves(survey)]
    began, finished = f"from:{source}", f"finished:{source}"
    return sum(one.get(began, 0) for one in counts), sum(one.get(finished, 0) for one in counts)


async def _links(desk: Desk, campaign: Campaign) -> Sequence[str]:
    """How many came by the printed code and by the link, where anybody did."""
    names = {"qr": _("by the printed code: {n}"), "link": _("by the link: {n}")}
    came = {name: await desk.arrivals.by_code(link(campaign, name)) for name in names}
    told = [names[name].format(n=number(n)) for name, n in came.items() if n]
    return [_("Came: {ways}").format(ways=", ".join(told))] if told else []


def link(campaign: Campaign, source: str) -> str:
    """The payload of a deep link to what the campaign is about; each source is counted apart."""
    return payload(LinkKind.CAMPAIGN, f"{campaign.id}-{source}")
