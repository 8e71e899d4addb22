"""A night in which half the sites show nothing any more: the old warehouse stays, and that is said first."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import DemoLake, gongkai, snapshot
from test_notify import hook, serving

from flows.demo.server import DemoFarm

pytestmark = pytest.mark.e2e

# Eight of the sixteen sites that have reports. Whatever they are asked for, this is what they show.
REDESIGNED = ("taocheng", "jining", "qufu", "yongjia", "shayibake", "tianshui", "gangu", "tongzi")
NEW_HOME = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>新版门户网站</title></head>
<body><h1>新版门户网站</h1><div id="app"><p>欢迎访问</p></div></body></html>""".encode()
WHY = "sites with at least one report, of those that had one last time: 8 now, 16 before (0.50, min 0.6)"


def published(lake: Path) -> dict[str, str]:
    """What readers have: the warehouse and its earlier builds, the figures, the pages."""
    of_readers = ("gongkai.duckdb", "generations/", "parquet/cells/", "site/")
    return {name: digest for name, digest in snapshot(lake).items() if name.startswith(of_readers)}


def test_half_the_sites_redesigned_keep_the_old_warehouse_and_are_told_of_first(
    demo_lake: DemoLake, tmp_path: Path
) -> None:
    lake, sites_file, told = tmp_path / "lake", tmp_path / "sites.csv", list[Any]()
    shutil.copytree(demo_lake.path, lake)
    before = {name: digest for name, digest in published(lake).items() if not name.endswith(".lock")}
    with DemoFarm() as farm, serving(hook(204, told)) as port:
        farm.write_sites_file(sites_file)
        for site in REDESIGNED:
            farm.fault(site, "*", 200, NEW_HOME, headers={"Content-Type": "text/html; charset=utf-8"})
        told_to = {"GONGKAI_WEBHOOK": f"http://127.0.0.1:{port}/"}
        done = gongkai("run", "--sites", sites_file, "--lake", lake, **told_to)
    assert {name: digest for name, digest in published(lake).items() if name in before} == before
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == f"not published: {WHY}"
    assert done.stderr.splitlines()[-1].startswith(
        f"gongkai: nothing was published: withheld, the old warehouse stays: {WHY}"
    )
    [(_, notice)] = told
    assert notice["event"] == "failed"
    assert notice["title"].endswith("not published, the old warehouse stays")
    report = gongkai("report", "--markdown", "--lake", lake).stdout.split("\n\n")
    assert report[0].endswith(": not published, the old warehouse stays")
    assert report[1].startswith(f"- {WHY}")
    assert notice["text"].split("\n\n")[1:3] == report[:2]
    run = json.loads(gongkai("report", "--json", "--lake", lake).stdout)
    failed = {row["site_id"]: row["remedy"] for row in run["site_results"] if row["failed"]}
    assert set(REDESIGNED) <= set(failed)
    assert all(failed[site] for site in REDESIGNED)
