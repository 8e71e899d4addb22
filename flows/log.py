"""Logging, set up once: our lines on stderr (console or JSON), everybody else's only when they are errors."""

from __future__ import annotations

import logging
import sys
import warnings

import structlog

# Libraries whose own lines would drown ours; what goes wrong in them reaches us as exceptions or outcomes.
NOISY = (
    "prefect",
    "aiohttp",
    "asyncio",
    "httpx",
    "distributed",
    "tornado",
    "uvicorn",
    "sqlalchemy",
    "warcio",
)
# What lines are about, as far as it is known where they are written.
WHEREABOUTS = ("run", "prefecture", "site")


def configure(log_format: str = "console", level: str = "warning", *, debug: bool = False) -> None:
    """Route structlog to stderr at `level` (`debug` wins) and quieten other loggers."""
    least = logging.DEBUG if debug else logging.getLevelNamesMapping()[level.upper()]
    rendering: list[structlog.types.Processor] = (
        [_whereabouts, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if log_format == "json"
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            *rendering,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    if least > logging.DEBUG:
        warnings.simplefilter("ignore")
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING if least == logging.DEBUG else logging.CRITICAL)


def _whereabouts(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """Every line of JSON has run, prefecture and site, what it is about; null where it is about none."""
    return {**dict.fromkeys(WHEREABOUTS), **event}


def debugging() -> bool:
    """Whether `--debug` (or the log level debug) asked to see everything."""
    return logging.getLogger(NOISY[0]).level == logging.WARNING
