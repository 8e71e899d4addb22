"""The search index: regions and bodies by name, pinyin initials and code, in order of importance."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import duckdb
import yaml
from pypinyin import Style, lazy_pinyin, load_phrases_dict

from warehouse.site.files import Folder
from warehouse.site.parts import call, short

_READINGS = Path(__file__).with_name("readings.yml")
_ENTRIES = """
    WITH entries AS (
        SELECT
            name, division_code AS code, level, 0 AS body,
            concat_ws(' ', nullif(province, name), nullif(prefecture, name)) AS above
        FROM divisions_now
        UNION ALL
        SELECT DISTINCT
            c.publisher, c.division_code, 'body:' || c.publisher_level, 1,
            concat_ws(' ', n.province, nullif(n.prefecture, n.name), nullif(n.name, n.province))
        FROM coverage c
        LEFT JOIN divisions_now n USING (division_code)
        WHERE c.publisher IS NOT NULL AND c.publisher_level NOT IN ('province', 'prefecture', 'county')
    )
    SELECT name, code, level, above FROM entries
    ORDER BY
        body, list_position(['central', 'province', 'prefecture', 'county'], level) NULLS LAST,
        code, name, level
"""


def write_search(connection: duckdb.DuckDBPyConnection, folder: Folder) -> None:
    """The index as one part; pinyin is looked up anew only where an entry changed."""
    rows = connection.execute(_ENTRIES).fetchall()
    names, codes, levels, above = (list(column) for column in zip(*rows, strict=True)) if rows else ([],) * 4
    digest = short(json.dumps([names, codes, levels, above, _READINGS.read_text(encoding="utf-8")]))
    file = "data/search/all.js"
    if folder.parts.get("search/all") == digest and (folder.root / file).is_file():
        return
    entries = {
        "name": names,
        "initials": [initials(name) for name in names],
        "code": codes,
        "level": levels,
        "above": above,
    }
    folder.write(file, call("search/all", {"entries": entries}))
    folder.parts["search/all"] = digest


@cache
def _readings() -> None:
    """Teach the readings of places whose characters are read otherwise there."""
    places: dict[str, str] = yaml.safe_load(_READINGS.read_text(encoding="utf-8"))
    load_phrases_dict({place: [[syllable] for syllable in read.split()] for place, read in places.items()})


def initials(name: str) -> str:
    """The first letters of a name's syllables in small letters, as they are typed: 桃城区 → tcq."""
    _readings()
    letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors=str.lower))
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())
