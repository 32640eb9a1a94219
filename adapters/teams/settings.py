"""What the adapter is told, and what it refuses to start with."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit
from uuid import UUID

from adapters.teams import limits

SERVICE_HOSTS = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
    "smba.infra.dod.teams.microsoft.us",
    "*.botframework.com",
)
"""Where Microsoft's connector answers; `*.` stands for any name below."""
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """The password stays out of repr(). `development` allows http addresses, on loopback only."""

    app_id: str
    app_password: str = field(repr=False)
    tenant_id: str
    """The directory the bot is registered in; it gives the tokens to send with."""
    tenants: tuple[str, ...] = ()
    """Whose people may speak to the bot; the bot's own tenant alone where none is named."""
    login_url: str = "https://login.microsoftonline.com"
    metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"
    scope: str = "https://api.botframework.com/.default"
    service_hosts: tuple[str, ...] = SERVICE_HOSTS
    development: bool = False
    path: str = "/api/messages"
    most_tasks: int = 200
    drain_seconds: float = 10.0
    api_seconds: float = 10.0
    invoke_seconds: float = limits.INVOKE_SECONDS
    typing_seconds: float = limits.TYPING_SECONDS

    def __post_init__(self) -> None:
        """Raises ValueError: without an app id anybody could speak as Teams."""
        for name, value in (("app id", self.app_id), ("tenant id", self.tenant_id)):
            if not _is_uuid(value):
                raise ValueError(f"Teams needs the {name} of its app registration (a GUID).")
        if not self.app_password:
            raise ValueError("Teams needs the app password (a client secret of the app registration).")
        for url in (self.login_url, self.metadata_url):
            if not self.may_call(url):
                raise ValueError(f"Teams: {url} must be an https address.")

    @property
    def allowed_tenants(self) -> frozenset[str]:
        return frozenset(tenant.lower() for tenant in self.tenants or (self.tenant_id,))

    def may_call(self, url: str) -> bool:
        """https anywhere; http on loopback in development."""
        parts = split(url)
        if parts is None:
            return False
        scheme, host = parts
        return scheme == "https" or (scheme == "http" and self.development and host in _LOOPBACK)

    def may_post_to(self, service_url: str) -> bool:
        """A service URL carries our token, so only Microsoft's own hosts will do."""
        parts = split(service_url)
        if parts is None or not self.may_call(service_url):
            return False
        scheme, host = parts
        if scheme == "http":
            return True
        return any(host == each or _below(host, each) for each in self.service_hosts)


def split(url: str) -> tuple[str, str] | None:
    """Scheme and host; None for what is no address, or one that hides a user name."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return (parts.scheme, (parts.hostname or "").lower()) if parts.hostname and "@" not in parts.netloc else None


def _below(host: str, pattern: str) -> bool:
    return pattern.startswith("*.") and host.endswith(pattern[1:])


def _is_uuid(value: str) -> bool:
    try:
        return str(UUID(value)) == value.lower()
    except ValueError:
        return False
