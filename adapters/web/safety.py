"""Who may get in under these settings, and settings that the web must not start with."""

from __future__ import annotations

from pydantic import SecretStr

from adapters.web.login.accounts import DIGEST
from adapters.web.login.tokens import LEAST_KEY
from adapters.web.origin import is_loopback
from bot.settings import Settings

LEAST_PASSWORD = 12
"""Characters of the admin's password in production."""
_ON_THIS_MACHINE = "or bind to 127.0.0.1 without public names to use it on this machine alone"


def open_to_all(settings: Settings) -> bool:
    """Development, reachable from this machine only, and nobody set up to sign in."""
    web = settings.web
    here = is_loopback(web.bind) and not web.names
    return settings.environment == "development" and here and not web.admin_username


def passwords(settings: Settings) -> dict[str, SecretStr]:
    web = settings.web
    both = web.admin_username and web.admin_password.get_secret_value()
    return {web.admin_username: web.admin_password} if both else {}


def unsafe(settings: Settings) -> str | None:
    """A sentence that says what is wrong and what to do; None where the web may start."""
    checks = (_half_an_account, _nobody_could_sign_in, _weak_key, _weak_password)
    return next((wrong for check in checks if (wrong := check(settings))), None)


def _half_an_account(settings: Settings) -> str:
    web = settings.web
    if bool(web.admin_username) == bool(web.admin_password.get_secret_value()):
        return ""
    return "ADMIN_USERNAME and ADMIN_PASSWORD belong together and only one is set. Set both, or neither."


def _nobody_could_sign_in(settings: Settings) -> str:
    """In production a bot that only Slack or Teams talk to may run with the web's doors shut."""
    if open_to_all(settings) or passwords(settings):
        return ""
    chats = settings.slack.bot_token.get_secret_value() or settings.teams.app_id
    if settings.environment == "production" and chats:
        return ""
    return f"Nobody could sign in to the web chat. Set ADMIN_USERNAME and ADMIN_PASSWORD, {_ON_THIS_MACHINE}."


def _weak_key(settings: Settings) -> str:
    key, production = settings.web.secret_key.get_secret_value(), settings.environment == "production"
    if len(key) >= LEAST_KEY and len(set(key)) > LEAST_KEY // 4:
        return ""
    if not key and not (production and passwords(settings)):
        return ""
    return f"SECRET_KEY is missing or weak. Set {LEAST_KEY} random characters or more, the same at every replica."


def _weak_password(settings: Settings) -> str:
    if settings.environment != "production":
        return ""
    for name, secret in passwords(settings).items():
        password = secret.get_secret_value()
        if password.startswith(DIGEST):
            continue
        if len(password) < LEAST_PASSWORD or name.casefold() in password.casefold() or len(set(password)) < 6:
            return (
                f"ADMIN_PASSWORD is weak: {LEAST_PASSWORD} characters or more, without the user name. Nothing started."
            )
    return ""
