"""Report pages in all shapes: files, viewers, frames, scans, redirects; and what stands in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web
from crawl_farm import COLUMN, Farm, Handler, crawl, html, report, reports_of, rows, simple_site, status

from extractors.crawl.crawl import CrawlResult

TITLE = "桃城区人民政府2022年政府信息公开工作年度报告"
PAGE = f"{COLUMN}t2022.html"
PDF = b"%PDF-1.4 report"
PNG = b"\x89PNG\r\n\x1a\n scan"


async def visit(
    tmp_path: Path, page: str | bytes | Handler, others: dict[str, str | bytes | Handler] | None = None
) -> tuple[CrawlResult, list[str]]:
    """Crawl a site with three reports, of which the one of 2022 is `page`."""
    with Farm(simple_site() | {PAGE: page} | (others or {})) as farm:
        result = await crawl(tmp_path, farm.site())
        asked = farm.paths()
    assert len(asked) == len(set(asked))
    return result, asked


def files(result: CrawlResult) -> list[str]:
    """The files that came with report pages, in order, without scheme and host."""
    return [
        "/" + capture.url.split("/", 3)[3]
        for capture in result.captures
        if capture.role == "attachment" and capture.outcome == "ok"
    ]


def article(body: str) -> str:
    return html(f'<h1>{TITLE}</h1><div id="zoom">{body}</div>' + "<p>　</p>" * 60, TITLE)


@pytest.mark.parametrize(
    ("body", "file"),
    [
        ('<a href="P0202.pdf">附件</a>', f"{COLUMN}P0202.pdf"),
        ('<a href="/download.do?id=3">附件下载</a>', "/download.do?id=3"),
        (
            '<a href="/module/download/downfile.jsp?filename=ab">年报</a>',
            "/module/download/downfile.jsp?filename=ab",
        ),
        ('<a href="/protect/8841">2022年年度报告.docx</a>', "/protect/8841"),
        (
            '<a href="/system/_content/download.jsp?wbfileid=7">全文</a>',
            "/system/_content/download.jsp?wbfileid=7",
        ),
        ('<a href="/files/7">点击下载原文</a>', "/files/7"),
        ('<iframe src="/a/nb.pdf"></iframe>', "/a/nb.pdf"),
        ('<embed src="/a/nb.pdf" type="application/pdf">', "/a/nb.pdf"),
        ('<object data="/a/nb.pdf"></object>', "/a/nb.pdf"),
        ('<iframe src="/js/web/viewer.html?file=%2Fa%2Fnb.pdf#page=1"></iframe>', "/a/nb.pdf"),
        ('<iframe src="/js/web/viewer.html?file=%2Fdown%2F88"></iframe>', "/down/88"),
        ('<embed src="/v.swf" flashvars="SwfFile=/a/nb.swf&pdf=/a/nb.pdf">', "/a/nb.pdf"),
        ('<param name="flashvars" value="Scale=0.6&PdfFile=/a/nb.pdf&x=1">', "/a/nb.pdf"),
        ('<div class="ucap-viewer" data-file="/x/files/nb.docx"></div>', "/x/files/nb.docx"),
        ('<script>showVsbpdfIframe("/__local/1/A/nb.pdf","100%")</script>', "/__local/1/A/nb.pdf"),
        ("""<span onclick="window.open('/a/nb.pdf')">查看</span>""", "/a/nb.pdf"),
        ("""<a href="javascript:void(0)" onclick="openFile(&quot;/a/nb.wps&quot;)">查看</a>""", "/a/nb.wps"),
    ],
)
async def test_a_report_in_a_file(tmp_path: Path, body: str, file: str) -> None:
    result, _ = await visit(tmp_path, article(body), {file: PDF})
    assert reports_of(result) == {"t2021.html", "t2022.html", "t2023.html"}
    assert files(result) == [file]
    assert not result.sites[0].failures


async def test_a_file_whose_header_names_it_in_gbk(tmp_path: Path) -> None:
    async def answer(_: web.BaseRequest) -> web.Response:
        name = "年度报告.pdf".encode("gbk").decode("utf-8", "surrogateescape")
        headers = {"Content-Disposition": f"attachment; filename={name}"}
        return web.Response(body=PDF, content_type="application/octet-stream", headers=headers)

    result, _ = await visit(
        tmp_path, article('<a href="/download.do?id=3">附件</a>'), {"/download.do?id=3": answer}
    )
    [kept] = [capture for capture in result.captures if capture.role == "attachment"]
    assert (kept.outcome, kept.media_type) == ("ok", "application/pdf")


async def test_a_scan_is_taken_image_by_image_in_order(tmp_path: Path) -> None:
    names = [f"W0202{n}.png" for n in (3, 1, 2)]
    body = '<img src="/images/logo.png"><img src="/i/small.png" width="20" height="20">'
    body += "".join(f'<p><img src="./{name}" oldsrc="{name}"></p>' for name in names)
    body += '<p><img src="/blank.gif" data-original="W9.jpg"></p><a href="/x/"><img src="/ad.jpg"></a>'
    others: dict[str, str | bytes | Handler] = {
        f"{COLUMN}{name}": PNG + name.encode() for name in [*names, "W9.jpg"]
    }
    result, asked = await visit(tmp_path, article(body), others)
    assert files(result) == [f"{COLUMN}{name}" for name in [*names, "W9.jpg"]]
    assert "t2022.html" in reports_of(result)
    assert not {"/images/logo.png", "/i/small.png", "/ad.jpg"} & set(asked)


async def test_charts_of_a_report_with_a_text_are_left(tmp_path: Path) -> None:
    page = report(2022).replace("</h1>", '</h1><img src="chart.png">')
    _, asked = await visit(tmp_path, page)
    assert f"{COLUMN}chart.png" not in asked


async def test_frames_around_every_report_are_no_error_page_come_again(tmp_path: Path) -> None:
    """What stands around the frames is the same for all years but for the numbers."""
    pages = simple_site()
    for year in range(2021, 2024):
        title = f"桃城区人民政府{year}年政府信息公开工作年度报告"
        pages[f"{COLUMN}t{year}.html"] = html(f'<h1>{title}</h1><iframe src="/inner/{year}"></iframe>', title)
        pages[f"/inner/{year}"] = report(year)
    with Farm(pages) as farm:
        result = await crawl(tmp_path, farm.site())
    assert reports_of(result) == {"2021", "2022", "2023"}
    assert result.sites[0].failures == {}


async def test_a_report_inside_a_frame(tmp_path: Path) -> None:
    outer = html(f'<h1>{TITLE}</h1><iframe src="/inner/9"></iframe>', TITLE)
    result, _ = await visit(tmp_path, outer, {"/inner/9": report(2022)})
    assert reports_of(result) == {"t2021.html", "9", "t2023.html"}


@pytest.mark.parametrize(
    "page",
    [
        html("", metas='<meta http-equiv="refresh" content="0;url=/real/9">'),
        html("", metas="<META CONTENT=\"1; URL='../../real/9'\" HTTP-EQUIV=Refresh>"),
        html("<script>window.location.href='/real/9';</script>"),
        html('<script>\n<!--\ntop.location="/real/9"\n//-->\n</script>'),
        html('<script>window.location.replace("/real/9")</script><p>页面跳转中</p>'),
        html('<script>window.open("/real/9","_self")</script>'),
        "<html><body onload=\"location.href='/real/9'\"></body></html>",
    ],
)
async def test_constant_redirects_are_followed(tmp_path: Path, page: str) -> None:
    result, _ = await visit(tmp_path, page, {"/real/9": report(2022)})
    assert reports_of(result) == {"t2021.html", "9", "t2023.html"}


@pytest.mark.parametrize(
    "script",
    [
        "if(/iPhone/.test(navigator.userAgent)){location.href='/m/9';}",
        "// location.href='/m/9';",
        "/* location.href='/m/9'; */",
        "document.cookie='a=1';location.href='/m/9';",
        "location.href='/m/' + id;",
        "if (location.href == '/m/9') {}",
    ],
)
async def test_other_scripts_lead_nowhere(tmp_path: Path, script: str) -> None:
    _, asked = await visit(tmp_path, html(f"<script>{script}</script>{TITLE}", TITLE))
    assert "/m/9" not in asked


ERRORS: dict[str, str | bytes | Handler] = {
    "words": html("<h1>提示</h1><p>您访问的页面不存在</p><a href='/'>返回首页</a>"),
    "title": html("<div>404</div>" + "<p>本站</p>" * 200, "404 Not Found"),
    "refresh home": html(
        "您访问的页面不存在，5秒后返回首页", metas='<meta http-equiv="refresh" content="5;url=/">'
    ),
    "illegal": "非法请求 404！",
    "deleted": html(
        "<div class='nav'><a href='/'>首页</a></div><p>该信息不存在或已被删除！</p>", "桃城区人民政府"
    ),
    "leaving": html(
        "您访问的链接即将离开“桃城区人民政府”门户网站 <a href='http://x.example.com/'>继续访问</a>"
    ),
    "bytes": "ok!",
    "empty": b"",
    "json": b'{"code":500,"msg":"error"}',
    "spa": html('<div id="app"></div><script src="/js/app.js"></script>', TITLE),
    "nuxt": html('<div id="__nuxt"></div><script src="/js/app.js"></script>'),
    "login": html(
        "<h2>用户登录</h2><form><input name='u'><input type='password' name='p'></form>" + "<p>说明</p>" * 80
    ),
    "captcha": html("<form><input name='c'><img src='/captcha.gif'>请输入验证码</form>"),
    "other site": html("<a href='/x/'>要闻</a>" + "<p>欢迎访问桃城区人民政府</p>" * 60, "桃城区人民政府"),
    "other report": html(
        "<h1>2022年桃城区统计年报</h1>" + "<p>生产总值增长</p>" * 60, "2022年桃城区统计年报"
    ),
    "notice": html(
        "<h1>关于做好2022年政府信息公开年度报告编制工作的通知</h1><a href='f.doc'>附件</a>"
        + "<p>各单位</p>" * 60
    ),
    "list": html(
        "<h1>政府信息公开年报</h1>"
        + rows(*((f"t{year}.html", f"桃城区{year}年政府信息公开年报", "2022-01-02") for year in (2021, 2023)))
        + "<p>说明</p>" * 80,
        "政府信息公开年报",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
async def test_what_stands_in_a_report_s_place_is_no_report(tmp_path: Path, name: str) -> None:
    result, asked = await visit(tmp_path, ERRORS[name])
    assert reports_of(result) == {"t2021.html", "t2023.html"}
    assert asked.count(PAGE) == 1


async def test_a_challenge_in_a_report_s_place_is_not_met(tmp_path: Path) -> None:
    page = "<html><script>var a=1;document.cookie='x='+a;location.href='/real/9';</script></html>"
    result, asked = await visit(tmp_path, page, {"/real/9": report(2022)})
    assert "/real/9" not in asked
    assert [c.outcome for c in result.captures if c.url.endswith(PAGE)] == ["challenge_521"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [("words", "soft_404"), ("spa", "needs_browser"), ("login", "login_wall"), ("json", "soft_404")],
)
async def test_why_a_report_could_not_be_had(tmp_path: Path, name: str, outcome: str) -> None:
    result, _ = await visit(tmp_path, ERRORS[name])
    assert [c.outcome for c in result.captures if c.url.endswith(PAGE)] == [outcome]


@pytest.mark.parametrize(
    ("reply", "outcome"),
    [
        (html("<h1>文件不存在</h1>"), "soft_404"),
        (b"", "soft_404"),
        (b'{"code":404}', "soft_404"),
        (html("请先登录<input type=password>"), "login_wall"),
        (html("<img src='/c.gif'>请输入验证码下载附件"), "login_wall"),
    ],
)
async def test_an_error_in_a_file_s_place_is_no_file(
    tmp_path: Path, reply: str | bytes, outcome: str
) -> None:
    result, _ = await visit(tmp_path, article('<a href="nb.pdf">附件</a>'), {f"{COLUMN}nb.pdf": reply})
    assert files(result) == []
    assert result.sites[0].failures == {outcome: 1}


@pytest.mark.parametrize(
    "shown", [html('<embed src="/a/real.pdf">'), html("<script>location.href='/a/real.pdf';</script>")]
)
async def test_a_page_that_only_shows_the_file_leads_to_it(tmp_path: Path, shown: str) -> None:
    page = article('<a href="/view.do?fileId=3&amp;x=download.do">附件</a>')
    result, _ = await visit(tmp_path, page, {"/view.do": shown, "/a/real.pdf": PDF})
    assert files(result) == ["/a/real.pdf"]


async def test_a_year_that_is_a_file_is_a_report(tmp_path: Path) -> None:
    column = html(
        '<li><a href="/download.do?id=20">2020年</a></li><li><a href="2019.pdf">2019年度</a></li>',
        "政府信息公开年报",
    )
    routes = simple_site(range(0)) | {
        COLUMN: column,
        "/download.do?id=20": PDF,
        f"{COLUMN}2019.pdf": PDF + b"2",
    }
    with Farm(routes) as farm:
        result = await crawl(tmp_path, farm.site(COLUMN))
    assert reports_of(result) == {"download.do?id=20", "2019.pdf"}


async def test_a_missing_file_leaves_the_report_found(tmp_path: Path) -> None:
    result, _ = await visit(tmp_path, article('<a href="nb.pdf">附件</a>'), {f"{COLUMN}nb.pdf": status(404)})
    assert "t2022.html" in reports_of(result)
    assert result.sites[0].failures == {"not_found": 1}
