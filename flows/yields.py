"""What the tables of a prefecture hold of each of its sites, and what one reading changed of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

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


def yields(tables: Mapping[str, Sequence[Row]], former: Sequence[Row]) -> dict[str, SiteYield]:
    """By site id, from the tables as they are now and the rows of `reports` before."""
    owner = {row["report_id"]: str(row["site_id"]) for row in (*former, *tables["reports"])}
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for site_id, name in _changes(tables["reports"], former):
        counts[site_id][name] += 1
    for cell in tables["cells"]:
        counts[owner[cell["report_id"]]]["cells"] += 1
        counts[owner[cell["report_id"]]]["figures"] += cell["state"] == "number"
    for finding in tables["findings"]:
        if finding["severity"] in _SEVERITIES:
            counts[owner[finding["report_id"]]][_SEVERITIES[str(finding["severity"])]] += 1
    return {site_id: SiteYield(**counts[site_id]) for site_id in sorted(counts)}


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
