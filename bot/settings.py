"""Settings in layers, later wins: defaults, settings.toml, settings.{environment}.toml, environment, secrets folder.

Variables are APP_… with `__` between levels (APP_TWS__HOST); the plain names in PLAIN work too, in the
environment and as file names of the secrets folder (APP_SECRETS_DIR).
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "APP_"
ALONE = frozenset({"APP_SECRETS_DIR"})
"""Read before the settings are."""
PLAIN: Mapping[str, tuple[str, str]] = {
    "TWS_HOST": ("tws", "host"),
    "TWS_PORT": ("tws", "port"),
    "TWS_USER": ("tws", "user"),
    "TWS_PASSWORD": ("tws", "password"),
    "TWS_API_KEY": ("tws", "api_key"),
    "SLACK_BOT_TOKEN": ("slack", "bot_token"),
    "SLACK_APP_TOKEN": ("slack", "app_token"),
    "SLACK_SIGNING_SECRET": ("slack", "signing_secret"),
    "MICROSOFT_APP_ID": ("teams", "app_id"),
    "MICROSOFT_APP_PASSWORD": ("teams", "app_password"),
    "MICROSOFT_APP_TENANT_ID": ("teams", "tenant_id"),
    "LLM_ENDPOINT": ("model", "endpoint"),
    "LLM_API_KEY": ("model", "api_key"),
    "LLM_MODEL": ("model", "name"),
    "DATABASE_URL": ("storage", "database_url"),
    "REDIS_URL": ("storage", "redis_url"),
    "CHROMA_URL": ("knowledge", "chroma_url"),
    "ADMIN_USERNAME": ("web", "admin_username"),
    "ADMIN_PASSWORD": ("web", "admin_password"),
    "SECRET_KEY": ("web", "secret_key"),
    "METRICS_TOKEN": ("web", "metrics_token"),
}


ENGINE_NAME = r"^[a-z][a-z0-9_-]{0,29}$"


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Web(Section):
    bind: str = "127.0.0.1"
    port: int = Field(8080, ge=0, le=65535)
    names: tuple[str, ...] = ()
    """Public host names under which a proxy serves the page; loopback and addresses always work."""
    admin_username: str = ""
    admin_password: SecretStr = SecretStr("")
    """Without both nobody can sign in; the page then speaks as `web:operator`: only in development, from loopback."""
    secret_key: SecretStr = SecretStr("")
    """Signs tokens of POST /token; 32 characters or more. Without it a new one is made at each start."""
    origins: tuple[str, ...] = ()
    """Other sites whose pages may call the API (CORS); none by default."""
    metrics_token: SecretStr = SecretStr("")
    """Bearer token for Prometheus at /api/metrics; people who are signed in need none."""


class Host(Section):
    """How one engine is reached."""

    host: str = ""
    port: int = Field(31116, ge=1, le=65535)
    plain_http: bool = False
    user: str = ""
    password: SecretStr = SecretStr("")
    api_key: SecretStr = SecretStr("")
    ca_bundle: Path | None = None
    insecure: bool = False
    connect_timeout: float = Field(5.0, gt=0)
    read_timeout: float = Field(30.0, gt=0)
    deadline: float = Field(60.0, gt=0)
    """Seconds for one call with its waiting, its tries and its other masters."""
    backups: tuple[str, ...] = ()
    """Base URLs of backup masters, https://host:port, tried in order where the master does not answer."""
    kept_items: int = Field(100_000, ge=0)
    kept_bytes: int = Field(100_000_000, ge=0)
    """Bounds of the answers that are kept for seconds and shared."""


class Tws(Host):
    """The main scheduler; without a host the built-in simulator is used."""

    name: str = Field("prod", pattern=ENGINE_NAME)
    """What people call it, where there are several."""


class Another(Host):
    """Another engine that may be asked by its name: test, DR."""

    simulated: bool = False
    """The built-in simulator in its place: development only."""
    seed: int = 11


class Simulated(Section):
    seed: int = 7
    jobs: int = Field(400, ge=100, le=100_000)
    speed: float = Field(1.0, gt=0)
    scenario: str = ""
    """quiet-night, payroll-late, …: docs/scheduler.md."""


class Slack(Section):
    bot_token: SecretStr = SecretStr("")
    app_token: SecretStr = SecretStr("")
    signing_secret: SecretStr = SecretStr("")
    api_url: str = "https://slack.com/api/"


class Teams(Section):
    app_id: str = ""
    app_password: SecretStr = SecretStr("")
    tenant_id: str = ""
    login_url: str = "https://login.microsoftonline.com/"
    metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    service_hosts: tuple[str, ...] = ("smba.trafficmanager.net", "*.botframework.com", "*.teams.microsoft.com")
    """Where answers may be sent; anything else in an activity is refused."""


class Model(Section):
    """Any OpenAI-compatible endpoint; without one everything that matters works all the same."""

    endpoint: str = ""
    api_key: SecretStr = SecretStr("")
    name: str = ""
    seconds: float = Field(30.0, gt=0)
    masking: bool = True
    """Names of people, addresses, paths' secrets and the like never reach the model."""
    agents_file: Path | None = None
    """agents.toml; the packaged one where unset."""
    tokens_a_day: int = Field(500_000, ge=0)


class Storage(Section):
    database_url: str = ""
    """SQLAlchemy's form, postgresql://…; SQLite in `data_dir` where unset."""
    redis_url: str = ""
    """redis://host:port/0; needed in production. Without it shared state lives in memory."""
    kept_days: int = Field(90, ge=7, le=36_500)
    """Cards, orders, failures and watches that are over are dropped then. Ledger, memories and documents stay."""

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        """The address may hold a password and is not repeated."""
        if url and not _is_database(url):
            raise ValueError("DATABASE_URL is no postgresql://user:password@host:port/name and no sqlite:///file")
        return url


