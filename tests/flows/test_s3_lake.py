"""A lake on S3: the same bytes as in a folder, and nothing lost or half there whatever the server does."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from s3_server import BUCKET, S3Server

from flows.errors import CallError, WorkError
from flows.s3 import bucket as buckets
from flows.s3 import lock
from flows.s3.bucket import Bucket, ChangedError
from flows.s3.mirror import Mirror

ADDRESS = f"s3://{BUCKET}/gongkai"


@pytest.fixture
def server() -> Iterator[S3Server]:
    started = S3Server()
    yield started
    started.reset()
    started.down()


@pytest.fixture
def bucket(server: S3Server, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    for name, value in server.settings.items():
        monkeypatch.setenv(name, value)
    return Bucket(ADDRESS, server.endpoint, patience=3)


def write(mirror: Mirror, name: str, text: str) -> None:
    path = mirror.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def read(mirror: Mirror, name: str) -> str:
    return (mirror.root / name).read_text(encoding="utf-8")


def test_an_object_is_put_only_where_it_is_what_was_read(bucket: Bucket) -> None:
    first = bucket.put_data("a", b"one", None)
    with pytest.raises(ChangedError):
        bucket.put_data("a", b"two", None)
    second = bucket.put_data("a", b"two", first)
    with pytest.raises(ChangedError):
        bucket.put_data("a", b"three", first)
    held = bucket.read("a")
    assert held is not None
    assert (held.data, held.etag) == (b"two", second)


def test_a_large_file_is_put_in_parts_and_is_there_whole(
    bucket: Bucket, server: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buckets, "PART", 5 * 1024 * 1024)
    large = tmp_path / "large"
    large.write_bytes(bytes(range(256)) * 24_000)
    bucket.put("large", large, None)
    assert server.objects("gongkai/large") == {"gongkai/large": large.read_bytes()}
    with pytest.raises(ChangedError):
        bucket.put("large", large, None)


def test_a_server_that_fails_for_a_moment_is_asked_again(bucket: Bucket, server: S3Server) -> None:
    bucket.put_data("a", b"one", None)
    server.failures = [(503, "SlowDown"), (500, "InternalError"), (503, "SlowDown")]
    assert list(bucket.listed("")) == ["a"]
    assert server.failures == []


def test_what_will_not_pass_is_said_at_once(bucket: Bucket, server: S3Server) -> None:
    with pytest.raises(CallError, match="specified bucket does not exist"):
        Bucket("s3://nowhere/lake", server.endpoint, patience=60).listed("")
    server.failures = [(403, "AccessDenied")]
    with pytest.raises(CallError, match="AccessDenied"):
        bucket.listed("")


def test_a_copy_takes_what_changed_and_sends_what_changed(bucket: Bucket, tmp_path: Path) -> None:
    here, there = Mirror(bucket, tmp_path / "here"), Mirror(bucket, tmp_path / "there")
    write(here, "parquet/a", "one")
    here.push("parquet/")
    there.pull("parquet/")
    assert read(there, "parquet/a") == "one"
    write(there, "parquet/a", "two")
    there.push("parquet/")
    here.pull("parquet/")
    assert read(here, "parquet/a") == "two"
    assert not here.unsent("parquet/")


def test_only_what_differs_is_transferred(bucket: Bucket, server: S3Server, tmp_path: Path) -> None:
    here = Mirror(bucket, tmp_path / "here")
    write(here, "parquet/a", "one")
    write(here, "parquet/b", "two")
    here.push("parquet/")
    write(here, "parquet/b", "three")
    server.requests.clear()
    here.push("parquet/")
    here.pull("parquet/")
    assert [(method, path.rpartition("/")[2]) for method, path in server.requests] == [
        ("PUT", "b"),
        ("GET", "lakes"),
    ]


def test_what_another_changed_meanwhile_is_not_written_over(bucket: Bucket, tmp_path: Path) -> None:
    here, there = Mirror(bucket, tmp_path / "here"), Mirror(bucket, tmp_path / "there")
    for mirror, text in ((here, "one"), (there, "two")):
        write(mirror, "parquet/a", text)
    here.push("parquet/")
    with pytest.raises(WorkError, match="parquet/a was changed by somebody else"):
        there.push("parquet/")
    write(there, "parquet/a", "one")
    there.push("parquet/")  # the same bytes, made twice
    assert not there.unsent("parquet/")


def test_the_archive_stays_here_until_it_is_there(bucket: Bucket, server: S3Server, tmp_path: Path) -> None:
    here = Mirror(bucket, tmp_path / "here")
    write(here, "raw/1311/1.warc.gz", "fetched")
    write(here, "parquet/a", "made of it")
    server.down()
    with pytest.raises(WorkError, match="gives no answer"):
        here.push("raw/")
    server.up()
    here.pull("raw/", "parquet/")
    assert read(here, "raw/1311/1.warc.gz") == "fetched"
    assert not (here.root / "parquet/a").exists()
    here.push("raw/")
    assert list(bucket.listed("")) == ["raw/1311/1.warc.gz"]


def test_one_command_at_a_time_holds_the_lock(bucket: Bucket) -> None:
    with (
        lock.held(bucket, "`gongkai run` on a", "copy a"),
        pytest.raises(WorkError, match="in use by `gongkai run` on a, last sign of life"),
        lock.held(bucket, "`gongkai run` on b", "copy b"),
    ):
        pass
    with lock.held(bucket, "`gongkai run` on b", "copy b"):
        pass


def test_of_two_who_find_it_free_at_once_one_gets_it(bucket: Bucket) -> None:
    both, got = threading.Barrier(2), []

    def take(name: str) -> None:
        both.wait()
        try:
            got.append(lock.Lock(bucket, name, name))
        except WorkError:
            both.wait(10)
            return
        both.wait(10)

    threads = [threading.Thread(target=take, args=(name,)) for name in ("a", "b")]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 1
    got[0].release()


def test_who_gives_no_sign_of_life_is_taken_over_and_finds_out(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "RENEWED_EVERY", 0.5)
    first = lock.Lock(bucket, "one", "copy a")
    first.check()
    monkeypatch.setattr(lock, "TAKEN_OVER_AFTER", -1.0)
    with lock.held(bucket, "two", "copy b"):
        deadline = time.monotonic() + 10
        while not first._lost and time.monotonic() < deadline:
            time.sleep(0.05)
        mirror = Mirror(bucket, tmp_path / "here")
        mirror.check = first.check
        write(mirror, "parquet/a", "late")
        with pytest.raises(WorkError, match="was taken over by another command"):
            mirror.push("parquet/")
    first.release()


def test_a_command_killed_on_this_machine_is_taken_over_at_once(bucket: Bucket) -> None:
    lock.Lock(bucket, "killed", "copy a")._ended.set()
    with lock.held(bucket, "next", "copy a"):
        pass


def test_a_server_that_knows_no_conditions_is_refused(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = bucket._put_body
    monkeypatch.setattr(bucket, "_put_body", lambda key, data, _condition: put(key, data, {}))
    with pytest.raises(CallError, match="whatever the condition"):
        lock.Lock(bucket, "a", "a")


def test_who_could_not_renew_the_lock_for_too_long_changes_nothing_more(
    bucket: Bucket, server: S3Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "RENEWED_EVERY", 0.05)
    held = lock.Lock(bucket, "one", "copy a")
    server.failures = [(403, "ExpiredToken")] * 1000
    monkeypatch.setattr(lock, "TAKEN_OVER_AFTER", 0.5)
    time.sleep(0.8)
    with pytest.raises(WorkError, match="gave no sign of life"):
        held.check()
    monkeypatch.setattr(lock, "TAKEN_OVER_AFTER", 600.0)
    server.failures = []
    time.sleep(0.3)
    held.check()
    held.release()
