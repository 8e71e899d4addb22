"""What a report prints in its standard tables: figures invented so that every sum of the forms holds."""

from __future__ import annotations

import random
from dataclasses import dataclass

COLUMNS = ("natural_person", "enterprise", "research", "public_welfare", "legal_service", "other_org")
OUTCOMES = (
    "granted",
    "granted_in_part",
    "refused_state_secret",
    "refused_prohibited_by_law",
    "refused_safety_stability",
    "refused_third_party",
    "refused_internal_affairs",
    "refused_process_information",
    "refused_enforcement_file",
    "refused_administrative_inquiry",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_excessive",
    "rejected_reconfirmation",
)
CLOSED = {"2021": ("closed_no_correction", "closed_no_payment", "closed_other"), "2019": ("closed_all",)}
BLOCKS = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other_result", "pending")


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed cell: what stands there, and what it means."""

    text: str
    value: int | float | None
    state: str = "number"


Figures = dict[str, Figure]


def number(value: int) -> Figure:
    """A count as it is typed."""
    return Figure(str(value), value)


def plain(value: int | float) -> str:
    """A figure as a clerk types it: no trailing .0."""
    return str(value).removesuffix(".0")


def blank(text: str = "") -> Figure:
    """A cell that is there and empty."""
    return Figure(text, None, "blank")


def placeholder(text: str) -> Figure:
    """A cell that holds a dash or a word for nothing."""
    return Figure(text, None, "placeholder")


def unreadable(text: str) -> Figure:
    """A cell that holds no one number."""
    return Figure(text, None, "unreadable")


MISSING = Figure("", None, "missing")


def dice(seed: str) -> random.Random:
    """The dice of one document: the same for the same name."""
    return random.Random(seed)  # noqa: S311 - invented figures, no secrets


def application_rows(form: str) -> tuple[str, ...]:
    """The rows of the applications table in their printed order."""
    return ("received", "carried_in", *OUTCOMES, *CLOSED[form], "concluded", "carried_out")


def applications(roll: random.Random, form: str, size: int, spread: float = 0.35) -> Figures:
    """The applications table of a body with about `size` requests; columns after the first hold `spread`."""
    parts = (*OUTCOMES, *CLOSED[form])
    counts: dict[tuple[str, str], int] = {}
    for position, column in enumerate(COLUMNS):
        requests = size if position == 0 else int(size * spread * roll.random() / (position + 1))
        column_counts = _spread(roll, requests, len(parts))
        counts |= {(row, column): count for row, count in zip(parts, column_counts, strict=True)}
        left = roll.randint(0, requests // 8)
        brought = roll.randint(0, min(requests + left, max(1, requests // 10)))
        counts["concluded", column] = requests
        counts["carried_out", column] = left
        counts["carried_in", column] = brought
        counts["received", column] = requests + left - brought
    figures: Figures = {}
    for row in application_rows(form):
        values = [counts[row, column] for column in COLUMNS]
        for column, value in zip((*COLUMNS, "total"), (*values, sum(values)), strict=True):
            figures[f"applications.{row}.{column}"] = number(value)
    return figures


def _spread(roll: random.Random, total: int, parts: int) -> list[int]:
    """`total` requests over outcomes, most of them in a few."""
    weights = [roll.random() ** 4 for _ in range(parts)]
    counts = [0] * parts
    for _ in range(total):
        counts[roll.choices(range(parts), weights)[0]] += 1
    return counts


def disputes(roll: random.Random, most: int) -> Figures:
    """The table of reviews and lawsuits, at most `most` cases a result."""
    figures: Figures = {}
    for block in BLOCKS:
        counts = [roll.randint(0, most) if roll.random() < 0.6 else 0 for _ in RESULTS]
        for result, count in zip((*RESULTS, "total"), (*counts, sum(counts)), strict=True):
            figures[f"disputes.{block}.{result}"] = number(count)
    return figures


def disclosure_2021(roll: random.Random, size: int) -> Figures:
    """The disclosure table of 2021 of a body that takes about `size` licence decisions."""
    names = [f"{kind}.{column}" for kind in ("regulations", "normative_documents")
             for column in ("issued", "repealed", "in_force")]  # fmt: skip
    values = [0, 0, roll.choice((0, 0, 3)), roll.randint(0, 19), roll.randint(0, 9), roll.randint(10, 140)]
    figures = {f"disclosure.{name}": number(value) for name, value in zip(names, values, strict=True)}
    figures["disclosure.licensing.decisions"] = number(roll.randint(size // 2, size * 2))
    figures["disclosure.penalties.decisions"] = number(roll.randint(0, size))
    figures["disclosure.coercion.decisions"] = number(roll.randint(0, size // 5 + 1))
    cents = roll.randint(1, size * 120 + 1)
    figures["disclosure.fees.amount"] = Figure(plain(cents / 100), cents / 100)
    return figures


def disclosure_2019(roll: random.Random, size: int) -> Figures:
    """The disclosure table of 2019, its changes signed and its amount with its unit."""
    figures: Figures = {}
    for kind, least in (("regulations", 0), ("normative_documents", 2)):
        made = roll.randint(least, 14) if least else 0
        new = made + roll.randint(0, 2) if least else 0
        for column, value in (
            ("made", made),
            ("newly_disclosed", new),
            ("disclosed_stock", new + 20 * least),
        ):
            figures[f"disclosure.{kind}.{column}"] = number(value)
    for kind in ("licensing", "other_services", "penalties", "coercion"):
        figures[f"disclosure.{kind}.items_last_year"] = number(roll.randint(4, 900))
        figures[f"disclosure.{kind}.items_change"] = number(roll.randint(-12, 12))
        figures[f"disclosure.{kind}.decisions"] = number(roll.randint(0, size * 2))
    figures["disclosure.fees.items_last_year"] = number(roll.randint(0, 30))
    figures["disclosure.fees.items_change"] = number(roll.randint(-2, 2))
    figures["disclosure.procurement.projects"] = number(roll.randint(1, 160))
    cents = roll.randint(100, 900000)
    figures["disclosure.procurement.amount"] = Figure(f"{cents / 100:.2f}万元", cents / 100)
    return figures


def statistics_2014(roll: random.Random, size: int) -> Figures:
    """The one table of 2014; channels add up to more than the total, as they do in print."""
    draw = roll.randint
    values: dict[str, int | float] = {}
    channels = {"gazette": draw(0, 60), "website": draw(size, 9 * size), "weibo": draw(0, size),
                "wechat": draw(0, size), "other": draw(0, 90)}  # fmt: skip
    total = max(channels.values()) + draw(0, 40)
    values |= {"publicity.disclosed_total": total, "publicity.normative_documents_disclosed": draw(0, 20)}
    values["publicity.normative_documents_made"] = draw(0, 25)
    values |= {f"publicity.by_{name}": count for name, count in channels.items()}
    values |= {"response.events": draw(0, 50)}
    for name in ("press_conferences", "online_interviews"):
        held = draw(0, 14)
        values |= {f"response.{name}": held, f"response.{name}_by_head": draw(0, held)}
    values |= {f"response.{name}": draw(0, 90)
               for name in ("policy_explanations", "social_media_responses", "other_responses")}  # fmt: skip
    values |= _requests_2014(roll, size)
    for kind in ("review", "litigation"):
        cases = {name: draw(0, 4) for name in ("upheld", "corrected", "other")}
        values |= {f"disputes.{kind}_total": sum(cases.values())}
        values |= {f"disputes.{kind}_{name}": count for name, count in cases.items()}
    full, part = draw(0, 40), draw(1, 90)
    values |= {"complaints.total": draw(0, 2), "fees.amount": draw(0, 90) / 100}
    values |= {"resources.offices": draw(1, 30), "resources.reading_points": draw(1, 60)}
    values |= {"resources.staff": full + part, "resources.staff_full_time": full}
    values |= {"resources.staff_part_time": part, "resources.budget": draw(0, 900) / 10}
    values |= {f"training.{name}": draw(1, 20) for name in ("meetings", "courses")}
    values["training.people_trained"] = draw(20, 1400)
    return {f"stats_{name}.value": Figure(plain(value), value) for name, value in values.items()}


def _requests_2014(roll: random.Random, size: int) -> dict[str, int | float]:
    refused = {name: roll.randint(0, 3) for name in
               ("state_secret", "trade_secret", "privacy", "safety_stability",
                "not_government_information", "other_law")}  # fmt: skip
    kinds = ("already_public", "granted", "granted_in_part", "other_agency", "not_exist",
             "needs_amendment", "other_channel")  # fmt: skip
    answers = {name: roll.randint(0, size // 4 + 1) for name in kinds} | {"refused": sum(refused.values())}
    answered = sum(answers.values())
    late = roll.randint(0, answered // 5)
    ways = _spread(roll, answered + 1, 4)
    values: dict[str, int | float] = {"requests.received": answered + 1, "requests.closed": answered}
    values |= {f"requests.received_{way}": count for way, count in
               zip(("in_person", "by_fax", "online", "by_letter"), ways, strict=True)}  # fmt: skip
    values |= {"requests.closed_on_time": answered - late, "requests.closed_extended": late}
    values |= {"requests.answered": answered}
    values |= {f"requests.answered_{name}": count for name, count in answers.items()}
    values |= {f"requests.refused_{name}": count for name, count in refused.items()}
    return values
