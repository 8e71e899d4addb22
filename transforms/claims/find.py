"""Find the claims of a report: patterns over sentences, and the guards that turn doubtful figures away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from transforms.claims.numerals import parse_number
from transforms.claims.rules import CONFIG, Rule, rules_for
from transforms.records import Claim

# Years of cited documents and of comparisons are not those of the figures.
_COMPARED = re.compile(r"[比较与同](?:20\d\d年度?|上年|去年)(?:共)?(?:收到|受理|新收|接收|答复|办结)")
_CITED = re.compile(r"《[^》]*》|〔[^号]{0,12}号|[比较与同]20\d\d年")
# How far around it a figure is understood by what stands there, in characters.
_REACH = 400
_STOPS = "。!?"
_PART = re.compile(rf"[^{_STOPS}]*[{_STOPS}]|[^{_STOPS}]+")
# What some pattern needs: without it a sentence states no claim, and most lines of a table are skipped.
_TELLING = re.compile(r"申请|结转|转结|公开|发布|复议|诉讼|处理费|答复|办结")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|\d{1,2}月)")
# A month that is not the end of the year.
_MONTH = re.compile(r"(?:(?<![至到止])20\d\d年|(?<![至到止年\d-]))\d{1,2}月份?(?![\d日底末初起至到止~—–-])")
# The span that a figure is of is told by the last of these words before it: 2022年上半年,全区收到10件.
_SPAN = re.compile(
    r"(?P<part>上半年|下半年|[一二三四1-4]季度)|全年|年度|当年|(?<!上)本年"
    r"|(?<!\d)(?P<from>\d{1,2})月?份?[-–—~至到](?P<to>\d{1,2})月(?!\d)|(?<!\d)20\d\d年(?!\d|年?[上下]半年)"
)
# Of what a body handled some was about disclosure.
_PARTLY = re.compile(r"其中[^;。]{0,12}(?:信息公开|依申请)")
# One way of several, each with its figure: 通过网站公开30条,通过微信公开12条.
_ANOTHER_WAY = re.compile(r"^[^。]{0,30}?[,;、]通过")
_WAY_BEFORE = re.compile(r"通过[^。,;]{2,30}\d[^。,;、\d]{1,4}[,;、]$")
_MEANS = re.compile(CONFIG["means"])


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence without blanks; `before` is what stands before it in its paragraph."""

    text: str
    before: str


class _Around(NamedTuple):
    """What surrounds a figure, within reach.

    `before` is its sentence up to the match, `after` what follows it, `segment` what follows its last
    semicolon and `clause` its last stop, both with the match, `lead` the clause without it.
    """

    before: str
    after: str
    segment: str
    lead: str
    clause: str
    sentence: str


def find_claims(texts: Iterable[str], year: int | None) -> list[Claim]:
    """Each figure of the report year that running texts state for sure, in reading order, each value once."""
    rules = rules_for(year)
    found: dict[tuple[str, float], Claim] = {}
    for sentence in _sentences(texts):
        for name, rule in rules.items():
            for value in _values(sentence, rule, year) if _has(sentence.text, rule.words) else ():
                found.setdefault((name, value), Claim(name, value, sentence.text))
    stated = Counter(name for name, _ in found)
    return [claim for claim in found.values() if stated[claim.claim] == 1 or not rules[claim.claim].single]


def _sentences(texts: Iterable[str]) -> Iterator[_Sentence]:
    for text in texts:
        start = 0
        for part in _PART.findall(text):
            if _TELLING.search(part):
                yield _Sentence(part, text[max(0, start - _REACH) : start])
            start += len(part)


def _values(sentence: _Sentence, rule: Rule, year: int | None) -> Iterator[float]:
    for pattern in rule.patterns:
        for match in pattern.finditer(sentence.text):
            value = parse_number(match["n"])
            if value is not None and _is_sure(sentence, match, rule, year):
                yield value * 10_000 if match.groupdict().get("money") == "万元" else value
    for pattern in rule.zero:
        for match in pattern.finditer(sentence.text):
            if _is_sure(sentence, match, rule, year):
                yield 0.0


def _around(sentence: _Sentence, match: re.Match[str]) -> _Around:
    start, end = match.span()
    before = sentence.text[max(0, start - _REACH) : start]
    clause = _MEANS.sub("", before[max(before.rfind(stop) for stop in ",;:()") + 1 :])
    return _Around(
        before=before,
        after=sentence.text[end : end + _REACH],
        segment=before[before.rfind(";") + 1 :] + match[0],
        lead=clause,
        clause=clause + match[0],
        sentence=before + sentence.text[start : end + _REACH],
    )


def _previous(sentence: _Sentence) -> str:
    """The sentence before."""
    return "".join(_PART.findall(sentence.before)[-1:])


def _is_sure(sentence: _Sentence, match: re.Match[str], rule: Rule, year: int | None) -> bool:
    """Whether nothing around the figure makes it one of another thing, body or year."""
    around = _around(sentence, match)
    return (
        not _has(around.clause, rule.excluded)
        and not _has(around.clause, CONFIG["no_figure"])
        and not ("通过" in around.clause and _is_one_way_of_several(around))
        and not _has(around.before + match[0], rule.excluded_before)
        and not _has(around.sentence, rule.excluded_sentence)
        and (not rule.topic or _has(_previous(sentence) + around.before + match[0], rule.topic))
        and (rule.inside or ("其中" not in around.segment and _is_of_year(around, year)))
        and (not rule.dispute or _is_against_the_body(around, _previous(sentence)))
    )


def _is_one_way_of_several(around: _Around) -> bool:
    before = around.before[: len(around.before) - len(around.lead)]
    return bool(_ANOTHER_WAY.search(around.after) or _WAY_BEFORE.search(before))


def _has(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


def _is_of_year(around: _Around, year: int | None) -> bool:
    if _has(around.clause, CONFIG["other_years"]) or _COMPARED.search(around.clause):
        return False
    if _MONTH.search(around.clause) or _is_of_part_of_a_year(around.before):
        return False
    named = _YEAR.findall(_CITED.sub("", around.before))
    return not named or year is None or int(named[-1]) == year


def _is_of_part_of_a_year(before: str) -> bool:
    spans = list(_SPAN.finditer(before))
    last = spans[-1] if spans else None
    if last is None or not (last["part"] or last["from"]):
        return False
    return last["part"] is not None or (last["from"].lstrip("0"), last["to"]) != ("1", "12")


def _is_against_the_body(around: _Around, previous: str) -> bool:
    """Not the reviews and suits that a body heard or handled (a justice bureau's, a government's)."""
    if _has(around.lead, CONFIG["disclosure"]):
        return True
    if _has(around.sentence, CONFIG["disclosure"]):
        return not _PARTLY.search(around.sentence)
    return not _has(around.lead, CONFIG["handled"]) and not _has(previous + around.sentence, ("应诉", "代理"))
