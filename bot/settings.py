"""Settings of the process: read from the environment and from `.env`; the names are a contract (README)."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from council.phrases import Phrase, _


class SettingsError(Exception):
    """The settings cannot be used: one sentence a variable (what is wrong, what to do, an example)."""

    def __init__(self, sentences: Iterable[Phrase]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(", ".join(str(sentence.params["variable"]) for sentence in self.sentences))


def _token(value: object) -> object:
    if not re.fullmatch(r"\d+:[\w-]{10,}", _plain(value)):
        raise ValueError(_("this is not a bot's token. @BotFather gives one: digits, a colon and about 35 letters"))
    return value


def _group_id(value: object) -> object:
    if not re.fullmatch(r"-\d+", _plain(value)):
        raise ValueError(_("the id of a Telegram group is a whole number with a minus in front"))
    return int(_plain(value))


def _ids(value: object) -> object:
    if isinstance(value, set | frozenset | list | tuple):
        return value
    parts = [part.strip() for part in _plain(value).strip("[] ").split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise ValueError(_("these must be numbers of Telegram accounts with commas between them"))
    return frozenset(int(part) for part in parts)


def _web_address(value: object) -> object:
    address = urlsplit(_plain(value))
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ValueError(_("an address begins with https:// (or http://) and has no spaces"))
    return _plain(value).rstrip("/")


def _origin(value: object) -> object:
    """The pages stand at the root of their host: the links in them, and those printed, have no other part."""
    address = str(_web_address(value))
    if urlsplit(address).path or urlsplit(address).query:
        raise ValueError(_("write the address without a path: the pages stand at the root of their host"))
    return address


def _secure_address(value: object) -> object:
    """Plain http only to this machine, where a Bot API server of one's own may stand (TELEGRAM_API_URL)."""
    address = str(_web_address(value))
    if not address.startswith("https://") and urlsplit(address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError(_("Telegram accepts only an address that begins with https://"))
    return address


def _protected_address(value: object) -> object:
    """Plain http only to this machine: people's data leave it over TLS."""
    address = str(_web_address(value))
    if not address.startswith("https://") and urlsplit(address).hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise ValueError(_("people's data go there: the address must begin with https://"))
    return address


def _database(value: object) -> object:
    if urlsplit(_plain(value)).scheme not in {"sqlite", "postgresql"}:
        raise ValueError(_("a database's address begins with sqlite:/// or postgresql://"))
    return value


def _redis(value: object) -> object:
    if urlsplit(_plain(value)).scheme not in {"redis", "rediss"}:
        raise ValueError(_("an address of Redis begins with redis:// or rediss://"))
    return value


def _zone(value: object) -> object:
    try:
        return ZoneInfo(_plain(value))
    except (ValueError, OSError, KeyError):
        raise ValueError(_("there is no such time zone")) from None


def _secret_word(value: object) -> object:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", _plain(value)):
        raise ValueError(_("it must have 16 to 256 characters: Latin letters, digits, _ or -"))
    return value


def _email(value: object) -> object:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", _plain(value)):
        raise ValueError(_("this is not an e-mail address"))
    return value


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


WebAddress = Annotated[str, BeforeValidator(_web_address)]
Port = Annotated[int, Field(ge=1, le=65535)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]

GROUPS = {
    "mail": ("mail_host", "mail_from"),
    "imap": ("imap_host", "imap_user", "imap_password"),
    "workflow": ("workflow_secret",),
    "idgov": ("idgov_url", "idgov_client_id", "idgov_client_secret"),
}
"""A group is off when nothing of it is set; when something is, these must be."""

NOT_USED_YET = ("channel_id",)
"""What is accepted and checked, but changes nothing in this version: the administrator is told so."""


class Settings(BaseSettings):
    """Only BOT_TOKEN has no default. Secrets are SecretStr: they show neither in logs nor in a repr."""

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", hide_input_in_errors=True, frozen=True
    )

    bot_token: Annotated[SecretStr, BeforeValidator(_token)] = Field(examples=["123456789:AAF3k…"])
    telegram_api_url: WebAddress = Field("https://api.telegram.org", examples=["https://api.telegram.org"])
    staff_chat_id: Annotated[int, BeforeValidator(_group_id)] | None = Field(None, examples=["-1001234567890"])
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = Field(
        frozenset(), examples=["123456789,987654321"]
    )
    content_dir: Path = Field(Path("content/koriukivka"), examples=["content/koriukivka"])
    data_dir: Path = Field(Path("data"), examples=["/var/lib/hromada-bot"])
    database_url: Annotated[SecretStr, BeforeValidator(_database)] | None = Field(
        None, examples=["postgresql://bot:password@localhost/bot"]
    )
    redis_url: Annotated[SecretStr, BeforeValidator(_redis)] | None = Field(None, examples=["redis://localhost:6379/0"])
    webhook_url: Annotated[str, BeforeValidator(_secure_address)] | None = Field(
        None, examples=["https://bot.example.org/telegram"]
    )
    webhook_secret: Annotated[SecretStr, BeforeValidator(_secret_word)] | None = Field(
        None, examples=["d1CkZ0pX7mLQ4wvT"]
    )
    http_host: str = Field("127.0.0.1", examples=["127.0.0.1"])
    http_port: Port = Field(8080, examples=["8080"])
    field_keys: SecretStr | None = Field(None, examples=["k1:BASE64"])
    public_url: Annotated[str, BeforeValidator(_origin)] | None = Field(None, examples=["https://bot.example.org"])
    channel_id: Annotated[int, BeforeValidator(_group_id)] | None = Field(None, examples=["-1001234567890"])
    timezone: Zone = Field(ZoneInfo("Europe/Kyiv"), examples=["Europe/Kyiv"])
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", examples=["INFO"])

    mail_host: str | None = Field(None, examples=["smtp.example.org"])
    mail_port: Port = Field(587, examples=["587"])
    mail_security: Literal["starttls", "tls", "none"] = Field("starttls", examples=["starttls"])
    mail_user: str | None = Field(None, examples=["bot@example.org"])
    mail_password: SecretStr | None = Field(None, examples=["…"])
    mail_from: Annotated[str, BeforeValidator(_email)] | None = Field(None, examples=["bot@example.org"])
    imap_host: str | None = Field(None, examples=["imap.example.org"])
    imap_port: Port = Field(993, examples=["993"])
    imap_security: Literal["tls", "starttls", "none"] = Field("tls", examples=["tls"])
    imap_user: str | None = Field(None, examples=["bot@example.org"])
    imap_password: SecretStr | None = Field(None, examples=["…"])
    workflow_url: Annotated[str, BeforeValidator(_protected_address)] | None = Field(
        None, examples=["https://documents.example.org/api"]
    )
    workflow_secret: Annotated[SecretStr, BeforeValidator(_secret_word)] | None = Field(
        None, examples=["d1CkZ0pX7mLQ4wvT"]
    )
    handover_folder: Path | None = Field(None, examples=["/srv/documents/inbox"])
    idgov_url: WebAddress | None = Field(None, examples=["https://id.gov.ua"])
    idgov_client_id: str | None = Field(None, examples=["…"])
    idgov_client_secret: SecretStr | None = Field(None, examples=["…"])

    @model_validator(mode="after")
    def _groups_are_whole(self) -> "Settings":
        for group, needed in GROUPS.items():
            if not self.has(group):
                continue
            for name in needed:
                if getattr(self, name) is None:
                    msgid = _("it is not set, but other {group}_ settings are. Set it, or remove them all")
                    raise PydanticCustomError("group", "group", {"name": name, "msgid": msgid, "group": group.upper()})
        return self

    def has(self, name: str) -> bool:
        """Whether a setting, or anything of a group, was given."""
        return any(field == name or field.startswith(f"{name}_") for field in self.model_fields_set)

    def not_used_yet(self) -> tuple[str, ...]:
        """Names that were set and do nothing in this version: an administrator must not believe that they do."""
        return tuple(name.upper() for name in NOT_USED_YET if self.has(name))

    @property
    def listens(self) -> bool:
        """Whether the web server is wanted: nothing listens on a machine where nobody asked for it."""
        return self.webhook_url is not None or self.public_url is not None or self.has("http_port")

    @property
    def shares_database(self) -> bool:
        """Whether other replicas may work on the same database: SQLite is one process's own."""
        return not self.database.startswith("sqlite")

    @property
    def database(self) -> str:
        """The database's address; an SQLite file in DATA_DIR by default. May hold a password: never log it."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir.resolve() / 'bot.db'}"


class _Given(Settings):
    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_: Any, **__: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return (init_settings,)


def given(**values: Any) -> Settings:
    """Settings from these values only: the demo and the tests must not touch what the environment names."""
    with _explained():
        return _Given(**values)


def load() -> Settings:
    """Settings from the environment and `.env`. Raises SettingsError."""
    with _explained():
        return Settings()  # pyright: ignore[reportCallIssue]


def load_for_data() -> Settings:
    """For commands that never speak to Telegram: a backup is proved or restored where there is no token."""
    with _explained():
        return Settings(bot_token=SecretStr("0:not-needed-here"))


class _explained:  # noqa: N801 - reads as a clause
    """Turns pydantic's errors into sentences; the original is dropped, for it may quote a secret."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValidationError):
            raise SettingsError(_sentences(error)) from None


