"""Bytes of a page or text file to characters, as Chinese government sites need it."""

from __future__ import annotations

import codecs
import re

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*+=\s*+[\"']?\s*+([A-Za-z0-9_-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# Pages that declare gb2312 hold characters of gbk and gb18030, which contain it.
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
# Names that Python knows but no page can mean (idna, unicode_escape, hex) are no charsets. Latin-1 fits any
# bytes and is what some servers say of everything; no Chinese page is written in it.
_CHARSETS = frozenset(
    {"big5", "big5hkscs", "gb18030", "gb2312", "gbk", "hz", "utf-16", "utf-16-be", "utf-16-le", "utf-8"}
)
_HEAD = 4096


def decode(body: bytes, content_type: str | None = None) -> str:
    """The characters of `body`; a byte that fits no rule becomes U+FFFD, so this never raises.

    Order: the charset of the HTTP `content_type`, a byte order mark, `<meta charset>` or XML declaration,
    UTF-8, GB18030: the first that fits strictly, else the one with the fewest bytes that fit no rule.
    NULs are dropped, as browsers do.
    """
    return decode_named(body, content_type)[0]


def decode_named(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The same, and the name of the charset."""
    names = [*_declared(body, content_type), "utf-8", "gb18030"]
    for name in names:
        text = _try(body, name, "strict")
        if text is not None:
            return text, name
    lenient = [(text, name) for name in names if (text := _try(body, name, "replace")) is not None]
    return min(lenient, key=lambda found: found[0].count("\ufffd"))


def _declared(body: bytes, content_type: str | None) -> list[str]:
    header = _HEADER_CHARSET.search(content_type or "")
    marks = [name for bom, name in _BOMS if body.startswith(bom)]
    inside = _META_CHARSET.search(body, 0, _HEAD) or _XML_ENCODING.search(body[:_HEAD])
    declared = [header.group(1)] if header else []
    return declared + marks + ([inside.group(1).decode("ascii")] if inside else [])


def _try(body: bytes, name: str, errors: str) -> str | None:
    try:
        codec = codecs.lookup(name).name
        if codec not in _CHARSETS:
            return None
        text = body.decode(_WIDER.get(codec, codec), errors).removeprefix("\ufeff")
        # Bytes are looked through in no time, characters are not.
        return text.replace("\0", "") if b"\0" in body else text
    except (LookupError, UnicodeDecodeError):
        return None
