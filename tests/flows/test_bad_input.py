"""Whatever is wrong with a call or a file: one clear line, the right status, the others still done."""

from __future__ import annotations

import io
import json
import os
import zipfile
from pathlib import Path

import click
import pytest
from command_line import ROOT, Run, gongkai

from flows.commands.replay import command as replay
from flows.commands.run import command as run
from flows.commands.serve import command as serve
from flows.errors import CallError, WorkError
from flows.server import embedded
from flows.settings import settings

HEADER = "site_id,division_code,publisher,url,delay,note\n"
REPORT = """某县人民政府2021年政府信息公开工作年度报告

三、收到和处理政府信息公开申请情况

| 一、本年新收政府信息公开申请数量 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
"""


def is_refused(done: Run, status: int, *words: str) -> None:
    """Exit `status` with one line on stderr that holds all `words`."""
    assert done.returncode == status, done.stderr
    [line] = done.stderr.splitlines()
    assert line.startswith("gongkai: ")
    assert [word for word in words if word not in line] == []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<</Type")
    (tmp_path / "cut.html").write_text("<html><body><table><tr><td>一、本年新收", encoding="utf-8")
    (tmp_path / "odd").write_bytes(b"\x00\x01\x02")
    (tmp_path / "news.txt").write_text("今天召开了会议。\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_extract_gives_every_file_its_line_and_exits_1_when_one_cannot_be_read(folder: Path) -> None:
    names = [
        "missing.html",
        "empty.html",
        "binary.html",
        "broken.pdf",
        "cut.html",
        "news.txt",
        "report.txt",
        "odd",
    ]
    done = gongkai("extract", *names, "--json", cwd=folder)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(names)
    status = {name: line["status"] for name, line in zip(names, lines, strict=True)}
    assert [status[name] for name in ("missing.html", "empty.html", "binary.html", "broken.pdf", "odd")] == (
        ["unreadable"] * 5
    )
    assert status["news.txt"] == "no_report"
    assert all(line["error"] for line in lines if line["status"] == "unreadable")
    assert done.returncode == 1
    *summary, last = done.stderr.splitlines()
    assert last == "gongkai: 5 of 8 documents could not be read"
    assert summary[0].startswith("8 files: ")
    assert "unreadable: 1 × the file is empty" in summary


def test_extract_for_people_names_the_file_and_the_reason(folder: Path) -> None:
    done = gongkai("extract", "missing.html", "news.txt", cwd=folder)
    assert [line.split(":")[:2] for line in done.stdout.splitlines()] == [
        ["missing.html", " unreadable"],
        ["news.txt", " no report"],
    ]
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "gongkai: 1 of 2 documents could not be read"


def test_a_file_that_is_no_report_is_no_failure(folder: Path) -> None:
    assert gongkai("extract", "news.txt", cwd=folder).returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["replay"],
        ["sql", "SELECT 1"],
        ["compare", "disclosure_rate"],
        ["trace", "131102-2021-00000000"],
        ["coverage"],
    ],
)
def test_an_unknown_lake_is_named(words: list[str], tmp_path: Path) -> None:
    is_refused(gongkai(*words, "--lake", "nowhere", cwd=tmp_path), 2, "nowhere", "gongkai run")
    assert list(tmp_path.iterdir()) == []


def test_a_lake_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    sites = tmp_path / "sites.csv"
    sites.write_text(f"{HEADER}a,131102,某区人民政府,http://127.0.0.1:9/,0,\n", encoding="utf-8")
    is_refused(gongkai("run", "--sites", sites, "--lake", "file", cwd=tmp_path), 2, "file")


@pytest.mark.parametrize(
    ("content", "words", "status"),
    [
        (None, ["missing.csv"], 2),
        ("name,url\n", ["line 1", "header"], 2),
        (f"{HEADER}a,131102,谁,http://127.0.0.1:9/,0,\n", ["no site within 45"], 2),
    ],
)
def test_a_sites_file_that_gives_no_work_is_a_wrong_call(
    content: str | None, words: list[str], status: int, tmp_path: Path
) -> None:
    name = "sites.csv" if content else "missing.csv"
    if content:
        (tmp_path / name).write_text(content, encoding="utf-8")
    is_refused(gongkai("run", "--sites", name, "--only", "45", cwd=tmp_path), status, *words)
    assert not (tmp_path / "lake").exists()


