"""How the bot receives updates: by asking, or by a webhook."""

import re
from typing import Any

from demo.cloud import Cloud
from demo.errors import ApiError, mistake
from demo.methods.registry import Params, method
from demo.updates import BY_WEBHOOK

Json = dict[str, Any]

MAX_TIMEOUT = 50
NO_POLLING = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@method
async def get_updates(cloud: Cloud, params: Params) -> list[Json]:
    if cloud.webhook:
        raise ApiError(409, NO_POLLING, blame=True)
    cloud.updates.allow(params.get("allowed_updates"))
    if offset := params.get("offset"):
        cloud.updates.confirm(offset)
    return await cloud.updates.poll(params.get("limit", 100), min(params.get("timeout", 0), MAX_TIMEOUT))


@method
def set_webhook(cloud: Cloud, params: Params) -> bool:
    if not params["url"]:
        return delete_webhook_of(cloud, params)
    check_url(params["url"])
    cloud.updates.allow(params.get("allowed_updates"))
    if params.get("drop_pending_updates"):
        cloud.updates.drop()
    cloud.webhook = {key: params[key] for key in ("url", "secret_token", "max_connections") if key in params}
    cloud.updates.stop_poll(BY_WEBHOOK)
    cloud.webhook_changed()
    return True


def check_url(url: str) -> None:
    """HTTPS at one of four ports, as the real server asks; plain HTTP only to this machine."""
    if re.match(r"http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/|$)", url):
        return
    match = re.match(r"https://[^/:]+(?::(\d+))?(/|$)", url)
    if match is None:
        raise mistake("bad webhook: An HTTPS URL must be provided for webhook")
    if match[1] not in (None, "443", "80", "88", "8443"):
        raise mistake("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


@method
def delete_webhook(cloud: Cloud, params: Params) -> bool:
    return delete_webhook_of(cloud, params)


def delete_webhook_of(cloud: Cloud, params: Params) -> bool:
    cloud.webhook = {}
    if params.get("drop_pending_updates"):
        cloud.updates.drop()
    cloud.webhook_changed()
    return True


@method
def get_webhook_info(cloud: Cloud, params: Params) -> Json:
    info: Json = {
        "url": cloud.webhook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(cloud.updates.pending()),
    }
    if cloud.webhook:
        info["max_connections"] = cloud.webhook.get("max_connections", 40)
    if cloud.updates.allowed:
        info["allowed_updates"] = sorted(cloud.updates.allowed)
    if cloud.webhook_error:
        info |= cloud.webhook_error
    return info
