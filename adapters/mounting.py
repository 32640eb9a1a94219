"""Which platforms the settings ask for: each becomes a mount of the host and, where it can post, a sender."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.host import Mount
from adapters.web.build import web_chat
from adapters.web.house import AccessRights, HouseReviews, LedgerReports
from adapters.web.safety import unsafe
from adapters.web.services import Services
from bot.app import App
from bot.settings import UnsafeSettings

if TYPE_CHECKING:
    from adapters.slack import SlackAdapter
    from adapters.teams import TeamsAdapter
    from adapters.web import WebChat


def mounts(app: App) -> list[Mount]:
    """The web chat always; Slack and Teams where their tokens are set. Raises UnsafeSettings."""
    page = _web(app)
    app.outbox.senders["web"] = page.cards
    made: list[Mount] = [page]
    if app.settings.slack.bot_token.get_secret_value():
        slack = _slack(app)
        app.outbox.senders["slack"] = slack
        made.append(slack)
    if app.settings.teams.app_id:
        teams = _teams(app)
        app.outbox.senders["teams"] = teams
        made.append(teams)
    return made


def _web(app: App) -> WebChat:
    if fault := unsafe(app.settings):
        raise UnsafeSettings(fault)
    house = app.services
    services = Services(
        scheduler=house.scheduler,
        health=house.health,
        events=house.ledger,
        reports=LedgerReports(house.ledger, house.memories),
        reviews=HouseReviews(house.review, house.memories, house.access),
        agents=house.agents,
        vitals=house.vitals,
    )
    return web_chat(
        app.engine,
        app.settings,
        clock=app.clock,
        database=app.database,
        coordination=app.coordination,
        rights=AccessRights(house.access),
        services=services,
        origins=app.settings.web.origins,
        metrics_token=app.settings.web.metrics_token.get_secret_value(),
    )


def _slack(app: App) -> SlackAdapter:
    from adapters.slack import SlackAdapter, SlackSettings

    given = app.settings.slack
    settings = SlackSettings(
        bot_token=given.bot_token.get_secret_value(),
        signing_secret=given.signing_secret.get_secret_value(),
        app_token=given.app_token.get_secret_value(),
        api_url=given.api_url,
    )
    return SlackAdapter(app.engine, settings, app.coordination, clock=app.clock)


def _teams(app: App) -> TeamsAdapter:
    from adapters.teams import TeamsAdapter, TeamsSettings

    given = app.settings.teams
    try:
        settings = TeamsSettings(
            app_id=given.app_id,
            app_password=given.app_password.get_secret_value(),
            tenant_id=given.tenant_id,
            login_url=given.login_url,
            metadata_url=given.metadata_url,
            service_hosts=given.service_hosts,
            development=app.settings.environment == "development",
        )
    except ValueError as fault:
        raise UnsafeSettings(str(fault)) from fault
    return TeamsAdapter(app.engine, settings, app.database, clock=app.clock, coordination=app.coordination)
