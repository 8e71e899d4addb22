"""A small lake whose truth is known, written the way the flow writes it."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from transforms.parquet import write_rows
from transforms.schema import table
from warehouse.build import build
from warehouse.generations import FOLDER, NAME
from warehouse.query import connect

ITEMS = Path(__file__).parents[2] / "transforms" / "forms" / "items.csv"
RUN = "20261120T020000Z"
FETCHED = "2026-11-20T02:00:00Z"
STATES = frozenset({"blank", "placeholder", "unreadable", "missing"})

DIVISIONS = [
    # code, name, level, parent, province, prefecture
    ("130000", "河北省", "province", "000000", "河北省", None),
    ("131100", "衡水市", "prefecture", "130000", "河北省", "衡水市"),
    ("131102", "桃城区", "county", "131100", "河北省", "衡水市"),
    ("131103", "冀州区", "county", "131100", "河北省", "衡水市"),
    ("131121", "枣强县", "county", "131100", "河北省", "衡水市"),
    ("130102", "长安区", "county", "130100", "河北省", "石家庄市"),
    ("310101", "黄浦区", "county", "310000", "上海市", None),
]


@cache
def _items() -> tuple[dict[str, str], ...]:
    with ITEMS.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def form_items(form: str, section: str) -> list[dict[str, str]]:
    """The cells of one table of one form, read from the data file and not through our own code."""
    return [
        row
        for row in _items()
        if row["form"] == form and (row["section"] == section or row["section"].startswith(f"{section}_"))
    ]


def _row(name: str, /, **values: object) -> dict[str, object]:
    """A row with every column of a table; what is not given is null."""
    return {column.name: values.get(column.name) for column in table(name).stored}


@dataclass
class Lake:
    """Collects rows, then writes them by prefecture. Cells not given are printed as 0."""

    root: Path
    rows: dict[str, list[tuple[str, dict[str, object]]]] = field(default_factory=dict)
    divisions: list[dict[str, object]] = field(
        default_factory=lambda: [dict(zip(_DIVISION_COLUMNS, values, strict=True)) for values in DIVISIONS]
    )

    def add(self, name: str, prefecture: str, /, **values: object) -> None:
        self.rows.setdefault(name, []).append((prefecture, _row(name, **values)))

    def site(self, site_id: str, code: str, publisher: str) -> None:
        url = f"http://{site_id}.test/"
        self.add(
            "sites", code[:4], site_id=site_id, division_code=code, publisher=publisher, url=url, delay=1.0
        )

    def capture(self, site_id: str, code: str, outcome: str = "ok", **values: object) -> None:
        reached = outcome in {"ok", "not_modified"}
        self.add(
            "captures",
            code[:4],
            **{
                "url": f"http://{site_id}.test/",
                "site_id": site_id,
                "fetched_at": FETCHED,
                "status": 200 if reached else 403,
                "outcome": outcome,
                "sha256": "ab" if reached else None,
                "warc_file": f"raw/{code[:4]}/{RUN}.warc.gz" if reached else None,
                "warc_offset": 0 if reached else None,
                "run_id": RUN,
                "role": "page",
            }
            | values,
        )

    def report(
        self,
        code: str,
        year: int,
        cells: Mapping[str, float | str] | None = None,
        *,
        publisher: str | None = None,
        prefecture: str | None = None,
        forms: tuple[str | None, str | None, str | None] = ("2021", "2021", "2021"),
        **values: object,
    ) -> str:
        """A report; `cells` gives an item's number, or its state where it is none. Returns its identifier."""
        division = next(row for row in self.divisions if row["division_code"] == code)
        place, level = division["name"], division["level"]
        publisher = publisher or f"{place}人民政府"
        report_id = str(values.pop("report_id", f"{code}-{publisher}-{year}"))
        url = f"http://site.test/{report_id}"
        row = {
            "report_id": report_id, "division_code": code, "place": place, "publisher": publisher,
            "publisher_level": level, "scope": "unknown", "year": year, "status": "ok",
            "form_disclosure": forms[0], "form_applications": forms[1], "form_disputes": forms[2],
            "published_on": f"{year + 1}-03-01", "url": url, "document_url": url,
            "sha256": f"sha-{report_id}", "retrieved_at": FETCHED, "revision": 1, "content_hash": "c",
            "site_id": "site", "first_seen": FETCHED, "gone_since": None,
        }  # fmt: skip
        prefecture = prefecture or code[:4]
        self.add("reports", prefecture, **row | values)
        for section, form in zip(("disclosure", "applications", "disputes"), forms, strict=True):
            if form:
                self._cells(prefecture, report_id, form, section, cells or {})
        return report_id

    def _cells(
        self, prefecture: str, report_id: str, form: str, section: str, cells: Mapping[str, float | str]
    ) -> None:
        wanted = form_items(form, section)
        if form == "2014" and section == "applications":
            wanted = form_items(form, "stats")
        for item in wanted:
            given = cells.get(item["item"], 0)
            number = None if given in STATES else float(given)
            self.add(
                "cells",
                prefecture,
                report_id=report_id,
                section=item["section"],
                row=item["row"],
                column=item["column"],
                item=item["item"],
                value=number,
                state="number" if number is not None else str(given),
                raw=None if number is None else str(given),
                unit=item["unit"],
                locator="table 1, row 1, column 1",
            )

    def run(self, run_id: str = RUN, **values: object) -> None:
        path = self.root / "runs" / f"{run_id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        run = {"run_id": run_id, "started_at": FETCHED, "finished_at": FETCHED, "kind": "run", "sites": 1}
        path.write_text(json.dumps(run | values), encoding="utf-8")

    def write(self) -> Path:
        """Write everything collected and return the lake's folder."""
        rows = [_row("divisions", **values) for values in self.divisions]
        write_rows(self.root / "parquet" / "divisions" / "data.parquet", "divisions", rows)
        prefectures = {prefecture for entries in self.rows.values() for prefecture, _ in entries}
        for name, entries in self.rows.items():
            for prefecture in sorted(prefectures):
                mine = [row for where, row in entries if where == prefecture]
                file = f"{RUN}.parquet" if name == "captures" else "data.parquet"
                write_rows(self.root / "parquet" / name / f"prefecture={prefecture}" / file, name, mine)
        return self.root

    def built(self) -> Path:
        """Write everything, build the warehouse and return the lake's folder."""
        build(self.write())
        return self.root


_DIVISION_COLUMNS = ("division_code", "name", "level", "parent_code", "province", "prefecture")


@contextmanager
def without_comments() -> Iterator[None]:
    """Builds without comments, which are the same for every lake and a fifth of a small build."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.build.apply_comments", lambda _: None)
        yield


def copied(lake: Path, copy: Path) -> Path:
    """A copy of a built lake, its published warehouse still one of those it keeps."""
    shutil.copytree(lake, copy)
    newest = max((copy / FOLDER).iterdir())
    (copy / NAME).unlink()
    (copy / NAME).hardlink_to(newest)
    return copy


def rows(lake: Path, query: str, *values: object) -> list[dict[str, object]]:
    """The rows of a query, as dictionaries."""
    with connect(lake) as connection:
        return connection.sql(query, params=list(values)).to_arrow_table().to_pylist()
