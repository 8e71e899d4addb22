"""Who publishes, by the evidence of title, source line, breadcrumb and site, in this order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from transforms.identity.bodies import (
    Publisher,
    before_titles,
    ends_like_a_body,
    jurisdiction_words,
    may_be_a_body,
    self_words,
    speaks_for_governments,
)
from transforms.identity.lines import Lines
from transforms.identity.preamble import announced_titles, compilers
from transforms.identity.publisher import Site, read_publisher
from transforms.identity.signature import signed_by
from transforms.prose import squeeze

_GOVERNMENTS = ("province", "prefecture", "county")
_YEARS = re.compile(
    r"[(]?(?:20\d\d|[二2][〇零○Oo0][〇零○0-9一二三四五六七八九]{2})年?(?:度|份)?(?:1?-?\d{1,2}月)?[)]?"
)
# Where the words for the report begin; 人民政府信息公开 is 人民政府 and 政府信息公开 with one 政府.
_SUBJECT = re.compile(
    r"(?<=人民)政府信息|政府信息|政府資訊|政务信息|政务公开|信息公开|信息工作|重点工作|资讯"
)
_FILLERS = re.compile(r"^(关于)|(关于|报送|做好|本级|的|年度|公布|发布|编制|度|[《:])$")
# What stands before a title: marks, numbers, 附件1:, the document's number, (征求意见稿), 转发.
_LEAD = re.compile(
    r"[^\w(\[【〔《<]+|[Pp]age\d+-|\d{1,3}[、.]|附[件表录](?:\d{1,2}|[一二三四五])?[、.:]?|附:"
    r"|[一-鿿]{2,10}[〔\[(]20\d\d[〕\])]第?\d+号|[(\[【〔《<](?P<aside>[^()\[\]【】〔〕《》<>]{1,12})[)\]】〕》>]"
    rf"|(?:{'|'.join(before_titles())}):?"
)
_SOURCE = re.compile(
    r"(?:发布机构|发布单位|公开主体|公开机构|责任单位|责任部门|编制单位|发文机关|发文单位|信息来源|文章来源|稿源|来源)"
    r"\s*[:|]\s*([^\s|:]{2,40})"
)
_CRUMB = re.compile(r"\s*(?:>+|》|»|›|→|::)\s*")
# What stands in brackets at the end of a title, or behind its dash.
_BEHIND = re.compile(r"[(—-]([^()]+)[)]?$")
# A blank within a label of two characters: 来 源.
_GAP = re.compile(r"(?<![一-鿿][一-鿿])(?<=[一-鿿]) (?=[一-鿿] ?[:|])")


def publisher_of_title(title: str, site: Site) -> Publisher | None:
    """The body that a title names before the words for the report, or behind them in brackets."""
    tight = _without_lead(squeeze(title), site)
    start = _SUBJECT.search(tight)
    if not start:
        return None
    before = tight[: start.start()]
    if before.endswith("人民"):
        before += "政府"
    behind = _BEHIND.search(tight[start.end() :])
    for part in (before, behind[1] if behind else ""):
        name = _YEARS.sub("", part)
        while name != (name := _FILLERS.sub("", name)):
            continue
        if name and (found := read_publisher(name, site)):
            return found
    return None


def _without_lead(tight: str, site: Site) -> str:
    """The title from its first word on; a place or body in brackets without them."""
    while lead := _LEAD.match(tight):
        if (aside := lead["aside"]) and read_publisher(aside, site):
            return aside + tight[lead.end() :]
        tight = tight[lead.end() :]
    return tight


def find_publisher(
    titles: Collection[str],
    called: Iterable[str],
    tag: str | None,
    lines: Lines,
    texts: list[str],
    site: Site,
) -> Publisher | None:
    """The publisher, or None; `called` is what list and page call the report, be it by nothing but a body's
    name, `tag` the page's ContentSource, `texts` the prose.

    A source, a breadcrumb or the site counts only if the text says nothing against it. A government's office
    as the source says who posted, not whose report it is: then the site's own government counts if the text
    speaks for a whole jurisdiction. Without a title the site's government counts only then.
    """
    prose = "\n".join(texts)
    names = chain(compilers(prose), _tagged(tag), _sources(lines), signed_by(lines), _crumbs(lines))
    bodies = (body for name in names if _fits(name, prose) and (body := read_publisher(name, site)))
    announced = [
        body
        for title in announced_titles(prose)
        if (body := publisher_of_title(title, site)) and _fits(body.name, prose)
    ]
    titled = (body for title in titles if (body := publisher_of_title(title, site)))
    if found := next(chain(titled, announced), None):
        return _with_place(_with_committee(found, prose), chain(announced, bodies))
    for name in called:
        if may_be_a_body(name) and _speaks_as(name, prose) and (body := _below_government(name, site)):
            return body
    stated = [*bodies]
    own_site = site.publisher if site.publisher and _fits(site.publisher, prose) else None
    for_all = any(word in prose for word in jurisdiction_words())
    own = read_publisher(own_site, site) if own_site else None
    if stated and not (own and for_all and speaks_for_governments(stated[0].name)):
        return stated[0]
    # A list with reports of several bodies names them: a title that names none is the site's own.
    is_own = for_all or bool(titles)
    return own if own and (is_own or own.level not in _GOVERNMENTS) else None


def _below_government(name: str, site: Site) -> Publisher | None:
    """The body of a name that is not a government's: many pages are called like the site."""
    body = read_publisher(name, site)
    return body if body and body.level in ("department", "township", "zone") else None


def _with_committee(body: Publisher, prose: str) -> Publisher:
    """A zone's title may leave out the committee that runs it; its text then names it."""
    full = f"{body.place}管理委员会"
    return replace(body, name=full) if body.level == "zone" and full in prose else body


def _with_place(body: Publisher, stated: Iterable[Publisher]) -> Publisher:
    """县教育局 of a title is the body of that name that the page names with its place."""
    if body.place is not None:
        return body
    return next((one for one in stated if one.place and _in_short(one.name, one.place) == body.name), body)


def _in_short(name: str, place: str) -> str:
    """枣强县教育局 as 县教育局."""
    return place[-1] + name.removeprefix(place)


def _tagged(tag: str | None) -> Iterator[str]:
    if tag and ends_like_a_body(tag):
        yield squeeze(tag)


def _sources(lines: Lines) -> Iterator[str]:
    for line in lines.all:
        if ":" not in line.text and "|" not in line.text:
            continue
        closed = _GAP.sub("", line.text)
        for match in _SOURCE.finditer(closed):
            if ends_like_a_body(match[1]):
                yield squeeze(match[1])


def _crumbs(lines: Lines) -> Iterator[str]:
    """Bodies named in a breadcrumb, the last first."""
    for line in lines.head:
        steps = _CRUMB.split(line.text) if _CRUMB.search(line.text) and not line.row else ()
        if len(steps) > 2:
            yield from (squeeze(step) for step in reversed(steps) if ends_like_a_body(step))


def _fits(name: str, prose: str) -> bool:
    """Whether a body of this name would speak of itself as the text does (我局, 我镇)."""
    return all(any(name.endswith(ending) for ending in endings) for endings in _said(prose))


def _speaks_as(name: str, prose: str) -> bool:
    """Whether the text says the name or speaks of itself as such a body; 新闻中心 is a column's name."""
    return _fits(name, prose) and (name in prose or bool(_said(prose)))


def _said(prose: str) -> list[list[str]]:
    return [endings for word, endings in self_words().items() if word in prose]
