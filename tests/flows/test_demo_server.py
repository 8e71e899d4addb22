"""The farm as a tool of tests: ports, records, faults, revisions."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
from demo_walk import get

from flows.demo.server import DemoFarm

PORT = 28410


def test_the_farm_starts_and_stops_and_frees_its_ports() -> None:
    with DemoFarm(base_port=PORT + 100) as farm:
        assert get(farm.url("hengshui"))[0] == 200
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", PORT + 100)) != 0


def test_a_taken_port_is_replaced_and_the_others_keep_theirs() -> None:
    with DemoFarm(["hengshui", "taocheng"], PORT + 200) as one, DemoFarm(["hengshui"], PORT + 200) as other:
        assert f":{PORT + 200}/" in one.url("hengshui")
        assert f":{PORT + 201}/" in one.url("taocheng")
        assert get(other.url("hengshui"))[0] == 200
        assert other.url("hengshui") != one.url("hengshui")


def test_two_farms_send_the_same_bytes() -> None:
    with DemoFarm(["zhuhai"], PORT) as farm, DemoFarm(["zhuhai"], PORT) as other:
        for path in other.paths("zhuhai"):
            assert get(other.url("zhuhai", path))[2] == get(farm.url("zhuhai", path))[2]


def test_an_unknown_site_is_named() -> None:
    with pytest.raises(ValueError, match="atlantis"):
        DemoFarm(["atlantis"])


def test_the_sites_file_is_that_of_the_contract(tmp_path: Path) -> None:
    with DemoFarm(base_port=PORT) as farm:
        farm.write_sites_file(tmp_path / "sites.csv")
        lines = (tmp_path / "sites.csv").read_text(encoding="utf-8").splitlines()
        assert lines[0] == "site_id,division_code,publisher,url,delay,note"
        assert lines[1] == f'hengshui,131100,衡水市人民政府,{farm.url("hengshui")},0,"demo site, trs"'
        assert len(lines) == 1 + len(farm.sites) == 20


def test_requests_are_recorded_with_their_times() -> None:
    with DemoFarm(["gangu"], PORT + 400) as farm:
        get(farm.url("gangu", "/robots.txt?x=1"), {"User-Agent": "spec"})
        seen = farm.log[-1]
    assert (seen.site_id, seen.method, seen.path, seen.status) == ("gangu", "GET", "/robots.txt?x=1", 200)
    assert seen.headers["User-Agent"] == "spec"
    assert seen.started <= seen.finished


def test_faults_are_injected_by_path_and_used_up() -> None:
    with DemoFarm(["gangu"], PORT + 400) as farm:
        farm.fault("gangu", "/", status=503, body=b"busy", headers={"Retry-After": "1"}, times=1)
        status, headers, body = get(farm.url("gangu"))
        assert (status, headers["Retry-After"], body) == (503, "1", b"busy")
        assert get(farm.url("gangu"))[0] == 200
        farm.fault("gangu", "*", status=429)
        assert get(farm.url("gangu", "/robots.txt"))[0] == 429
        farm.clear_faults()
        farm.fault("gangu", "/", delay=0.2)
        started = time.monotonic()
        assert get(farm.url("gangu"))[0] == 200
        assert time.monotonic() - started >= 0.2


def test_a_revision_changes_the_report_at_its_address_and_nothing_else() -> None:
    with DemoFarm(["shayibake"], PORT + 400) as farm:
        before = {path: get(farm.url("shayibake", path))[1] for path in farm.paths("shayibake")}
        farm.replace_figures("沙依巴克区人民政府", 2022, {"disclosure.penalties.decisions": 4321})
        after = {path: get(farm.url("shayibake", path)) for path in farm.paths("shayibake")}
        changed = [path for path, reply in after.items() if reply[1]["ETag"] != before[path]["ETag"]]
        assert len(changed) == 1
        assert b"4321" in after[changed[0]][2]
        assert after[changed[0]][1]["Last-Modified"] != before[changed[0]]["Last-Modified"]
        assert farm.truth["沙依巴克区人民政府", 2022].figures["disclosure.penalties.decisions"] == 4321
        with pytest.raises(KeyError):
            farm.replace_figures("沙依巴克区人民政府", 1999, {})


def test_a_stopped_farm_starts_again_on_its_ports() -> None:
    farm = DemoFarm(["gangu"], PORT + 400)
    addresses = set()
    for _ in range(2):
        with farm:
            addresses.add(farm.url("gangu"))
            assert get(farm.url("gangu"))[0] == 200
    assert len(addresses) == 1
