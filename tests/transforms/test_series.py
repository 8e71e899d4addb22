"""Pages whose text is pictures: page and pictures are one document, state by state."""

from __future__ import annotations

from dataclasses import replace

from extractors.records import Capture
from transforms.records import Context, LeftOut
from transforms.reports.normalise import normalise
from transforms.reports.series import pictured

PAGE = "http://x.gov.cn/t2021.html"


def capture(url: str, sha256: str, run: str, role: str, kind: str, second: int = 0) -> Capture:
    at = f"{run}T00:00:{second:02}Z"
    via = PAGE if role == "attachment" else "http://x.gov.cn/"
    return Capture(url, "x", at, 200, "ok", kind, sha256, 1, "w", 0, run, role, via)


def page(run: str, sha256: str = "p") -> Capture:
    return capture(PAGE, sha256, run, "report", "text/html")


def picture(run: str, number: int, sha256: str | None = None) -> Capture:
    url = f"http://x.gov.cn/{number}.jpg"
    return capture(url, sha256 or f"i{number}", run, "attachment", "image/jpeg", number)


FIRST = [page("2022-02-01"), picture("2022-02-01", 1), picture("2022-02-01", 2)]


def test_page_and_pictures_are_one_document() -> None:
    [(found, pictures)] = pictured(FIRST)
    assert (found.url, found.fetched_at) == (PAGE, "2022-02-01T00:00:02Z")
    assert [one.url[-5:] for one in pictures] == ["1.jpg", "2.jpg"]


def test_nothing_new_is_no_state_and_a_picture_that_changed_is_one() -> None:
    again = [replace(one, run_id="2022-03-01", outcome="not_modified") for one in FIRST]
    changed = picture("2022-04-01", 2, "other")
    states = pictured([*FIRST, *again, changed])
    assert [[one.sha256 for one in pictures] for _, pictures in states] == [["i1", "i2"], ["i1", "other"]]
    assert [found.fetched_at[:10] for found, _ in states] == ["2022-02-01", "2022-04-01"]


def test_files_of_other_kinds_and_pictures_without_a_report_are_left_as_they_are() -> None:
    pdf = capture("http://x.gov.cn/a.pdf", "d", "2022-02-01", "attachment", "application/pdf")
    assert pictured([page("2022-02-01"), pdf]) == []
    assert pictured([replace(page("2022-02-01"), role="page"), picture("2022-02-01", 1)]) == []
    lost = replace(picture("2022-02-01", 1), outcome="not_found", warc_file=None)
    assert pictured([page("2022-02-01"), lost]) == []


def test_pictures_are_not_read_on_their_own() -> None:
    pdf = capture("http://x.gov.cn/a.pdf", "d", "2022-02-01", "attachment", "application/pdf")
    seen: list[tuple[Capture, Context]] = []

    def read_all(versions):  # type: ignore[no-untyped-def]
        seen.extend(versions)
        return [LeftOut("not read") for _ in versions]

    # Text first, pictures in its place later: both are versions.
    before = replace(page("2022-01-01", "text"), role="report")
    normalise([], [before, *FIRST, pdf], read_all)
    assert [(one.sha256, len(context.pictures)) for one, context in seen] == [("text", 0), ("d", 0), ("p", 2)]
