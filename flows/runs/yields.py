"""What the tables of a prefecture hold of each of its sites, and what one reading changed of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import pyarrow as pa
import pyarrow.compute as pc

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SiteYield:
    """Counts of one site's rows. `figures` are cells with a number, `errors` and `warnings` findings.

    `vanished` are reports that the site was found to show no more, or that the tables hold no more.
    """

    reports: int = 0
    new: int = 0
    changed: int = 0
    vanished: int = 0
    cells: int = 0
    figures: int = 0
    errors: int = 0
    warnings: int = 0


_SEVERITIES = {"error": "errors", "warning": "warnings"}


def counted(tables: Mapping[str, pa.Table]) -> dict[str, Counter[str]]:
    """What the tables hold of each report: cells, figures, errors, warnings."""
    cells, findings = tables["cells"], tables["findings"]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = {"cells": cells, "figures": cells.filter(pc.field("state") == "number")}
    chosen |= {name: findings.filter(pc.field("severity") == one) for one, name in _SEVERITIES.items()}
    for name, rows in chosen.items():
        for report_id, count in _by_value(rows, "report_id"):
            counts[report_id][name] = count
    return counts


def severities(findings: pa.Table) -> dict[str, int]:
    """How many findings there are of each severity."""
    return dict(_by_value(findings, "severity"))


def _by_value(rows: pa.Table, name: str) -> Iterator[tuple[str, int]]:
    values = Counter(rows[name].to_pylist())
    return ((str(value), count) for value, count in values.items())


def yields(
    reports: Sequence[Row], former: Sequence[Row], counts: Mapping[str, Mapping[str, int]]
) -> dict[str, SiteYield]:
    """By site id, from the rows of `reports` now and before and the counts of `counted`."""
    owner = {row["report_id"]: str(row["site_id"]) for row in (*former, *reports)}
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for site_id, name in _changes(reports, former):
        sums[site_id][name] += 1
    for report_id, count in counts.items():
        sums[owner[report_id]].update(count)
    return {site_id: SiteYield(**sums[site_id]) for site_id in sorted(sums)}


def _changes(reports: Sequence[Row], former: Sequence[Row]) -> Iterator[tuple[str, str]]:
    before = {row["report_id"]: row for row in former}
    for row in reports:
        site_id, earlier = str(row["site_id"]), before.pop(row["report_id"], None)
        yield site_id, "reports"
        if earlier is None:
            yield site_id, "new"
        elif earlier["revision"] != row["revision"]:
            yield site_id, "changed"
        if row["gone_since"] and earlier is not None and not earlier["gone_since"]:
            yield site_id, "vanished"
    for gone in before.values():
        yield str(gone["site_id"]), "vanished"


def merged(parts: Iterable[SiteYield]) -> SiteYield | None:
    """The sum of what several prefectures hold of a site; None where none does."""
    rows = [asdict(part) for part in parts]
    return SiteYield(**{name: sum(row[name] for row in rows) for name in rows[0]}) if rows else None
