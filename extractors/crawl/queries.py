"""What browsers make of addresses in the charset that they came in."""

from __future__ import annotations

import codecs
import re
import string
from urllib.parse import quote

_QUERY = re.compile(
    r"""((?:href|src|action)\s*+=\s*+["']?[^"'<>\s?]{0,2000}+\?)([^"'<>\s#]++)""", re.IGNORECASE
)


def as_sent(source: str, charset: str) -> str:
    """A page's source with the characters of its links' queries as the bytes of its charset (URL standard,
    4.1: of the query alone, paths are UTF-8 always).
    """
    name = codecs.lookup(charset).name
    if name.startswith("utf") or "?" not in source:
        return source
    name = "gbk" if name.startswith("gb") else name
    return _QUERY.sub(lambda found: found[1] + _quoted(found[2], name), source)


def _quoted(query: str, charset: str) -> str:
    return query if query.isascii() else quote(query, string.punctuation, charset, "replace")


def location_of(header: str) -> str:
    """The address in a Location header, whose bytes were taken for Latin-1: some servers write any."""
    try:
        return quote(header.encode("latin-1"), safe=string.punctuation + " ")
    except UnicodeEncodeError:
        return header
