"""Loopback sites for `crawl.py`: any number of hosts from one server, reached by address or through a proxy.

Run as a program, with the number of reports a host and perhaps `--etags`, it serves until its input ends,
and prints its port first.
"""

from __future__ import annotations

import asyncio
import hashlib
import sys
from functools import cache

from aiohttp import web

COLUMN = "/zfxxgk/zfxxgknb/"
_TITLE = "某县召开第{n}次工作会议"
_ROW = f'<li><a href="/xwdt/{{n}}.html" title="{_TITLE}">{_TITLE}</a><span>2023-05-{{day:02}}</span></li>'
_NEWS = "".join(_ROW.format(n=n, day=n % 28 + 1) for n in range(120))
_PROSE = "本机关认真贯彻落实《中华人民共和国政府信息公开条例》,主动公开政府信息,依法办理公开申请。" * 300


@cache
def page(path: str, reports: int) -> str | None:
    """The page at a path of any of the hosts; null where there is none. `reports` stand in the column."""
    if path == "/":
        return _html("某县人民政府", '<a href="/zfxxgk/">政府信息公开</a>')
    if path == "/zfxxgk/":
        return _html("政府信息公开", f'<a href="{COLUMN}">政府信息公开年报</a>')
    if path == COLUMN:
        rows = "".join(
            f'<li><a href="{COLUMN}t{n}.html">某县{n % 40}局{2019 + n % 5}年政府信息公开工作年度报告</a></li>'
            for n in range(reports)
        )
        return _html("政府信息公开年报", f"<ul>{rows}</ul>")
    name = path.removeprefix(f"{COLUMN}t").removesuffix(".html")
    if name.isdigit() and int(name) < reports:
        headings = (
            "<p>一、总体情况</p><p>二、主动公开政府信息情况</p><p>三、收到和处理政府信息公开申请情况</p>"
        )
        return _html(f"某县{name}局政府信息公开工作年度报告", headings + f"<p>{_PROSE}</p>")
    return None


def _html(title: str, body: str) -> str:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head>"
    return f"{head}<body><ul>{_NEWS}</ul><h1>{title}</h1>{body}</body></html>"


async def _serve(reports: int, etags: bool) -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        text = page(request.url.path, reports)
        if text is None:
            return web.Response(status=404, text="404")
        headers = {"ETag": f'"{hashlib.md5(text.encode()).hexdigest()}"'} if etags else {}  # noqa: S324
        if etags and request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(text=text, content_type="text/html", headers=headers)

    # So that whoever asks first does not share the machine with the writing of pages.
    for place in ("/", "/zfxxgk/", COLUMN, *(f"{COLUMN}t{n}.html" for n in range(reports))):
        page(place, reports)
    runner = web.ServerRunner(web.Server(answer))
    await runner.setup()
    site = web.TCPSite(runner, "0.0.0.0", 0, backlog=4096)  # noqa: S104 - hosts are 127.0.0.0/8
    await site.start()
    sys.stdout.write(f"{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), etags="--etags" in sys.argv))
