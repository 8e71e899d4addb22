"""Checks across documents, on lakes whose truth is known: pass, fail and what cannot be told."""

from __future__ import annotations

import random
import re
from pathlib import Path

from lake_builder import Lake, rows

from warehouse.checks import checks

ROOT = Path(__file__).parents[2]
OLD = ("2019", "2019", "2019")
COLUMNS = (
    "natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org", "total",
)  # fmt: skip
Cells = dict[str, float | str]


def outcome(root: Path, report_id: str, rule: str) -> tuple[object, object]:
    (row,) = rows(root, "FROM check_results WHERE report_id = ? AND rule = ?", report_id, rule)
    return row["outcome"], row["reason"]


def found(root: Path, rule: str) -> list[tuple[object, ...]]:
    return [
        (row["report_id"], row["item"], row["actual"], row["expected"])
        for row in rows(root, "FROM findings WHERE rule = ? ORDER BY report_id, item", rule)
    ]


# The page and the data


def test_every_rule_that_the_code_can_name_is_explained() -> None:
    known = {check.rule for check in checks()}
    sources = [*(ROOT / "transforms").rglob("*.py"), *(ROOT / "transforms").rglob("*.yml")]
    prefixes = "|".join(sorted({rule.partition(".")[0] for rule in known}))
    named = {
        rule
        for path in sources
        for rule in re.findall(
            rf'(?:rule[:=] ?"?|")((?:{prefixes})\.[a-z_]+)\b(?!\.)', path.read_text("utf-8")
        )
        if not rule.endswith((".yml", ".csv"))
    }
    assert named - known == set()


def test_severities_are_those_that_the_code_gives() -> None:
    known = {check.rule: check.severity.split(", ") for check in checks()}
    for path in (ROOT / "transforms").rglob("*.py"):
        for rule, severity in re.findall(r'Finding\(\s*"([a-z_.]+)",\s*"([a-z]+)"', path.read_text("utf-8")):
            assert severity in known[rule], rule


def test_every_check_is_explained_in_both_languages() -> None:
    for check in checks():
        for text in (check.meaning, check.action):
            english, _, chinese = text.partition(" | ")
            assert english, check.rule
            assert re.search("[一-龥]", chinese), check.rule
        assert (check.query is None) == (check.message is None) == (check.cause is None), check.rule


# The carry-over chain


def test_carry_over_passes_fails_or_says_why_not(lake: Lake) -> None:
    out: Cells = {f"applications.carried_out.{c}": n for n, c in enumerate(COLUMNS)}
    into: Cells = {f"applications.carried_in.{c}": n for n, c in enumerate(COLUMNS)}
    first = lake.report("131102", 2019, out, forms=OLD)
    good = lake.report("131102", 2020, out | into, forms=OLD)
    bad = lake.report("131102", 2021, out | into | {"applications.carried_in.research": 9})
    blank = lake.report("131102", 2022, dict.fromkeys(into, "blank") | out)
    later = lake.report("131102", 2024, into)
    root = lake.built()
    assert outcome(root, first, "year.carry_over") == ("not_assessable", "no_year_before")
    assert outcome(root, good, "year.carry_over") == ("pass", None)
    assert outcome(root, bad, "year.carry_over") == ("fail", None)
    assert outcome(root, blank, "year.carry_over") == ("not_assessable", "no_number")
    assert outcome(root, later, "year.carry_over") == ("not_assessable", "no_year_before")
    assert found(root, "year.carry_over") == [(bad, "applications.carried_in.research", 9, 2)]
    (row,) = rows(root, "FROM check_results WHERE report_id = ? AND rule = 'year.carry_over'", bad)
    assert (row["passed"], row["failed"], row["not_assessable"], row["other_report_id"]) == (6, 1, 0, good)


def test_another_scope_is_no_contradiction(lake: Lake) -> None:
    lake.report("131102", 2021, {"applications.carried_out.total": 3}, scope="own")
    after = lake.report("131102", 2022, scope="consolidated")
    root = lake.built()
    assert outcome(root, after, "year.carry_over") == ("not_assessable", "scope_changed")
    assert found(root, "year.carry_over") == []


def test_a_body_is_the_same_under_another_spelling_of_its_name(lake: Lake) -> None:
    out: Cells = {"applications.carried_out.total": 3}
    lake.report("131102", 2021, out, publisher="桃城区人民政府")
    government = lake.report("131102", 2022, publisher="衡水市桃城区人民政府")
    lake.report("131103", 2021, out, publisher="冀州区教育局", publisher_level="department")
    office = lake.report("131103", 2022, publisher="河北省衡水市冀州区教育局", publisher_level="department")
    other = lake.report("131121", 2022, publisher="枣强县教育局", publisher_level="department")
    root = lake.built()
    assert [row[0] for row in found(root, "year.carry_over")] == sorted([government, office])
    assert outcome(root, other, "year.carry_over") == ("not_assessable", "no_year_before")


# Stocks


