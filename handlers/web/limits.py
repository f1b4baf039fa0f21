"""How much one address may ask: enough for a village behind one mobile operator, not for a machine that floods."""

from collections import OrderedDict
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

REMEMBERED = 10_000
"""Addresses kept in memory, and nowhere else: they belong to people."""


class Limit:
    """A bucket an address: `burst` at once, then `rate` a second."""

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, float(burst)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, place: str, now: float) -> bool:
        """Takes one from the bucket; False where it is empty. `now` in seconds of a clock that never goes back."""
        left, since = self._left.pop(place, (self._burst, now))
        left = min(self._burst, left + (now - since) * self._rate)
        fine = left >= 1
        self._left[place] = (left - 1 if fine else left, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return fine


@lru_cache(maxsize=4096)
def place(remote: str, forwarded: str) -> str:
    """Whose bucket it is: the caller, or who the proxy says it speaks for.

    Only a proxy on this machine or in its private network is believed, and only its own, last word. An IPv6 caller
    is known by the half of the address that their provider gave.
    """
    try:
        address = ip_address(remote)
        last = forwarded.rpartition(",")[2].strip()
        if last and (address.is_private or address.is_loopback):
            address = ip_address(last)
    except ValueError:
        return remote
    if isinstance(address, IPv6Address):
        return str(IPv6Address(int(address) >> 64 << 64))
    return str(address)