def _sentences(error: ValidationError) -> Iterator[Phrase]:
    for detail in error.errors(include_input=False, include_url=False):
        name = str(detail["loc"][0]) if detail["loc"] else str(detail.get("ctx", {}).get("name", ""))
        wrong, params = _wrong(detail)
        yield sentence(name, wrong, **params)


def sentence(name: str, wrong: str, **params: object) -> Phrase:
    """What is wrong with a setting, with an example of a right value."""
    example = f"{name.upper()}={(Settings.model_fields[name].examples or ['…'])[0]}"
    return Phrase(
        _("{variable}: {wrong}. Example: {example}"),
        {"variable": name.upper(), "wrong": Phrase(wrong, params), "example": example},
    )


def _wrong(detail: ErrorDetails) -> tuple[str, dict[str, object]]:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return _("it is not set"), {}
        case "group":
            return context["msgid"], {"group": context["group"]}
        case "value_error":
            return str(context["error"]), {}
        case "int_parsing" | "int_type" | "int_from_float":
            return _("it must be a whole number"), {}
        case "greater_than_equal" | "less_than_equal":
            return _("a port is a number from 1 to 65535"), {}
        case "literal_error":
            return _("it may be only {expected}"), {"expected": context["expected"].replace("'", "")}
        case _:
            return _("this value cannot be understood"), {}
