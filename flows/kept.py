"""Reports that the lake held and whose document cannot be read again: their former rows stay."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

Row = dict[str, object]
Tables = dict[str, list[Row]]


def keep(tables: Tables, former: Mapping[str, Sequence[Row]], unread: Container[str]) -> list[str]:
    """Put back the former rows of reports whose document's address is in `unread`; their report ids.

    Rows that were made of such a report without that document (an older version, another source) give way.
    """
    kept = [str(row["report_id"]) for row in former["reports"] if row["document_url"] in unread]
    for name, rows in tables.items():
        rows[:] = [row for row in rows if row["report_id"] not in kept]
        rows.extend(row for row in former[name] if row["report_id"] in kept)
    return kept
