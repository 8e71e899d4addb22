"""Answers on a lake whose truth is known, recomputed in pandas and NumPy without our SQL or data."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from lake_builder import DIVISIONS, Lake, form_items

from warehouse.query import connect

YEARS = range(2019, 2024)
REFUSED = (
    "state_secret", "prohibited_by_law", "safety_stability", "third_party", "internal_affairs",
    "process_information", "enforcement_file", "administrative_inquiry",
)  # fmt: skip
A = "applications."
# Numerator, denominator (added, subtracted), least denominator: written down anew from the words.
DEFINITIONS: dict[str, tuple[list[str], list[str], list[str], int]] = {
    "disclosure_rate": ([A + "granted.total", A + "granted_in_part.total"], [A + "concluded.total"], [], 30),
    "refusal_rate": ([f"{A}refused_{ground}.total" for ground in REFUSED], [A + "concluded.total"], [], 30),
    "carry_over_rate": ([A + "carried_out.total"], [A + "received.total", A + "carried_in.total"], [], 30),
    "natural_person_share": ([A + "received.natural_person"], [A + "received.total"], [], 30),
    "review_correction_rate": (
        ["disputes.review.corrected"],
        ["disputes.review.total"],
        ["disputes.review.pending"],
        10,
    ),
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, pd.DataFrame]:
    """Random figures, a tenth of them no numbers, some reports lacking; and the same figures as a frame."""
    chance = np.random.default_rng(20260101)
    lake = Lake(tmp_path_factory.mktemp("seeded") / "lake")
    items = [row["item"] for section in ("applications", "disputes") for row in form_items("2021", section)]
    truth = []
    for code, _, level, *_ in DIVISIONS:
        for year in YEARS:
            if chance.random() < 0.2:
                continue
            cells: dict[str, float | str] = dict(
                zip(items, chance.integers(0, 6, len(items)).tolist(), strict=True)
            )
            for item in ("received.total", "concluded.total", "carried_in.total"):
                cells[A + item] = int(chance.integers(10, 90))
            for item in chance.choice(items, 8, replace=False):
                cells[str(item)] = str(chance.choice(["blank", "placeholder", "missing"]))
            lake.report(code, year, cells, forms=(None, "2021", "2021"))
            figures = {item: value if isinstance(value, int) else math.nan for item, value in cells.items()}
            truth.append({"division_code": code, "level": level, "year": year, **figures})
    return lake.built(), pd.DataFrame(truth)


def expected(truth: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Value and interval of every report by the definition in words; a part above its whole gives none."""
    parts, wholes, without, least = DEFINITIONS[indicator]
    frame = truth[["division_code", "level", "year"]].copy()
    frame["k"] = truth[parts].sum(axis=1, skipna=False)
    frame["n"] = truth[wholes].sum(axis=1, skipna=False) - truth[without].sum(axis=1, skipna=False)
    known = frame["k"].notna() & frame["n"].notna() & (frame["n"] > 0) & (frame["k"] <= frame["n"])
    frame["value"] = (frame["k"] / frame["n"]).where(known)
    frame["small"] = known & (frame["n"] < least)
    return frame


def wilson(k: float, n: float) -> list[float]:
    """Where the score test just rejects: the roots of (k/n - p)² = z² p (1 - p) / n."""
    z2 = 1.959963984540054**2
    return sorted(np.clip(np.roots([1 + z2 / n, -(2 * k / n + z2 / n), (k / n) ** 2]).real, 0, 1))


def ask(lake: Path, query: str, *values: object) -> pd.DataFrame:
    with connect(lake) as connection:
        return connection.sql(query, params=list(values)).df()


@pytest.mark.parametrize("indicator", DEFINITIONS)
def test_values_intervals_and_flags(seeded: tuple[Path, pd.DataFrame], indicator: str) -> None:
    lake, truth = seeded
    found = ask(lake, "FROM panel WHERE indicator = ? ORDER BY division_code, year", indicator)
    wanted = expected(truth, indicator).sort_values(["division_code", "year"], ignore_index=True)
    assert len(found) == len(wanted) > 20
    np.testing.assert_allclose(found["value"], wanted["value"], rtol=1e-12)
    assert ((found["flag"] == "small_n") == wanted["small"]).all()
    assert (found["flag"].notna() | found["value"].notna()).all(), "what has no value says why"
    for row, k, n in zip(found.itertuples(), wanted["k"], wanted["n"], strict=True):
        if not math.isnan(row.value):
            np.testing.assert_allclose([row.low, row.high], wilson(k, n), atol=1e-7)


