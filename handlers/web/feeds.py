"""Petitions for machines: JSON, CSV and Atom. The same public truth as on the pages, and no name of a signer."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from council.petition_chain import Link
from council.petitions import Petition, PetitionId
from handlers.spreadsheets import harmless
from handlers.texts import _, plain
from handlers.web.petition_views import Public

COLUMNS = (
    "number",
    "url",
    "title",
    "ask",
    "mode",
    "state",
    "published",
    "closes",
    "threshold",
    "count",
    "started",
    "outcome",
    "answered",
    "log_links",
    "log_head",
)


def record(public: Public, petition: Petition, url: str) -> Mapping[str, str | int | None]:
    """One petition as a flat record; days are ISO 8601, what has not happened is null."""
    head = public.heads[petition.id]
    days = {name: getattr(petition, name) for name in ("published", "closes", "started", "answered")}
    return {
        "number": petition.number,
        "url": url,
        "title": petition.title,
        "ask": petition.ask,
        "mode": petition.mode.value,
        "state": public.standing(petition).value,
        "threshold": petition.threshold,
        "count": petition.count,
        "outcome": petition.outcome.value if petition.outcome else None,
        "log_links": head.links,
        "log_head": head.hash,
        **{name: value.isoformat() if value else None for name, value in days.items()},
    }


def as_json(records: Sequence[Mapping[str, object]]) -> str:
    return json.dumps({"items": list(records)}, ensure_ascii=False, indent=1)


def as_csv(records: Sequence[Mapping[str, object]]) -> str:
    """For a spreadsheet: with the mark by which Excel knows UTF-8, and nothing that it would run as a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    table.writerows([harmless(record[name]) for name in COLUMNS] for record in records)
    return "\ufeff" + out.getvalue()


def as_atom(public: Public, origin: str, home: str, title: str, urls: Mapping[PetitionId, str]) -> str:
    """The newest first; an entry is renewed when something that a reader should know has happened."""
    newest = sorted(public.petitions, key=_changed, reverse=True)[:50]
    updated = _stamp(_changed(newest[0])) if newest else "1970-01-01T00:00:00Z"
    entries = "".join(_entry(public, petition, urls[petition.id]) for petition in newest)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{_xml(title)}</title><id>{_xml(origin)}/</id><updated>{updated}</updated>\n"
        f'<link href={quoteattr(home)}/><link rel="self" href={quoteattr(home + ".atom")}/>\n'
        f"<author><name>{_xml(title)}</name></author>\n{entries}</feed>\n"
    )


def _entry(public: Public, petition: Petition, url: str) -> str:
    told = f"{petition.number}: {plain(public.words(petition))}. " + _("What is asked: {ask}").format(ask=petition.ask)
    return (
        f"<entry><title>{_xml(petition.title)}</title><id>{_xml(url)}</id><link href={quoteattr(url)}/>"
        f"<published>{_stamp(petition.published_at or _changed(petition))}</published>"
        f"<updated>{_stamp(_changed(petition))}</updated><summary>{_xml(told)}</summary></entry>\n"
    )


def _changed(petition: Petition) -> datetime:
    """The last step that a reader would want to hear of; a day counts from its beginning."""
    days = [day for day in (petition.started, petition.answered) if day is not None]
    times = [datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days]
    moments = [petition.published_at, petition.reached_at, *times]
    return max((moment for moment in moments if moment is not None), default=petition.submitted_at)


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _xml(text: str) -> str:
    """Signs that XML may not hold at all are left out: people paste anything."""
    return escape("".join(sign for sign in text if sign in "\t\n\r" or sign >= " "))


def log_as_json(petition: Petition, links: Sequence[Link]) -> str:
    """The whole log, by which anyone can compute the head themselves; it names nobody."""
    told = [
        {"seq": one.seq, "act": one.act.value, "at": one.at, "content": one.content, "hash": one.hash} for one in links
    ]
    head = links[-1].hash if links else ""
    return json.dumps({"petition": petition.number, "head": head, "links": told}, ensure_ascii=False, indent=1)
