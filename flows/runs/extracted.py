"""What extraction made of a prefecture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flows.runs.yields import Row, SiteYield, yields


@dataclass(frozen=True, slots=True)
class Extracted:
    """The sums of an extraction. `findings` counts by severity, `by_site` is what the
    tables hold of each site, `left_out` counts fetched documents that gave no report by reason, `lost` says
    what the archive does not give back; then the former rows of `kept` reports stand. `figures` are cells
    with a number, `read` documents that were read now and not before.
    """

    prefecture: str
    reports: int
    new: int
    changed: int
    findings: dict[str, int] = field(default_factory=dict)
    by_site: dict[str, SiteYield] = field(default_factory=dict)
    files_changed: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    kept: int = 0
    lost: str | None = None
    figures: int = 0
    read: int = 0


def told_of(
    prefecture: str, reports: Sequence[Row], former: Sequence[Row], counts: Mapping[str, Counter[str]]
) -> Extracted:
    """What the tables hold against the reports that were there before."""
    before = {row["report_id"]: row["revision"] for row in former}
    after = {row["report_id"]: row["revision"] for row in reports}
    return Extracted(
        prefecture=prefecture,
        reports=len(after),
        new=len(after.keys() - before.keys()),
        changed=sum(before.get(key, revision) != revision for key, revision in after.items()),
        by_site=yields(reports, former, counts),
        figures=sum(count["figures"] for count in counts.values()),
    )