@pytest.mark.parametrize("level", [None, "county"])
def test_ranks_ties_and_how_many(seeded: tuple[Path, pd.DataFrame], level: str | None) -> None:
    lake, truth = seeded
    found = ask(lake, "FROM compare('natural_person_share', 2021, ?) ORDER BY division_code", level)
    wanted = expected(truth, "natural_person_share").query("year == 2021").sort_values("division_code")
    wanted = wanted[wanted["level"] == level] if level else wanted
    ranks = wanted["value"].rank(method="min", ascending=False)
    np.testing.assert_array_equal(found["rank"].astype(float), ranks)
    ties = wanted["value"].map(wanted["value"].value_counts())
    np.testing.assert_array_equal(found["ties"].astype(float), ties)
    assert set(found["n"]) == {wanted["value"].notna().sum()}


def test_quartiles_of_peers(seeded: tuple[Path, pd.DataFrame]) -> None:
    lake, truth = seeded
    rates = expected(truth, "disclosure_rate")
    counties = rates[(rates["level"] == "county") & rates["division_code"].str.startswith("13")]
    for year in YEARS:
        found = ask(lake, "FROM peers('131102', ?, 'disclosure_rate')", year)
        wanted = counties[counties["year"] == year]
        if "131102" not in set(wanted["division_code"]):
            assert found.empty
            continue
        quartiles = np.nanpercentile(wanted["value"], [25, 50, 75])
        columns = ["lower_quartile", "median", "upper_quartile"]
        np.testing.assert_allclose(found[columns].iloc[0].astype(float), quartiles)


def test_changes_from_year_to_year(seeded: tuple[Path, pd.DataFrame]) -> None:
    lake, truth = seeded
    for code in truth["division_code"].unique():
        own = expected(truth, "disclosure_rate").query("division_code == @code").set_index("year")["value"]
        own = own.reindex(range(own.index.min(), own.index.max() + 1))
        found = ask(lake, "FROM trend('disclosure_rate', ?)", code)
        assert list(found["year"]) == list(own.index)
        np.testing.assert_allclose(found["change"], own.diff(), rtol=1e-9, atol=1e-12)


def test_the_latest_values(seeded: tuple[Path, pd.DataFrame]) -> None:
    lake, truth = seeded
    known = expected(truth, "refusal_rate").dropna(subset="value").sort_values("year")
    wanted = known.groupby("division_code").last()
    found = ask(lake, "FROM latest('refusal_rate') ORDER BY division_code")
    assert list(found["division_code"]) == list(wanted.index)
    assert list(found["year"]) == list(wanted["year"])
    np.testing.assert_allclose(found["value"], wanted["value"])


def test_outcomes_pooled_over_counties(seeded: tuple[Path, pd.DataFrame]) -> None:
    lake, truth = seeded
    county = truth[(truth["level"] == "county") & (truth["year"] == 2022)]
    concluded = county[A + "concluded.total"]
    for row in ask(lake, "FROM outcome_mix(NULL, 2022, level := 'county')").itertuples():
        part = county[f"{A}{row.outcome}.total"]
        both = part.notna() & concluded.notna()
        assert (row.reports, row.not_told) == (both.sum(), (part.isna() & concluded.notna()).sum())
        np.testing.assert_allclose(row.share, part[both].sum() / concluded[both].sum())


def test_counties_pooled_on_the_map(seeded: tuple[Path, pd.DataFrame]) -> None:
    lake, truth = seeded
    rates = expected(truth, "disclosure_rate").query("level == 'county' and year == 2022")
    found = ask(lake, "FROM province_map('disclosure_rate', 2022) WHERE n > 0").set_index("division_code")
    for code, counties in rates.dropna(subset="value").groupby(rates["division_code"].str[:2] + "0000"):
        assert found.loc[code, "n"] == len(counties)
        assert found.loc[code, "pooled_numerator"] == counties["k"].sum()
        assert found.loc[code, "pooled_denominator"] == counties["n"].sum()
