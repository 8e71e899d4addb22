"""Logging, set up once: our lines on stderr (console or JSON), everybody else's only when they are errors."""

from __future__ import annotations

import logging
import sys
import warnings

import structlog

# Libraries whose own lines would drown ours; what goes wrong in them reaches us as exceptions or outcomes.
NOISY = ("prefect", "aiohttp", "asyncio", "httpx", "distributed", "uvicorn", "sqlalchemy", "warcio")


def configure(log_format: str = "console", level: str = "warning", *, debug: bool = False) -> None:
    """Route structlog to stderr at `level` (`debug` wins) and quieten other loggers."""
    least = logging.DEBUG if debug else logging.getLevelNamesMapping()[level.upper()]
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    if least > logging.DEBUG:
        warnings.simplefilter("ignore")
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING if least == logging.DEBUG else logging.CRITICAL)


def debugging() -> bool:
    """Whether `--debug` (or the log level debug) asked to see everything."""
    return logging.getLogger(NOISY[0]).level == logging.WARNING
