"""Logging: structlog to standard error, one line an event; JSON where a machine reads. Message text is never logged."""

from __future__ import annotations

import logging
import sys

import structlog
from structlog.tracebacks import ExceptionDictTransformer

from bot.settings import Log


def configure(settings: Log) -> None:
    level = logging.getLevelNamesMapping()[settings.level]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_rendering(settings.json_lines),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(
        level=max(level, logging.WARNING), stream=sys.stderr, format="%(name)s %(levelname)s %(message)s"
    )


def _rendering(json_lines: bool) -> tuple[structlog.typing.Processor, ...]:
    """A traceback tells where; what the variables held is often what a person wrote, or a password."""
    if json_lines:
        told = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
        return told, structlog.processors.JSONRenderer()
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    return structlog.processors.StackInfoRenderer(), plain