def test_documents_in_force_follow_from_the_year_before(lake: Lake) -> None:
    kind = "disclosure.normative_documents"
    lake.report("131102", 2021, {f"{kind}.in_force": 40})
    good = lake.report("131102", 2022, {f"{kind}.in_force": 42, f"{kind}.issued": 5, f"{kind}.repealed": 3})
    bad = lake.report("131102", 2023, {f"{kind}.in_force": 40, f"{kind}.issued": 1, f"{kind}.repealed": 0})
    root = lake.built()
    assert outcome(root, good, "year.stock") == ("pass", None)
    assert found(root, "year.stock") == [(bad, f"{kind}.in_force", 40, 43)]


def test_the_items_of_last_year_are_those_that_the_year_before_ended_with(lake: Lake) -> None:
    kind = "disclosure.licensing"
    lake.report("131102", 2019, {f"{kind}.items_last_year": 100, f"{kind}.items_change": -8}, forms=OLD)
    after = lake.report("131102", 2020, {f"{kind}.items_last_year": 95}, forms=OLD)
    crossing = lake.report("131102", 2021, {"disclosure.normative_documents.in_force": 7})
    root = lake.built()
    assert found(root, "year.stock") == [(after, f"{kind}.items_last_year", 95, 92)]
    assert outcome(root, crossing, "year.stock") == ("not_assessable", "no_number_before"), (
        "a published stock is none"
    )


# Others


def test_a_table_taken_from_last_year_is_seen(lake: Lake) -> None:
    same: Cells = {
        "applications.received.total": 37,
        "applications.granted.total": 30,
        "applications.concluded.total": 37,
    }
    lake.report("131102", 2021, same)
    copied = lake.report("131102", 2022, same)
    lake.report("131102", 2023, same | {"applications.granted.total": 29})
    few = lake.report("131103", 2022, {"applications.received.total": 2})
    lake.report("131103", 2021, {"applications.received.total": 2})
    root = lake.built()
    assert [row[0] for row in found(root, "year.repeated")] == [copied]
    assert outcome(root, few, "year.repeated") == ("not_assessable", "too_few")


def test_a_consolidated_report_holds_its_parts(lake: Lake) -> None:
    received = "applications.received.total"
    for code, number in (("131102", 60), ("131103", 50), ("131121", 10)):
        for year in (2021, 2022, 2023):
            lake.report(code, year, {received: number})
    small = lake.report("131100", 2021, {received: 100}, scope="consolidated")
    large = lake.report("131100", 2022, {received: 150}, scope="consolidated")
    own = lake.report("131100", 2023, {received: 1}, scope="own")
    root = lake.built()
    assert found(root, "level.children") == [(small, received, 100, 120)]
    assert outcome(root, large, "level.children") == ("pass", None)
    assert outcome(root, own, "level.children") == ("not_assessable", "scope_own")


def test_two_reports_of_one_body_are_held_against_each_other(lake: Lake) -> None:
    one = lake.report(
        "131102",
        2021,
        {"applications.received.total": 5},
        publisher="桃城区教育局",
        publisher_level="department",
    )
    two = lake.report(
        "131102",
        2021,
        {"applications.received.total": 6},
        publisher="衡水市桃城区教育局",
        publisher_level="department",
    )
    root = lake.built()
    assert found(root, "bodies.disagree") == [
        (one, "applications.received.total", 5, 6),
        (two, "applications.received.total", 6, 5),
    ]


def test_a_jump_of_a_unit_is_seen_against_history_and_peers(lake: Lake) -> None:
    fees = "disclosure.fees.amount"
    for year in (2021, 2022, 2024):
        lake.report("131102", year, {fees: 7545})
    slip = lake.report("131102", 2023, {fees: 75450000})
    root = lake.built()
    assert found(root, "year.jump") == [(slip, fees, 75450000, 7545)]
    assert outcome(root, slip, "level.peers") == ("not_assessable", "too_few_peers")


def test_random_chains_fail_where_and_only_where_they_were_broken(lake: Lake) -> None:
    """Reports of many bodies over the years, each column carried on or, now and then, not."""
    chance = random.Random(7)  # noqa: S311
    broken = []
    for number in range(25):
        last: dict[str, int] = {}
        for year in range(2019, 2025):
            if chance.random() < 0.15:
                last = {}
                continue
            into = {c: last.get(c, chance.randint(0, 5)) for c in COLUMNS}
            slips = {c for c in COLUMNS if last and chance.random() < 0.05}
            into |= {c: into[c] + chance.randint(1, 3) for c in slips}
            last = {c: chance.randint(0, 5) for c in COLUMNS}
            cells: Cells = {f"applications.carried_in.{c}": into[c] for c in COLUMNS}
            cells |= {f"applications.carried_out.{c}": last[c] for c in COLUMNS}
            forms = (None, "2019" if year < 2021 else "2021", None)
            name = f"机关{number}局"
            report = lake.report(
                "131102", year, cells, publisher=name, publisher_level="department", forms=forms
            )
            broken += [(report, f"applications.carried_in.{c}") for c in slips]
    assert broken, "the sample has slips"
    root = lake.built()
    assert [row[:2] for row in found(root, "year.carry_over")] == sorted(broken)
    failed = {
        row["report_id"]
        for row in rows(root, "FROM check_results WHERE outcome = 'fail' AND rule = 'year.carry_over'")
    }
    assert failed == {report for report, _ in broken}
