"""Addresses: one spelling for each, and when two of them are the same page or the same house."""

from __future__ import annotations

import ipaddress
import re
import string
from functools import lru_cache
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

_BREAKS = dict.fromkeys(map(ord, "\t\r\n"))
_PORTS = {"http": 80, "https": 443}
# State of the list's own script: the server gives the same page whatever stands there (Hanweb column pages).
_CLIENT_STATE = {"uid", "pageNum"}
_HANWEB_COLUMN = re.compile(r"/col/col\d+/")
# The mobile and application twins of one article (TRS, NFCMS).
_TWIN = re.compile(r"_(?:wap|app)(?=\.[a-z]+$)|(?<=/)m(?=post_\d)")
# What application servers put into addresses to know a visitor again.
_SESSION_PATH = re.compile(r";(?:jsessionid|sid)=[^/;?]*", re.IGNORECASE)
_SESSION = re.compile(r"jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken", re.IGNORECASE)
_SESSION_QUERY = re.compile(
    r"(?<=[?&])(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid)=[^&#]*&?", re.IGNORECASE
)
_INDEX = re.compile(r"(?<=/)(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.IGNORECASE)
_IMAGES = re.compile(r"\.(?:jpe?g|png|gif|bmp|tiff?|webp)$", re.IGNORECASE)
_ESCAPE = re.compile("%[0-9a-fA-F]{2}")
_NAMES_FILE = re.compile(r"\.(?:pdf|docx?|wps|xlsx?|et|ofd|zip|rar|7z|jpe?g|png|gif)(?![a-z])", re.IGNORECASE)
_FILES = re.compile(f"{_NAMES_FILE.pattern}$", re.IGNORECASE)
_ORIGIN = re.compile(r"[a-z]+://[^/?#]*")
# What is most often written needs no rules: a path, or a whole address, that is in its one spelling already.
_PATH = r"(?:/[\w~-][\w.~=,-]*)*(?:/|(?<=[\w.~=,-]))(?:\?[\w.~=&,%-]+)?"
_PLAIN_PATH = re.compile(rf"(?=/){_PATH}", re.ASCII)
_PLAIN_ADDRESS = re.compile(rf"https?://(?:[a-z0-9-]{{1,63}}\.)+[a-z]{{2,20}}(?=/){_PATH}", re.ASCII)


def resolve(base: str, link: str) -> str | None:
    """The absolute http(s) address that `link` on page `base` means, in one spelling; None if it is none."""
    if "ess" in link or "ESS" in link:
        link = _SESSION_QUERY.sub("", _SESSION_PATH.sub("", link))
    if _PLAIN_PATH.fullmatch(link) and (home := _home(base)):
        return home + link
    if _PLAIN_ADDRESS.fullmatch(link):
        return link
    link = link.translate(_BREAKS).strip()
    if not link or link.startswith("#"):
        return None
    if "\\" in link:
        path, mark, query = link.partition("?")
        link = path.replace("\\", "/") + mark + query
    # What is absolute means the same on every page of a site, and menus say it on each.
    absolute = link.startswith("/") or "://" in link[:8]
    return _joined(origin(base) if absolute else base, link)


@lru_cache(maxsize=1_000)
def _home(base: str) -> str | None:
    home = _joined(origin(base), "/")
    return home[:-1] if home else None


@lru_cache(maxsize=20_000)
def _joined(base: str, link: str) -> str | None:
    try:
        return normal(urljoin(base, link))
    except ValueError:
        return None


def normal(url: str) -> str | None:
    """One spelling of an address: lower-case host, no default port or fragment, ASCII; None when not http(s).

    Raises ValueError when the address is malformed.
    """
    parts = urlsplit(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _PORTS or not host or re.search(r"\s", host):
        return None
    name = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii")
    netloc = name if parts.port in (None, _PORTS[scheme]) else f"{name}:{parts.port}"
    path = _ESCAPE.sub(_capital, quote(_without_dots(parts.path) or "/", safe=string.punctuation))
    return urlunsplit((scheme, netloc, path, quote(parts.query, safe=string.punctuation), ""))


def _without_dots(path: str) -> str:
    """The path without `.` and `..` (RFC 3986 §5.2.4), which whole addresses may hold as well."""
    if "/." not in path:
        return path
    steps = path.split("/")[1:]
    kept: list[str] = []
    for step in steps:
        if step == "..":
            kept = kept[:-1]
        elif step != ".":
            kept.append(step)
    return f"/{'/'.join(kept)}" + ("/" if steps[-1] in (".", "..") and kept else "")


def _capital(escape: re.Match[str]) -> str:
    """`%e5` as `%E5` (RFC 3986 §6.2.2.1)."""
    return escape[0].upper()


@lru_cache(maxsize=20_000)
def same_page(url: str) -> str:
    """A key equal for all addresses of one page: scheme, www., twins, sessions, parameters' order aside."""
    parts = urlsplit(url)
    host = parts.netloc.removeprefix("www.").removesuffix(":80").removesuffix(":443")
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    pairs = [(name, value) for name, value in pairs if not _SESSION.fullmatch(name)]
    if _HANWEB_COLUMN.search(parts.path):
        pairs = [(name, value) for name, value in pairs if name not in _CLIENT_STATE]
    path = _SESSION_PATH.sub("", parts.path)
    return f"{host}{_TWIN.sub('', path)}?{urlencode(pairs)}"


def same_place(url: str) -> str:
    """A key as `same_page`, equal also for a folder and its index page: where one came, the other is it."""
    path, _, query = same_page(url).partition("?")
    return f"{path if query else _INDEX.sub('', path)}?{query}"


@lru_cache(maxsize=20_000)
def host_port(url: str) -> tuple[str, int]:
    """The host and port that an address leads to."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS[parts.scheme]


def origin(url: str) -> str:
    """Scheme, host and port, as `http://example.gov.cn`, of an address in its one spelling."""
    found = _ORIGIN.match(url)
    return found[0] if found else ""


def folder(url: str) -> str:
    """The address up to its last slash."""
    start = origin(url)
    path = re.split("[?#]", url[len(start) :], maxsplit=1)[0]
    return f"{start}{path.rpartition('/')[0]}/"


def is_file(url: str) -> bool:
    """Whether the address names a document or archive file rather than a page."""
    if _NAMES_FILE.search(url) is None:
        return False
    path, _, query = url.partition("#")[0].partition("?")
    return bool(_FILES.search(path) or _FILES.search(query))


def is_image(url: str) -> bool:
    """Whether the address names an image."""
    return _IMAGES.search(urlsplit(url).path) is not None


def same_house(start: str, url: str) -> bool:
    """Whether `url` belongs to the site that starts at `start`.

    An address or an unofficial name stands for itself alone; `xxgk.x.gov.cn` belongs to `www.x.gov.cn`.
    """
    mine, other = host_port(start), host_port(url)
    if is_address(mine[0]) or is_address(other[0]) or "." not in mine[0]:
        return mine == other
    return _house(mine[0]) == _house(other[0])


def is_address(host: str) -> bool:
    """Whether `host` is written as an IP address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _house(host: str) -> str:
    """`x.gov.cn` for its hosts; hosts of other names only without their `www.`."""
    if host.endswith(".gov.cn"):
        return ".".join(host.split(".")[-3:])
    return host.removeprefix("www.")
