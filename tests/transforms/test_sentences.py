"""Golden sentences with the claims they state, and sound reports whose prose must contradict nothing."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from generator.figures import make_report

from extractors.document import Paragraph
from transforms.claims import check_claims, find_claims
from transforms.forms import items_of
from transforms.prose import prose
from transforms.records import Cell

SENTENCES: list[tuple[str, dict[str, Any]]] = yaml.load(
    Path(__file__).with_name("sentences.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)
YEAR = 2021
RECEIVED = [
    "{y}年，全市共收到政府信息公开申请{received}件，上年结转{carried_in}件，办结{concluded}件，结转下年度{carried_out}件。",
    "本年新收政府信息公开申请{chinese}件，其中自然人申请{person}件。",
    "{last}年收到政府信息公开申请{other}件，{y}年收到政府信息公开申请{received}件。",
    "全年共受理依申请公开{handled}件，全部按期办理。办理人大代表建议{other}件、政协提案{other}件。",
    "{y}年共收到政府信息公开申请{handled}件（含上年结转{carried_in}件）。",
    "截至{y}年12月31日，收到政府信息公开申请{about}余件。",
    "市本级收到政府信息公开申请{part}件，全市共收到政府信息公开申请{received}件。",
    "其中市政府办公室代表市政府收到政府信息公开申请{part}件。",
]
DISPUTES = [
    "因政府信息公开被申请行政复议{review}件，提起行政诉讼{suits}件。",
    "全市共受理行政复议案件{other}件，办理行政应诉案件{other}件。",
    "行政复议{review}件，直接提起行政诉讼{direct}件。",
]


@pytest.mark.parametrize(("sentence", "claims"), SENTENCES, ids=lambda one: str(one)[:40])
def test_golden_sentences(sentence: str, claims: dict[str, Any]) -> None:
    found: dict[str, list[float]] = {}
    for claim in find_claims(prose([Paragraph(sentence, "line 1")]), YEAR):
        found.setdefault(claim.claim, []).append(claim.value)
    assert found == {name: value if isinstance(value, list) else [value] for name, value in claims.items()}


def cells_of(seed: int) -> dict[str, Cell]:
    truth = make_report(Random(seed), "2021").truth  # noqa: S311
    places = {
        i.item: i for section in ("applications", "disputes") for i in items_of("2021", section).values()
    }
    return {
        item: Cell(item, place.section, place.row, place.column, "number", value, f"{value:g}", "件", "here")
        for item, place in places.items()
        if (value := truth[item][1]) is not None
    }


def in_chinese(number: int) -> str:
    """Under ten thousand, as prose spells it."""
    if number == 0:
        return "零"
    text, zero = "", False
    for rank, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, rank)
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + word
        zero = not digit
    return text.removeprefix("一") if text.startswith("一十") else text


def figures(cells: dict[str, Cell], rng: Random) -> dict[str, object] | None:
    totals = {row: cells.get(f"applications.{row}.total") for row in ("received", "carried_in", "concluded")}
    if not all(totals.values()):
        return None
    value = {name: int(cell.value or 0) for name, cell in totals.items() if cell}

    def of(item: str) -> int:
        return int(cells[item].value or 0) if item in cells else 0

    received = value["received"]
    handled = received + value["carried_in"]
    step = 10 ** max(len(str(received)) - 2, 0)
    direct = of("disputes.litigation_direct.total")
    return {
        **value,
        "y": YEAR,
        "last": YEAR - 1,
        "carried_out": handled - value["concluded"],
        "chinese": in_chinese(received) if received < 10_000 else received,
        "person": of("applications.received.natural_person"),
        "handled": handled,
        "about": received // step * step,
        "part": rng.randrange(received + 1),
        "other": rng.randrange(1, 400),
        "review": of("disputes.review.total"),
        "direct": direct,
        "suits": direct + of("disputes.litigation_after_review.total"),
    }


@pytest.mark.parametrize("wording", [*RECEIVED, *DISPUTES])
def test_the_prose_of_sound_reports_disagrees_with_nothing(wording: str) -> None:
    rng = Random(7)  # noqa: S311
    agreeing = 0
    for seed in range(60):
        cells = cells_of(seed)
        told = figures(cells, rng)
        if told is None or any(
            f"disputes.{row}.total" not in cells
            for row in ("review", "litigation_direct", "litigation_after_review")
        ):
            continue
        claims = find_claims(prose([Paragraph(wording.format(**told), "line 1")]), YEAR)
        checked, findings = check_claims(claims, cells, "unknown")
        assert findings == [], (wording.format(**told), findings)
        agreeing += any(claim.agrees for claim in checked)
    assert agreeing > 5 or "办公室代表" in wording or "应诉" in wording


@pytest.mark.parametrize("wording", [RECEIVED[0], RECEIVED[2]])
def test_prose_that_contradicts_the_table_is_found(wording: str) -> None:
    cells = cells_of(4)
    told = figures(cells, Random(1))  # noqa: S311
    assert told is not None
    told["received"] = int(str(told["received"])) + 7
    claims = find_claims(prose([Paragraph(wording.format(**told), "line 1")]), YEAR)
    assert [f.rule for f in check_claims(claims, cells, "unknown")[1]] == ["narrative.disagrees"]
