"""`gongkai run --from-warc`: web archives come to the warehouse through the same path, with no network."""

from __future__ import annotations

from pathlib import Path

from command_line import DemoLake, gongkai

from warehouse.query import run_sql


def test_another_lakes_archive_gives_the_same_reports(demo_lake: DemoLake, tmp_path: Path) -> None:
    files = sorted((demo_lake.path / "raw").glob("*/*.warc.gz"))
    lake = tmp_path / "lake"
    first, *more = files
    words = ("run", "--sites", demo_lake.sites_file, "--lake", lake, "--from-warc", first, *more)
    done = gongkai(*words, HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    count = "SELECT count(*) AS rows, count(DISTINCT report_id) AS reports FROM reports"
    [taken], [had] = (run_sql(one, count).rows() for one in (lake, demo_lake.path))
    # All of them: lists that were asked for by POST are found by what was posted.
    assert taken == had
    assert had["reports"] > 0  # type: ignore[operator]
    dates = "SELECT min(retrieved_at) >= (SELECT min(fetched_at) FROM captures) AS later FROM reports"
    assert run_sql(lake, dates).rows() == [{"later": True}]


def test_an_archive_of_unknown_hosts_is_told_and_refused(demo_lake: DemoLake, tmp_path: Path) -> None:
    files = sorted((demo_lake.path / "raw").glob("*/*.warc.gz"))
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "site_id,division_code,publisher,url,delay,note\nx,131102,桃城区,http://www.example.gov.cn/,,\n",
        "utf-8",
    )
    done = gongkai("run", "--sites", sites, "--lake", tmp_path / "lake", "--from-warc", *files)
    assert done.returncode == 2
    assert "in no row of the sites file" in done.stderr
    assert "hold nothing of its sites" in done.stderr


def test_files_without_the_option_are_a_wrong_call(tmp_path: Path) -> None:
    file = tmp_path / "x.warc"
    file.write_bytes(b"")
    assert gongkai("run", file).returncode == 2
    done = gongkai("run", "--from-warc", file, "--lake", tmp_path / "lake")
    assert (done.returncode, "no WARC record" in done.stderr) == (2, True)


def test_a_malformed_proxy_or_hours_of_the_settings_is_named(tmp_path: Path) -> None:
    for name, value in (("GONGKAI_PROXY", "localhost:3128"), ("GONGKAI_HOURS", "late")):
        done = gongkai("build", cwd=tmp_path, **{name: value}, PYTHONPATH=str(Path(__file__).parents[2]))
        assert (done.returncode, name in done.stderr) == (2, True)
