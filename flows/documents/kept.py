"""Reports that the lake held and whose document cannot be read again: their former rows stay."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

Row = dict[str, object]
Tables = dict[str, list[Row]]
# A document as it was at one time: its address and the sha256 of its bytes.
Version = tuple[str, str]


def keep(tables: Tables, former: Mapping[str, Sequence[Row]], unread: Container[Version]) -> list[str]:
    """Put back the former rows of reports whose document's version is in `unread`; their report ids.

    Rows that were made of such a report without that version (an older one, another source) give way; those
    of a later version of the same document stand.
    """
    now = {row["report_id"]: row for row in tables["reports"]}
    kept = [
        str(row["report_id"])
        for row in former["reports"]
        if version_of(row) in unread and not _later(now.get(row["report_id"]), row)
    ]
    # Mostly nothing is unread, and then the former rows of the other tables are not at hand.
    for name, rows in tables.items() if kept else ():
        rows[:] = [row for row in rows if row["report_id"] not in kept]
        rows.extend(row for row in former[name] if row["report_id"] in kept)
    return kept


def version_of(report: Row) -> Version:
    """The version of the document that a row of `reports` was made of."""
    return str(report["document_url"]), str(report["sha256"])


def _later(now: Row | None, former: Row) -> bool:
    same = now is not None and now["document_url"] == former["document_url"]
    return now is not None and same and str(now["retrieved_at"]) > str(former["retrieved_at"])
