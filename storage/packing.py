"""How values are written into columns: JSON that keeps dates and phrases, times as milliseconds, sealed fields."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from council.phrases import Phrase
from storage.keys import Keyring

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
TAG = "\N{SECTION SIGN}type"


def to_ms(moment: datetime) -> int:
    """Whole milliseconds, the same integer on both engines. `moment` is aware."""
    return (moment - EPOCH) // MILLISECOND


def from_ms(ms: int) -> datetime:
    return EPOCH + ms * MILLISECOND


def to_iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def from_iso(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def pack(value: Mapping[str, object]) -> bytes:
    """Parameters may hold dates and phrases, which plain JSON would lose. Raises TypeError for anything stranger."""
    return _ENCODER.encode(value).encode()


def unpack(packed: bytes) -> dict[str, Any]:
    text = packed.decode()
    value: dict[str, Any] = _DECODER.decode(text) if TAG in text else json.loads(text)
    return value


def _tagged(value: object) -> dict[str, object]:
    match value:
        case datetime():
            return {TAG: "time", "iso": value.isoformat()}
        case date():
            return {TAG: "date", "iso": value.isoformat()}
        case Phrase():
            return {
                TAG: "phrase",
                "msgid": value.msgid,
                "params": dict(value.params),
                "plural": value.plural,
                "n": value.n,
            }
        case Mapping():
            return dict(value)
    raise TypeError(f"A {type(value).__name__} cannot be stored")


def _untagged(value: dict[str, Any]) -> object:
    match value.get(TAG):
        case "time":
            return datetime.fromisoformat(value["iso"])
        case "date":
            return date.fromisoformat(value["iso"])
        case "phrase":
            return Phrase(value["msgid"], value["params"], value["plural"], value["n"])
    return value


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_tagged)
_DECODER = json.JSONDecoder(object_hook=_untagged)


@dataclass(frozen=True)
class Seal:
    """Seals the fields of one table: every field is bound to its table, its row's key and its name."""

    keyring: Keyring
    table: str

    def text(self, text: str, row: object, field: str) -> bytes:
        return self.keyring.seal(text.encode(), f"{self.table}:{row}:{field}")

    def read_text(self, sealed: bytes, row: object, field: str) -> str:
        return self.keyring.open(sealed, f"{self.table}:{row}:{field}").decode()

    def data(self, value: Mapping[str, object], row: object, field: str) -> bytes:
        return self.packed(pack(value), row, field)

    def read_data(self, sealed: bytes, row: object, field: str) -> dict[str, Any]:
        return unpack(self.read_packed(sealed, row, field))

    def packed(self, packed: bytes, row: object, field: str) -> bytes:
        return self.keyring.seal(packed, f"{self.table}:{row}:{field}")

    def read_packed(self, sealed: bytes, row: object, field: str) -> bytes:
        return self.keyring.open(sealed, f"{self.table}:{row}:{field}")
