"""Settings: `GONGKAI_…` from the environment or a `.env` file; a command's option wins over both."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from extractors.crawl.hours import Hours
from flows import env_file
from flows.errors import CallError

# A password may stand before the host.
PROXY = r"^https?://[^\s/@]+(@[^\s/@]+)?/?$"
ENDPOINT = r"^https?://[^\s/@]+/?$"
_PREFIX, _OF_TESTS = "GONGKAI_", "GONGKAI_TEST_"
Runner = Literal["local", "dask", "ray"]


def _own_folder(name: str) -> Path:
    try:
        home = Path.home()
    except RuntimeError:
        # A user without HOME and without an entry in the list of users, as in some containers.
        home = Path(tempfile.gettempdir())
    return home / ".local" / "share" / "gongkai" / name


class Settings(BaseSettings):
    """All settings with their defaults; `.env.example` lists them for users."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_file=env_file.NAME,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
    )

    lake: str = Field(default="lake", description="folder of the lake")
    sites: Path | None = Field(
        default=None, description="sites file; empty = the one that comes with the package"
    )
    contact: str = Field(default="", description="e-mail or page named in the crawler's user agent")
    delay: float = Field(
        default=1.0, ge=0.5, le=3600.0, description="seconds between two requests to one host"
    )
    runner: Runner = Field(default="local", description="where prefectures are extracted: local, dask or ray")
    s3_endpoint: str | None = Field(
        default=None, pattern=ENDPOINT, description="S3 server other than Amazon's, http(s)://host:port"
    )
    s3_patience: float = Field(
        default=600.0, gt=0.0, description="seconds for which an S3 server that is down is asked again"
    )
    mirrors: Path = Field(
        default=_own_folder("mirrors"),
        description="folder of the copies of lakes on S3; holds what could not be sent yet",
    )
    dask_address: str | None = Field(
        default=None,
        description="address of a Dask scheduler, tcp://host:8786; empty = a cluster of this machine's own",
    )
    dask_workers: int | None = Field(
        default=None, ge=1, description="workers of the cluster on this machine; empty = one a processor"
    )
    workers: int = Field(default=8, ge=1, le=256, description="prefectures at work at a time")
    task_hours: float = Field(
        default=8.0,
        gt=0.0,
        description="hours that a prefecture may be crawled, and extracted; what was had by then stays, and "
        "the next run goes on",
    )
    document_seconds: float = Field(
        default=60.0, gt=0.0, description="the longest that one document may be read"
    )
    document_seconds_ocr: float = Field(
        default=300.0, gt=0.0, description="the same for documents that may hold scanned pages"
    )
    document_memory: int = Field(default=2000, ge=200, description="MB of memory that one document may take")
    build_memory: str = Field(
        default="3GB",
        pattern=r"^[1-9][0-9]*(MB|GB)$",
        description="memory that building the warehouse may take; beyond it goes to disk",
    )
    website: str = Field(
        default="",
        description="folder of the web site that follows each build; empty = site in the lake, off = none",
    )
    keep_builds: int = Field(
        default=3,
        ge=1,
        le=1000,
        description="builds of the warehouse that are kept, the published one included",
    )
    keep_runs: int = Field(
        default=0, ge=0, description="days for which records of runs are kept; 0 = for ever"
    )
    proxy: str | None = Field(default=None, pattern=PROXY, description="proxy for fetching, http://host:port")
    hours: str = Field(
        default="",
        description="hours of the day (China time) in which sites may be asked, such as 22-6; empty = all",
    )
    turns: Path | None = Field(
        default=None,
        description="folder in which all processes that ask sites take turns; empty = one in the system's "
        "folder for temporary files",
    )
    prefect_api_url: str | None = Field(
        default=None,
        validation_alias="PREFECT_API_URL",
        pattern=r"^https?://[^\s/]+\S*$",
        description="a Prefect server of your own; empty = a temporary one",
    )
    prefect_home: Path = Field(
        default=_own_folder("prefect"),
        description="folder of the Prefect server that `gongkai serve` starts: its database and log",
    )
    webhook: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+\S*$",
        description="address told of runs by a POST of JSON",
    )
    mail_to: str = Field(default="", description="who is told of runs by e-mail, commas between")
    mail_from: str = Field(default="gongkai@localhost", description="sender of these mails")
    smtp: str = Field(
        default="smtp://localhost:25",
        pattern=r"^smtps?://[^\s/]+$",
        description="mail server, smtp://user:password@host:587 or smtps://…",
    )
    notify: str = Field(
        default="failed,less",
        pattern=r"^(failed|less|ok)(,(failed|less|ok))*$",
        description="which runs are told of: failed (nothing published, or steps failed), less (published "
        "with less than before), ok",
    )
    metrics: Path | None = Field(
        default=None, description="file for the counters of the last run, in Prometheus's text format"
    )
    log_format: Literal["console", "json"] = Field(
        default="console", description="how log lines look on stderr"
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="least level shown"
    )

    @field_validator("hours")
    @classmethod
    def _hours(cls, text: str) -> str:
        if text:
            Hours.parse(text)
        return text


def variable(name: str, field: FieldInfo) -> str:
    """The variable that sets a field."""
    return str(field.validation_alias or f"{_PREFIX}{name}").upper()


def strangers() -> Iterator[str]:
    """A sentence for each variable that is called like a setting and is none: a typo would go unseen."""
    known = {variable(name, field) for name, field in Settings.model_fields.items()}
    given = {name.upper() for name in (*os.environ, *DotEnvSettingsSource(Settings).env_vars)}
    for name in sorted(given - known):
        if name.startswith(_PREFIX) and not name.startswith(_OF_TESTS):
            word = name.removeprefix(_PREFIX).lower()
            meant = [f"{_PREFIX}{one.upper()}" for one in get_close_matches(word, Settings.model_fields, 1)]
            yield f"{name} is no setting: " + (f"is {meant[0]} meant?" if meant else "see docs/settings.md")


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises CallError, naming the variable and where it stands, when one of them is malformed.
    """
    lines = env_file.lines()
    try:
        return Settings()
    except ValidationError as error:
        raise CallError(_wrong(error.errors()[0], lines)) from None


def _wrong(error: Any, lines: Mapping[str, int]) -> str:
    name = "_".join(str(part) for part in error["loc"])
    # Those of others are known by their whole name.
    name = name if name.isupper() else f"{_PREFIX}{name.upper()}"
    outside = {given.upper() for given in os.environ}
    where = f"{env_file.NAME}: line {lines[name]}: " if name in lines and name not in outside else ""
    means = {variable(key, field): field.description for key, field in Settings.model_fields.items()}[name]
    reason = "" if error["type"] == "string_pattern_mismatch" else error["msg"].removeprefix("Value error, ")
    told = "; ".join(filter(None, (reason, f"it stands for: {means}")))
    return f"{where}{name}={error['input']!r} is wrong: {told}"
