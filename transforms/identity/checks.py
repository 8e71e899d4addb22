"""Checks that need only identity: legal deadlines and the form a year leads one to expect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from transforms.divisions import level_of
from transforms.forms import form_for, forms
from transforms.forms.measures import at_most
from transforms.records import Cell, Finding, Identity
from transforms.values import shown

# 条例 (2019) art. 49 sets 31 January for departments; the 2008 Regulation had one date, 31 March, for all.
_TWO_DEADLINES_SINCE = 2019
_GOVERNMENTS = ("province", "prefecture", "county", "zone")
_DEPARTMENTS = ("department", "central")
# Bodies that report what their government makes.
_OFFICE_OR_JUSTICE = re.compile(r"(人民政府|政府)(办公室|办公厅)$|司法[局厅]$|法制办公室$")


def deadline(identity: Identity) -> date | None:
    """The last legal day of publication, or None where the law names none or the body is not known."""
    if identity.year is None or not _has_deadline(identity):
        return None
    early = identity.publisher_level in _DEPARTMENTS and identity.year >= _TWO_DEADLINES_SINCE
    return date(identity.year + 1, 1, 31) if early else date(identity.year + 1, 3, 31)


def days_late(identity: Identity) -> int | None:
    """Days from the deadline to publication, negative before it; None where either is not known."""
    last = deadline(identity)
    if last is None or identity.published_on is None:
        return None
    return (date.fromisoformat(identity.published_on) - last).days


def late_finding(identity: Identity) -> Finding | None:
    """`report.late` for a report published after its deadline."""
    late, last = days_late(identity), deadline(identity)
    if late is None or last is None or late <= 0:
        return None
    message = (
        f"published on {identity.published_on}, {late} days after the legal deadline of {last.isoformat()} "
        f"for the report on {identity.year}"
    )
    return Finding("report.late", "warning", message, "source", actual=late, expected=0)


def form_findings(identity: Identity, found_forms: Mapping[str, str | None]) -> list[Finding]:
    """`form.unexpected` for each table on another form than its year leads one to expect.

    The table of disputes is the same in 2019 and 2021, so it counts only where no other table tells the form.
    """
    if identity.year is None:
        return []
    telling = [name for name in ("disclosure", "applications") if found_forms.get(name)] or ["disputes"]
    found = []
    for section in telling:
        form, expected = found_forms.get(section), _expected(section, identity.year)
        if form and form != expected:
            message = f"the table of {section} has the {form} form where {identity.year} calls for {expected}"
            found.append(Finding("form.unexpected", "warning", message, "source", section))
    return found


def _expected(section: str, year: int) -> str:
    """Before there was a table of this section, reports had the one table of 2014."""
    form = form_for(section, year)
    return form if forms()[form] <= year else "2014"


def implausible_findings(identity: Identity, cells: Sequence[Cell]) -> list[Finding]:
    """`value.implausible` for what such a body can hardly have."""
    return [*_too_large(identity, cells), *_no_power(identity, cells)]


def _too_large(identity: Identity, cells: Iterable[Cell]) -> list[Finding]:
    """Figures that no body of this level has."""
    level = _level(identity)
    return [
        Finding(
            "value.implausible",
            "warning",
            f"{cell.item} ({cell.locator}) is {shown(cell.value)}, and no such body is known to have "
            f"more than {shown(at_most(cell.item, level))}",
            "unknown",
            cell.item,
            cell.value,
        )
        for cell in cells
        if cell.value and cell.value > at_most(cell.item, level)
    ]


def _level(identity: Identity) -> str | None:
    """The level of the place; a department's is told by its code, a zone may be as large as a prefecture."""
    level, code = identity.publisher_level, identity.division_code
    if level == "zone":
        return "prefecture"
    return level_of(code) if level == "department" and code is not None else level


def _no_power(identity: Identity, cells: Iterable[Cell]) -> list[Finding]:
    """Regulations (规章) told by a body that has no power to make them.

    They are made by ministries and by the governments of provinces and of cities with districts (立法法,
    2015); the office of such a government tells those of its government.
    """
    if identity.publisher_level is None or _may_make_regulations(identity):
        return []
    found = []
    for cell in cells:
        if cell.value and cell.row == "regulations" and cell.section == "disclosure":
            message = (
                f"{cell.item} ({cell.locator}) is {shown(cell.value)}, but {identity.publisher} has no power "
                "to make regulations (规章): perhaps a figure of the row below"
            )
            found.append(
                Finding("value.implausible", "warning", message, "unknown", cell.item, cell.value, 0.0)
            )
    return found


def _may_make_regulations(identity: Identity) -> bool:
    if identity.publisher_level in ("central", "province", "prefecture"):
        return True
    # A county's code ends in its own two digits, that of a province or prefecture in 00.
    above_county = (identity.division_code or "00").endswith("00")
    return above_county and bool(_OFFICE_OR_JUSTICE.search(identity.publisher or ""))


def _has_deadline(identity: Identity) -> bool:
    level = identity.publisher_level
    # A city that no list knows may be of either level: its government has a deadline all the same.
    unlisted = level is None and (identity.publisher or "").endswith("人民政府")
    return unlisted or level in _GOVERNMENTS or level in _DEPARTMENTS
