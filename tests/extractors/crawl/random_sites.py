"""Sites made up at random: home, platform, columns of any shape, decoys, cycles, links in all spellings."""

from __future__ import annotations

import posixpath
import random
from dataclasses import dataclass, field

from crawl_farm import Handler, html, report

TO_PLATFORM = [
    "政府信息公开",
    "政务公开",
    "信息公开",
    "政府信息公开专栏",
    "政府信息公开平台",
    "桃城区政府信息公开",
    "政府 信息 公开",
]
COLUMNS = [
    "政府信息公开年报",
    "政府信息公开工作年度报告",
    "政府信息公开年度报告",
    "信息公开年报",
    "年度报告",
    "年报",
    "公开年报",
    "政务公开年度报告",
    "政府信息公开\n工作年报",
]
TITLES = [
    "{body}{year}年政府信息公开工作年度报告",
    "{body}{year}年度政府信息公开年度报告",
    "{year}年度{body}政府信息公开工作年度报告",
    "{body}政府信息公开工作年度报告（{year}年）",
    "{year}年{body}政府信息公开年报",
    "{body}{year}年政务公开年度工作情况报告",
    "{body}{year}年信息公开工作年度报告",
    "{body} {year}年 政府信息 公开工作报告",
    "{body}{year}年政府信息工作年度报告",
    "{body}{year}年度报告",
]
BODIES = [
    "桃城区教育局",
    "桃城区财政局",
    "桃城区统计局",
    "赵家圈镇人民政府",
    "何家庄乡人民政府",
    "河西街道办事处",
    "桃城区卫生健康委员会",
]
SLUGS = ["zfxxgknb", "xxgknb_97478", "gknb", "ndbg", "c120215", "a1", "zfxxgkgzndbg"]
DECOYS = [
    "政府信息公开指南",
    "政府信息公开制度",
    "依申请公开",
    "政府工作报告",
    "2022年法治政府建设年度报告",
    "部门预决算",
    "统计年鉴",
    "网站工作年度报表",
    "2023年政府网站工作年度报表",
    "图解：桃城区2022年政府信息公开年报",
    "关于做好2022年政府信息公开年度报告编制工作的通知",
    "新闻动态",
    "企业年报",
]
NAMES = [
    "t20220124_{n}.html",
    "t{n}.shtml",
    "{n}.html",
    "202201/t2022_{n}.html",
    "content/post_{n}.html",
    "A{n}.HTML",
]


