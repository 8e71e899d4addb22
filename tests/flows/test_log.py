"""Lines of the log: as JSON each says which run, prefecture and site it is about."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
import structlog
from rich.console import Console
from structlog.contextvars import bound_contextvars

from flows import log
from flows.terminal.progress import Board


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_every_line_of_json_has_its_whereabouts(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json")
    structlog.get_logger().warning("a line about nothing")
    with bound_contextvars(run="20270115T180000Z", prefecture="1311"):
        structlog.get_logger().warning("a line about a site", site="taocheng")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert [first[name] for name in log.WHEREABOUTS] == [None, None, None]
    assert [second[name] for name in log.WHEREABOUTS] == ["20270115T180000Z", "1311", "taocheng"]


def test_steps_are_json_where_the_log_is(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("json")
    with bound_contextvars(run="20270115T180000Z"):
        Board(Console(stderr=True), as_json=True).step(
            "crawl", "1311 衡水市", "1 site, 9 requests, 5 reports"
        )
    line = json.loads(capsys.readouterr().err)
    assert (line["run"], line["prefecture"], line["phase"]) == ("20270115T180000Z", "1311", "crawl")
    assert line["event"] == "1 site, 9 requests, 5 reports"


def test_where_there_is_no_terminal_each_step_is_a_plain_line() -> None:
    out = io.StringIO()
    board = Board(Console(file=out, width=130))
    board.phase("crawl", 1)
    board.step("crawl", "1311 衡水市", "1 site, 9 requests, 5 reports")
    assert out.getvalue() == "crawl: 1311 衡水市: 1 site, 9 requests, 5 reports\n"


def test_on_a_terminal_bars_show_how_far_it_is() -> None:
    out = io.StringIO()
    board = Board(Console(file=out, width=100, force_terminal=True))
    board.phase("crawl", 2)
    board.step("crawl", "1311 衡水市", "1 site")
    board.close()
    assert "1/2" in out.getvalue()