class Knowledge(Section):
    embedder: Literal["auto", "numpy", "sentence-transformers", "none"] = "auto"
    chroma_url: str = ""
    """A Chroma server; embedded in `data_dir` where unset."""


class Channel(Section):
    """A channel that the bot posts to unasked."""

    place: str
    """`slack:C0OPS` or `teams:19:…@thread.tacv2`."""
    language: Literal["en", "pt"] = "en"
    timezone: str = "UTC"
    alerts: bool = False
    reviews: bool = False
    approvals: bool = False
    summary: str = ""
    """Cron line (five fields) in the channel's own zone; empty for none."""


class Watching(Section):
    every: float = Field(15.0, gt=0)
    """Seconds between two looks at the plan."""
    most_cards: int = Field(20, ge=1)
    """Cards that one look may start; what is beyond is told in one."""


class Log(Section):
    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    json_lines: bool = False


DATABASES = frozenset({"postgresql", "postgres", "postgresql+asyncpg", "sqlite", "sqlite+aiosqlite"})


def _is_database(url: str) -> bool:
    try:
        return make_url(url).drivername in DATABASES
    except (ArgumentError, ValueError):
        return False


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True)

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path("data")
    timezone: str = "UTC"
    """For people whose own zone is not known, such as in the terminal."""
    web: Web = Web()
    tws: Tws = Tws()
    engines: dict[str, Another] = {}
    """Other engines by their names: lower-case letters, digits, `-` and `_`."""
    simulator: Simulated = Simulated()
    slack: Slack = Slack()
    teams: Teams = Teams()
    model: Model = Model()
    storage: Storage = Storage()
    knowledge: Knowledge = Knowledge()
    watching: Watching = Watching()
    channels: tuple[Channel, ...] = ()
    access_file: Path | None = None
    """Roles and rules (docs/access.md); without one everybody may only read."""
    log: Log = Log()

    @model_validator(mode="after")
    def _names_engines(self) -> Self:
        for name, engine in self.engines.items():
            if not re.match(ENGINE_NAME, name) or name == self.tws.name:
                raise ValueError(f"engines.{name[:40]}: a name of its own in lower case is needed")
            if bool(engine.host) == engine.simulated:
                raise ValueError(f"engines.{name}: set either host or simulated")
        return self

    @field_validator("timezone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
            raise ValueError("there is no such time zone; use an IANA name such as America/Sao_Paulo") from fault
        return name

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        _refuse_unknown(settings_cls.model_fields, os.environ)
        environment = os.environ.get("APP_ENVIRONMENT", "development")
        files = [Path(f"settings.{environment}.toml"), Path("settings.toml")]
        layers = [_toml(settings_cls, file) for file in files if file.is_file()]
        secrets = _secret_files(os.environ.get("APP_SECRETS_DIR", ""))
        return (
            init_settings,
            _plain(settings_cls, secrets),
            _plain(settings_cls, os.environ),
            env_settings,
            *layers,
        )


class UnsafeSettings(Exception):
    """Settings that the bot must not start with; the text says which and what to do."""


def check(settings: Settings) -> None:
    """Refuses what is fine on a desk and wrong in production. Raises UnsafeSettings."""
    if settings.environment != "production":
        return
    if not settings.tws.host:
        raise UnsafeSettings("TWS_HOST is not set: production does not run on the simulator. Set TWS_HOST.")
    if settings.tws.insecure or settings.tws.plain_http:
        raise UnsafeSettings("TLS checks are off for the scheduler. Set APP_TWS__CA_BUNDLE instead.")
    for name, engine in settings.engines.items():
        if engine.simulated or engine.insecure or engine.plain_http:
            raise UnsafeSettings(f"The engine {name} is simulated or not checked by TLS. Set its host and ca_bundle.")
    if not settings.storage.redis_url:
        raise UnsafeSettings(
            "REDIS_URL is not set: without it a repeated event or click could act twice on another replica."
        )


def _refuse_unknown(fields: Container[str], variables: Iterable[str]) -> None:
    """Deeper names are refused by their sections. Raises UnsafeSettings."""
    ours = (name for name in variables if name.upper().startswith(PREFIX) and name.upper() not in ALONE)
    unknown = sorted(name for name in ours if name[len(PREFIX) :].partition("__")[0].lower() not in fields)
    if unknown:
        raise UnsafeSettings(
            f"No setting is called {', '.join(unknown)}. Correct the name (docs/settings.md has all) or unset it."
        )


def _toml(cls: type[BaseSettings], file: Path) -> TomlConfigSettingsSource:
    """Raises UnsafeSettings."""
    try:
        return TomlConfigSettingsSource(cls, file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        where = f": {fault}" if isinstance(fault, tomllib.TOMLDecodeError) else ", but another encoding than UTF-8"
        raise UnsafeSettings(f"{file} is not TOML{where}. Correct it there.") from fault


def _plain(cls: type[BaseSettings], values: Mapping[str, str]) -> InitSettingsSource:
    tree: dict[str, dict[str, Any]] = {}
    for name, (section, field) in PLAIN.items():
        if values.get(name):
            tree.setdefault(section, {})[field] = values[name]
    return InitSettingsSource(cls, tree)


def _secret_files(folder: str) -> Mapping[str, str]:
    if not folder:
        return {}
    files = (Path(folder) / name for name in PLAIN)
    return {file.name: file.read_text(encoding="utf-8").strip() for file in files if file.is_file()}
