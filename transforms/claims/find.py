"""Find the claims of a report: patterns over sentences, and the guards that turn doubtful figures away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Paragraph
from transforms.claims.numerals import parse_number
from transforms.claims.rules import CONFIG, Rule, rules_for
from transforms.prose import prose
from transforms.records import Claim

# Years of cited documents and of comparisons are not those of the figures.
_CITED = re.compile(r"《[^》]*》|〔[^号]{0,12}号|[比较与同]20\d\d年")
# What some pattern needs: without it a sentence states no claim, and most lines of a table are skipped.
_TELLING = re.compile(r"申请|结转|公开|发布|复议|诉讼|处理费|答复|办结")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|\d{1,2}月)")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence without blanks; `before` is the text of its paragraph up to it."""

    text: str
    before: str


def find_claims(paragraphs: Sequence[Paragraph], year: int | None) -> list[Claim]:
    """Each figure of the report year that the prose states for sure, in reading order, each value once."""
    rules = rules_for(year)
    found: dict[tuple[str, float], Claim] = {}
    for sentence in _sentences(paragraphs):
        for name, rule in rules.items():
            for value in _values(sentence, rule, year):
                found.setdefault((name, value), Claim(name, value, sentence.text))
    stated = Counter(name for name, _ in found)
    return [claim for claim in found.values() if stated[claim.claim] == 1 or not rules[claim.claim].single]


def _sentences(paragraphs: Sequence[Paragraph]) -> Iterator[_Sentence]:
    for text in prose(paragraphs):
        start = 0
        for part in re.split(r"(?<=[。!?])", text):
            if _TELLING.search(part):
                yield _Sentence(part, text[:start])
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


def _is_sure(sentence: _Sentence, match: re.Match[str], rule: Rule, year: int | None) -> bool:
    """Whether nothing around the figure makes it one of another thing, body or year."""
    text, start, end = sentence.text, match.start(), match.end()
    clause_start = max(text.rfind(stop, 0, start) for stop in ",;:()") + 1
    clause = text[clause_start:end]
    told = "".join([*re.split(r"(?<=[。!?])", sentence.before)[-2:], text[:end]])
    segment = text[max(text.rfind(";", 0, start), -1) + 1 : start]
    return (
        not any(word in clause for word in rule.excluded)
        and not any(word in text[:end] for word in rule.excluded_before)
        and not any(word in text for word in rule.excluded_sentence)
        and (rule.inside or "其中" not in segment + match[0])
        and (not rule.topic or any(word in told for word in rule.topic))
        and (rule.inside or _is_of_year(sentence, clause, start, year))
        and (not rule.dispute or _is_against_the_body(sentence, text[clause_start:start]))
    )


def _is_of_year(sentence: _Sentence, clause: str, start: int, year: int | None) -> bool:
    if any(word in clause for word in CONFIG["other_years"]):
        return False
    named = _YEAR.findall(_CITED.sub("", sentence.text[:start]))
    return not named or year is None or int(named[-1]) == year


def _is_against_the_body(sentence: _Sentence, before: str) -> bool:
    """Not the reviews and suits that a body heard or handled (a justice bureau's, a government's)."""
    if any(word in sentence.text for word in CONFIG["disclosure"]):
        return True
    handled = any(word in before for word in CONFIG["handled"])
    return not handled and "应诉" not in sentence.before + sentence.text
