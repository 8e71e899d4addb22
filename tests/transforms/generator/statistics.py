"""The one table of the form of 2014: a report of its figures, and the document around it."""

from __future__ import annotations

from random import Random

from generator.figures import Report
from generator.grid import PUBLISHER, Grid, Part, Slot, prose
from transforms.forms import STATISTICS, items_of


def statistics_report(rng: Random) -> Report:
    """Figures that break none of the sums: nothing happened, or as much in every row of a sum as fits."""
    report = Report("2014", rng.choice((2015, 2016, 2017)))
    busy = rng.random() < 0.6
    for (row, _), item in items_of("2014", STATISTICS).items():
        if busy and row.startswith(("stats_publicity.by_", "stats_response.", "stats_training.")):
            report.put(item.item, 0 if row.endswith("_by_head") else rng.randrange(500))
        elif rng.random() < 0.1:
            report.dash(item.item, "/")
        else:
            report.put(item.item, 0)
    return report


def statistics_document(report: Report) -> list[Part]:
    """Prose, and the table as its annex."""
    year = report.year
    return [
        prose(
            f"{PUBLISHER}{year}年政府信息公开工作年度报告",
            "一、概述",
            "修订了公开指南，办公地点设在三楼302室。",
            "四、存在的问题和改进措施",
            "更新不够及时。",
            f"附件：政府信息公开情况统计表（{year}年度）",
        ),
        Part(STATISTICS, [[Slot(text, "header") for text in ("统计指标", "单位", "统计数")], *_rows(report)]),
        prose("填报人：（略）"),
    ]


def _rows(report: Report) -> Grid:
    """A row for every item, and one without a figure for each label that heads several."""
    grid: Grid = []
    done: set[tuple[str, ...]] = set()
    for item in items_of("2014", STATISTICS).values():
        path = tuple(item.row_label_zh.split("/"))
        for depth in range(1, len(path)):
            if path[:depth] not in done and len(path[depth - 1]) > 3:
                grid.append([Slot(path[depth - 1], "block"), Slot("——", "unit"), Slot("——", "unit")])
            done.add(path[:depth])
        done.add(path)
        value = Slot(report.printed[item.item], "value", item=item.item)
        grid.append([Slot(path[-1]), Slot(item.unit, "unit"), value])
    return grid


def another_column(parts: list[Part], rng: Random) -> None:
    """A second column of figures, last year's or a part's, before or behind the report's own."""
    first = rng.random() < 0.5
    title = rng.choice(("上年数", "其中：本级", "累计"))
    for part in (part for part in parts if part.section == STATISTICS):
        for row in part.rows:
            role = row[-1].role
            text = title if role == "header" else str(rng.randrange(90)) if role == "value" else "——"
            row.insert(2 if first else 3, Slot(text, role))