@dataclass(slots=True)
class RandomSite:
    """A site's pages, where to start, the paths of its reports and of its decoys."""

    seed: int
    routes: dict[str, str | bytes | Handler] = field(default_factory=dict)
    reports: set[str] = field(default_factory=set)
    starts: list[str] = field(default_factory=list)
    decoys: set[str] = field(default_factory=set)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.site = RandomSite(seed)
        self.number = 100
        self.home = "/"
        self.platform = self.random.choice(["/zfxxgk/", "/zwgk/index.html", "/xxgk.html"])
        self.column = f"{posixpath.dirname(self.platform).rstrip('/')}/{self.random.choice(SLUGS)}/"
        self.decoys = {text: f"/other/d{n}/" for n, text in enumerate(DECOYS)}

    def make(self) -> RandomSite:
        pick = self.random.choice
        self.list_page(self.column, "政府信息公开年报", pick(["flat", "years", "bodies", "select", "frame"]))
        self.put(self.platform, "政府信息公开", self.link(self.platform, self.column, pick(COLUMNS)))
        self.put(self.home, "桃城区人民政府", self.link(self.home, self.platform, pick(TO_PLATFORM)))
        for text, path in self.decoys.items():
            self.put(path, text, f"<h1>{text}</h1>" + "<p>说明</p>" * 60 + self.decoy_rows(path), menu=False)
        self.site.starts = [self.home, self.platform, self.column]
        self.site.decoys = set(self.decoys.values())
        return self.site

    def list_page(self, path: str, title: str, shape: str) -> None:
        """A column: its reports in place, or spread over sub-columns by year or body, a select or a frame."""
        own = self.rows(path, self.random.randint(1, 4), self.random.choice(["桃城区人民政府", ""]))
        if shape == "years":
            for year in self.random.sample(range(2015, 2024), 3):
                own += self.child(path, f"{year}{self.random.choice(['n', 'nb', ''])}/", f"{year}年", [year])
        elif shape == "bodies":
            for place, body in enumerate(self.random.sample(BODIES, 3)):
                own += self.child(path, f"b{place}/", body, [2021, 2022], body)
        elif shape == "select":
            options = ""
            for place, body in enumerate(self.random.sample(BODIES, 2)):
                target = f"{path}s{place}/"
                self.put(target, body, self.rows(target, 2, body))
                options += f'<option value="{self.spell(path, target)}">{body}</option>'
            own += f"<select><option value=''>请选择</option>{options}</select>"
        elif shape == "frame":
            target = f"{path}list_in.html"
            self.put(target, "", self.rows(target, 3, "桃城区审计局"), menu=False)
            own += f'<iframe src="{self.spell(path, target)}"></iframe>'
        self.put(path, title, own)

    def child(self, path: str, name: str, text: str, years: list[int], body: str = "桃城区民政局") -> str:
        target = path + name
        self.put(target, text, "".join(self.row(target, body, year) for year in years))
        return f"<li>{self.link(path, target, text)}</li>"

    def rows(self, path: str, count: int, body: str) -> str:
        years = self.random.sample(range(2014, 2024), count)
        return (
            "<ul>" + "".join(self.row(path, body, year) for year in years) + self.decoy_rows(path) + "</ul>"
        )

    def row(self, path: str, body: str, year: int) -> str:
        self.number += 1
        target = path[: path.rfind("/") + 1] + self.random.choice(NAMES).format(n=self.number)
        title = self.random.choice(TITLES).format(body=body, year=year)
        text = title if self.random.random() < 0.8 else f"{year}年"
        crumbs = self.link(target, self.column, "政府信息公开年报")
        self.site.routes[target] = report(year, body).replace("<h1>", f"{crumbs}<h1>")
        self.site.reports.add(target)
        return f"<li>{self.link(path, target, text)}<span>{year + 1}-01-20</span></li>"

    def decoy_rows(self, path: str) -> str:
        chosen = self.random.sample(sorted(self.decoys), 3)
        return "".join(f"<li>{self.link(path, self.decoys[text], text)}</li>" for text in chosen)

    def put(self, path: str, title: str, body: str, menu: bool = True) -> None:
        top = self.menu(path) if menu else self.link(path, self.home, "首页")
        self.site.routes[path] = html(f"{top}{body}", title)

    def menu(self, path: str) -> str:
        """Links back to where one came from, which make cycles, and to what is none of our business."""
        known = [("首页", self.home), ("政府信息公开", self.platform)] if path != self.home else []
        links = known + self.random.sample(sorted(self.decoys.items()), 4)
        self.random.shuffle(links)
        return "".join(self.link(path, target, text) for text, target in links)

    def link(self, page: str, target: str, text: str) -> str:
        href = self.spell(page, target)
        label = self.random.choice(["text", "title", "image", "blanks", "click"])
        if label == "title" and len(text) > 6:
            return f'<a href="{href}" title="{text}">{text[:4]}…</a>'
        if label == "image":
            return f'<A HREF="{href}"><img src="/i.gif" alt="{text}"></A>'
        if label == "blanks":
            return f"<a target=\"_blank\" href=' {href} '> <font>{text[:2]}</font>\n{text[2:]} </a>"
        if label == "click":
            return f"""<a href="javascript:void(0)" onclick="window.open('{href}')">{text}</a>"""
        return f"<a href={href}>{text}</a>"

    def spell(self, page: str, target: str) -> str:
        """One of the ways to write an address; `{origin}` is filled in once the port is known."""
        kind = self.random.choice(
            ["root", "relative", "whole", "protocol", "fragment", "session", "capitals", "dots"]
        )
        if kind == "relative":
            above = posixpath.relpath(target, posixpath.dirname(page) or "/")
            return f"./{above}" + ("/" if target.endswith("/") and above != "." else "")
        if kind == "session" and not target.endswith("/"):
            return f"{target};jsessionid=0A{self.random.randrange(10**6)}"
        return {
            "whole": "http://{host}" + target,
            "protocol": "//{host}" + target,
            "fragment": f"{target}#main",
            "capitals": "HTTP://{host}" + target,
            "dots": "http://{host}/x/.." + target,
        }.get(kind, target)


def random_site(seed: int) -> RandomSite:
    """The site of a seed; the same seed makes the same site."""
    return _Maker(seed).make()


def at_host(site: RandomSite, host: str) -> dict[str, str | bytes | Handler]:
    """The site's pages with whole addresses of the host (and port) that serves them."""
    return {
        path: page.replace("{host}", host) if isinstance(page, str) else page
        for path, page in site.routes.items()
    }
