"""Sites in the morning report: which need a look, whose tables changed, which are unlike their peers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flows.notices.markdown import table
from flows.runs.peers import unlike_their_peers
from flows.runs.remedy import remedy, without_remedies

Record = Mapping[str, Any]
# So many rows are listed; a night with more has one cause, and the run's JSON and `site_runs` have them all.
_LISTED = 200
_COUNTS = ("found", "last time", "reports", "new", "changed", "vanished", "this site", "its peers", "peers")


def remarkable(run: Record) -> list[Record]:
    """Visited sites of which there is anything to say but ok, those that failed first."""
    rows = [row for row in run.get("site_results", []) if row["visit"] and row["outcome"] != "ok"]
    return sorted(rows, key=lambda row: (row["visit"]["error"] is None, row["site_id"]))


def sites_to_look_at(run: Record) -> Iterator[str]:
    """What happened there and what to do."""
    head = ["site", "publisher", "found", "last time", "what happened", "what to do"]
    rows = [
        [
            row["site_id"],
            row["publisher"],
            row["visit"]["reports"],
            row["found_before"],
            without_remedies(row["outcome"], row["visit"]["failures"]),
            remedy(row["visit"]["failures"]),
        ]
        for row in remarkable(run)
    ]
    yield from _section("Sites that need a look", head, rows, run)


def sites_that_changed(run: Record, before: Record | None) -> Iterator[str]:
    """Sites whose reports or figures are not those of the run before; vanished reports first."""
    former = {row["site_id"]: row.get("read") or {} for row in (before or {}).get("site_results", [])}
    head = ["site", "publisher", "reports", "new", "changed", "vanished", "figures", "contradictions"]
    changed = [
        (row, then)
        for row in run.get("site_results", [])
        for then in [former.get(row["site_id"], {})]
        if row.get("read") and _differs(row["read"], then)
    ]
    changed.sort(key=lambda pair: (-pair[0]["read"]["vanished"], pair[0]["site_id"]))
    rows = [
        [
            row["site_id"],
            row["publisher"],
            *(row["read"][name] for name in ("reports", "new", "changed", "vanished")),
            _beside(then.get("figures"), row["read"]["figures"]),
            _beside(then.get("errors"), row["read"]["errors"]),
        ]
        for row, then in changed
    ]
    yield from _section("Sites whose tables changed", head, rows, run)


def sites_unlike_their_peers(run: Record) -> Iterator[str]:
    """Sites far below or above the median of their kind and level in the province."""
    head = ["site", "publisher", "what", "this site", "its peers", "peers"]
    rows = [
        [one.site_id, one.publisher, one.means, one.value, one.median, one.peers]
        for one in unlike_their_peers(run.get("site_results", []))
    ]
    yield from _section("Sites unlike their peers in the province", head, rows, run)


def _differs(now: Record, then: Record) -> bool:
    moved = any(now[name] for name in ("new", "changed", "vanished"))
    return moved or any(then and now[name] != then[name] for name in ("reports", "figures", "errors"))


def _beside(then: int | None, now: int) -> str:
    return str(now) if then in (None, now) else f"{then} → {now}"


def _section(title: str, head: Sequence[str], rows: Sequence[Iterable[object]], run: Record) -> Iterator[str]:
    if not rows:
        return
    yield f"## {title}\n"
    yield from table(head, [list(row) for row in rows[:_LISTED]], _COUNTS)
    if len(rows) > _LISTED:
        yield f"\n… and {len(rows) - _LISTED} more in runs/{run['run_id']}.json"