def test_a_sites_file_with_bad_rows_only_publishes_nothing(tmp_path: Path) -> None:
    (tmp_path / "sites.csv").write_text(f"{HEADER}A B,131102,谁,http://127.0.0.1:9/,0,\n", encoding="utf-8")
    done = gongkai("run", "--sites", "sites.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert "line 2" in done.stderr.splitlines()[0]
    assert "no row can be used" in done.stderr.splitlines()[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "nonsense"),
        (["run", "--only", "13x"], "13x"),
        (["run", "--runner", "ray"], "ray"),
        (["run", "--runner", "cloud"], "cloud"),
        (["run", "--lake", "gs://bucket/lake"], "gs://bucket/lake"),
        (["extract"], "FILE"),
        (["compare", "disclosure_rate", "--top", "0"], "--top"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(words: list[str], said: str, tmp_path: Path) -> None:
    is_refused(gongkai(*words, cwd=tmp_path), 2, said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "value"), [("GONGKAI_DELAY", "soon"), ("GONGKAI_RUNNER", "cloud")])
def test_a_wrong_setting_is_named(name: str, value: str, tmp_path: Path) -> None:
    is_refused(gongkai("build", cwd=tmp_path, **{name: value}), 2, name, value)


@pytest.mark.parametrize(
    "words",
    [
        ["--only", "13", "1401", "--lake", "x"],
        ["--only", "13", "--only", "1401"],
        ["--lake", "13", "--only=13", "1401"],
    ],
)
@pytest.mark.parametrize("command", [run, replay, serve])
def test_only_takes_every_code_that_follows(command: click.Command, words: list[str]) -> None:
    assert command.make_context("gongkai", list(words)).params["only"] == ("13", "1401")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("# night\nGONGKAI_SMTP=mailhost\n", [".env: line 2: GONGKAI_SMTP='mailhost'", "smtp://user"]),
        ("A=1\nGONGKAI_DELAY: 3\n", [".env: line 2 is not NAME=value"]),
        ("GONGKAI_CONTACT=中", [".env: the file is not UTF-8 (byte 16)"]),
    ],
)
def test_a_wrong_line_of_the_env_file_is_named(
    content: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(content, encoding="gbk")
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    with pytest.raises(CallError) as refused:
        settings()
    settings.cache_clear()
    assert [word for word in words if word not in str(refused.value)] == []


def test_debug_shows_where_an_error_comes_from(tmp_path: Path) -> None:
    done = gongkai("sql", "SELECT 1", "--debug", cwd=tmp_path)
    assert done.returncode == 2
    assert "Traceback" in done.stderr


@pytest.mark.parametrize("value", ["0", "0.2", "90000"])
def test_a_delay_that_no_site_should_bear_is_refused(value: str, tmp_path: Path) -> None:
    is_refused(gongkai("build", cwd=tmp_path, GONGKAI_DELAY=value), 2, "GONGKAI_DELAY", value)


def test_a_proxy_is_checked_at_the_call(tmp_path: Path) -> None:
    is_refused(gongkai("run", "--proxy", "foo", cwd=tmp_path), 2, "foo", "http://host:3128")


def test_of_many_bad_rows_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    bad = "A B,131102,谁,http://127.0.0.1:9/,0,\n" * 1000
    (tmp_path / "sites.csv").write_text(HEADER + bad, encoding="utf-8")
    done = gongkai("run", "--sites", "sites.csv", cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 22
    assert "980 more rows are left out" in done.stderr


def test_a_damaged_warehouse_is_a_failure_and_no_wrong_call(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "gongkai.duckdb").write_bytes(b"no database" * 1000)
    is_refused(gongkai("sql", "SELECT 1", cwd=tmp_path), 1, "cannot be opened", "gongkai build")


def test_a_folder_is_searched_and_the_end_says_what_became_of_all(folder: Path) -> None:
    below = folder / "below"
    below.mkdir()
    (below / "again.txt").write_text(REPORT, encoding="utf-8")
    (below / "program.exe").write_bytes(b"MZ")
    (below / ".hidden.txt").write_text(REPORT, encoding="utf-8")
    (below / "circle").symlink_to(folder)
    done = gongkai("extract", ".", "--json", cwd=folder)
    names = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    here = ["binary.html", "broken.pdf", "cut.html", "empty.html", "news.txt", "report.txt"]
    assert names == [*here, "below/again.txt"]
    assert done.stderr.splitlines()[0].startswith("7 files: ")
    assert "2 files of other kinds passed over" in done.stderr.splitlines()[0]


def test_a_folder_without_documents_is_a_wrong_call(tmp_path: Path) -> None:
    is_refused(gongkai("extract", ".", cwd=tmp_path), 2, "no documents in .")


def test_a_reader_that_hangs_costs_its_document_only(folder: Path) -> None:
    os.mkfifo(folder / "hangs.html")
    done = gongkai("extract", "hangs.html", "report.txt", "--json", cwd=folder, GONGKAI_DOCUMENT_SECONDS="1")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["status"], first["error"]) == ("unreadable", "took more than 1 s")
    assert second["status"] == "partial"
    assert done.returncode == 1


def _zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return out.getvalue()


def test_whatever_is_hostile_in_a_folder_has_its_own_outcome_and_the_others_are_read(tmp_path: Path) -> None:
    bomb = bytes(250_000_000)
    entities = b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    hostile = {
        "bomb.docx": (_zipped(word__document_xml=bomb), "unpacks to more than"),
        "bomb.zip": (_zipped(a_html=bomb), "unpacks to more than"),
        "entities.docx": (
            _zipped(word__document_xml=entities),
            "document type",
        ),
        "deep.docx": (_zipped(word__document_xml=b"<a>" * 9000 + b"</a>" * 9000), "well-formed"),
        "nested.zip": (_zipped(b_zip=_zipped(c_zip=_zipped(d_txt=b"x"))), "an archive in an archive"),
        "large.html": (b"<html>" + b"x" * 30_000_000, "30 MB of html"),
        "zero.pdf": (b"", "empty"),
        "nul.xlsx": (bytes(500), "binary"),
    }
    for name, (data, _) in hostile.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "wrong.pdf").write_text(REPORT, encoding="utf-8")
    done = gongkai("extract", ".", "--json", cwd=tmp_path)
    outcomes = {line["file"]: line for line in map(json.loads, done.stdout.splitlines())}
    assert {name: reason in (outcomes[name]["error"] or "") for name, (_, reason) in hostile.items()} == (
        dict.fromkeys(hostile, True)
    )
    assert outcomes["wrong.pdf"]["status"] == "partial"


def test_a_misspelt_setting_is_told_and_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("GONGKAI_WEBHOK=http://127.0.0.1/\nOTHER=1\n", encoding="utf-8")
    done = gongkai("report", "--lake", "nowhere", cwd=tmp_path, GONGKAI_TIMEZONE="UTC", PYTHONPATH=str(ROOT))
    assert done.stderr.splitlines()[:2] == [
        "gongkai: GONGKAI_TIMEZONE is no setting: see docs/settings.md",
        "gongkai: GONGKAI_WEBHOK is no setting: is GONGKAI_WEBHOOK meant?",
    ]
    assert "no lake at nowhere" in done.stderr


def test_a_prefect_server_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "_PATIENCE", 0.0)
    with pytest.raises(WorkError, match=r"no Prefect server answers at http://127\.0\.0\.1:9/api"):
        embedded._reach("http://127.0.0.1:9/api")


def test_an_address_that_is_none_is_told_with_its_variable(tmp_path: Path) -> None:
    done = gongkai("report", "--lake", tmp_path, PREFECT_API_URL="localhost:4200")
    assert done.stderr.startswith("gongkai: PREFECT_API_URL='localhost:4200' is wrong: ")
