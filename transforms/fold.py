"""Folding: one spelling for labels that differ only in width, brackets, spaces, numbering or script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Traditional characters of the forms' own vocabulary (Traditional gateways, site-families.md §12).
_TRADITIONAL = str.maketrans(
    "資訊內製發廢現數規範處許罰強徵費額與關務機構請結轉辦當屬國祕秘法禁會穩權內過執檔詢無關補復舉報類據應決維糾審訴經議總計業組織僱團體個開採購項層補員單據載環節",
    "资讯内制发废现数规范处许罚强征费额与关务机构请结转办当属国秘秘法禁会稳权内过执档询无关补复举报类据应决维纠审诉经议总计业组织雇团体个开采购项层补员单据载环节",
)
_DROPPED = re.compile(
    r"[\s\u3000\u200b\ufeff()()（）\[\]【】〔〕“”\"'‘’「」『』《》<>、，,。.:：;；·•*/／\-—–_]+"
)
_NUMBERING = re.compile(
    r"^\s*(?:[(（]\s*[一二三四五六七八九十\d]{1,3}\s*[)）]?|[一二三四五六七八九十]{1,3}\s*[、.．,，)）:：]"
    r"|\d{1,2}\s*[、.．,，)）:：]|\d{1,2}(?=[^\d\s.,%])|[、.．•·\-–—*]+)\s*"
)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The label without numbering, spaces, brackets and punctuation, in half width and simplified script."""
    plain = unicodedata.normalize("NFKC", text)
    while (match := _NUMBERING.match(plain)) and match.end():
        plain = plain[match.end() :]
    return _DROPPED.sub("", plain).translate(_TRADITIONAL).replace("资讯", "信息")
