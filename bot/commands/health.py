"""`health`: whether the bot on this computer lives; for the health check of a container."""

from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from bot.commands import DONE, PROBLEMS
from bot.console import complain, spoken
from bot.settings import Settings
from council.phrases import Phrase, _

PATIENCE = 5.0
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104 - asked, not listened on


def health(settings: Settings) -> int:
    """Asks /healthz; says nothing when all is well."""
    if not settings.listens:
        text = _("The bot does not listen: set HTTP_PORT (and HTTP_HOST, where another computer asks).")
        complain(spoken(Phrase(text)))
        return PROBLEMS
    status = _asked(EVERYWHERE.get(settings.http_host, settings.http_host), settings.http_port)
    if status == HTTPStatus.OK:
        return DONE
    if status is None:
        complain(spoken(Phrase(_("The bot does not answer on port {port}."), {"port": settings.http_port})))
    else:
        complain(spoken(Phrase(_("The bot answers, but a part of it does not work any more: see /healthz."))))
    return PROBLEMS


def _asked(host: str, port: int) -> int | None:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()
