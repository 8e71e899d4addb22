"""`gongkai doctor` on a lake on S3: what it names and mends in a folder, there."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from small_lake import LOG, REPORTS, WARC, sound_lake

from flows.cli import cli
from flows.lake import Lake
from flows.settings import settings

if TYPE_CHECKING:
    from s3_server import S3Server

ADDRESS = "s3://lakes/gongkai"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return sound_lake(tmp_path_factory.mktemp("made") / "lake")


@pytest.fixture
def objects(server: S3Server, sound: Lake) -> Callable[..., None]:
    """Puts objects into the bucket; a sound lake is in it."""
    client = server.client()

    def put(name: str, data: bytes) -> None:
        client.put_object(Bucket="lakes", Key=f"gongkai/{name}", Body=data)

    for path in sound.root.rglob("*"):
        if path.is_file() and not path.name.endswith(".lock"):
            put(path.relative_to(sound.root).as_posix(), path.read_bytes())
    return put


def doctor(*words: str) -> tuple[int, list[tuple[str, str, bool]]]:
    """Its exit status, and of each fault code, path and whether it was repaired."""
    done = CliRunner().invoke(cli, ["doctor", "--json", "--lake", ADDRESS, *words], catch_exceptions=False)
    faults: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return done.exit_code, [(one["code"], one["path"], one["repaired"]) for one in faults]


def test_a_sound_lake_is_read_whole_and_its_archive_is_not_kept_here(
    server: S3Server, objects: Callable[..., None]
) -> None:
    before = server.objects()
    assert doctor() == (0, [])
    assert {name: body for name, body in server.objects().items() if name in before} == before
    assert list(settings().mirrors.rglob("*.warc.gz")) == []


def test_what_can_be_mended_is_mended_there(server: S3Server, objects: Callable[..., None]) -> None:
    server.client().delete_object(Bucket="lakes", Key=f"gongkai/{LOG}")
    objects(REPORTS, b"PAR1 no")
    objects("raw/notes.txt", b"mine")
    found = [("stranger", "raw/notes.txt"), ("log_missing", LOG), ("table_damaged", REPORTS)]
    assert doctor() == (1, [(*one, False) for one in found])
    told = doctor("--repair")
    assert told[1][:3] == [(*found[0], False), (*found[1], True), (*found[2], True)]
    there = server.objects("gongkai/")
    assert there[f"gongkai/damaged/{REPORTS}"] == b"PAR1 no"
    assert f"gongkai/{REPORTS}" not in there
    assert f"gongkai/{LOG}" in there


def test_an_archive_that_was_changed_there_is_found_though_a_sound_copy_is_here(
    server: S3Server, objects: Callable[..., None]
) -> None:
    assert doctor() == (0, [])
    objects(WARC, gzip.compress(b"no WARC"))
    assert doctor()[1][0] == ("warc_unreadable", WARC, False)
    assert f"gongkai/{WARC}" in server.objects()
