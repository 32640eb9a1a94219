"""How to reach one engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Connection:
    """One master. `base_url` is e.g. https://mdm:31116, without /twsd; secrets never show in `repr`. Seconds."""

    base_url: str
    user: str = ""
    password: str = field(default="", repr=False)
    api_key: str = field(default="", repr=False)
    """A personal or service key; where set, it is sent as Bearer and the password is not used."""
    ca_bundle: Path | None = None
    insecure: bool = False
    """Do not check the certificate. Says so in the log."""
    connect_timeout: float = 5.0
    read_timeout: float = 30.0
    max_connections: int = 10
    backups: tuple[str, ...] = ()
    """Addresses of backup masters, asked in this order where the master does not answer."""
    deadline: float = 60.0
    """For one call with its queue, its tries and its masters."""
    long_deadline: float = 300.0
    """For one question that takes many calls, such as that for every job name of the plan."""
    max_waiting: int = 1000
    """Calls that wait for a connection; one more is turned away."""

    def __post_init__(self) -> None:
        for url in (self.base_url, *self.backups):
            _check(url)

    @property
    def root(self) -> str:
        """The address of the REST interface, with /twsd and no slash at its end."""
        return root_of(self.base_url)

    @property
    def host(self) -> str:
        """host:port, as people name the engine."""
        return host_of(self.base_url)

    @property
    def needs_tls(self) -> bool:
        return any(url.startswith("https:") for url in (self.base_url, *self.backups))


def root_of(url: str) -> str:
    return url.rstrip("/").removesuffix("/twsd") + "/twsd"


def host_of(url: str) -> str:
    return urlsplit(url).netloc


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("base_url must look like https://host:31116")
    if parts.username is not None or parts.password is not None:
        raise ValueError("base_url must not carry a user or password: use the members for them")
