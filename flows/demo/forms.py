"""The labels of the official forms as publishers print them (`forms.yml`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def load_yaml(path: Path) -> Any:
    """The content of a YAML file of the demo."""
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


@cache
def forms() -> Any:
    """`forms.yml`: the three tables, their rows, columns and labels."""
    return load_yaml(HERE / "forms.yml")


def application_rows(form: str) -> list[tuple[str, tuple[str, ...]]]:
    """Rows of the applications table of a form: name and path of labels, top to bottom."""
    rows = forms()["applications"]["rows"]
    return [(row["row"], tuple(row["labels"])) for row in rows if row.get("form", form) == form]


@cache
def disclosure_items(form: str) -> tuple[str, ...]:
    """Item names of the disclosure table of a form, in printed order."""
    blocks = forms()["disclosure"][form]
    return tuple(
        f"disclosure.{row}.{column}"
        for block in blocks
        for row in block["rows"]
        for column in block["columns"]
    )


@cache
def application_items(form: str) -> tuple[str, ...]:
    """Item names of the applications table of a form, in printed order."""
    columns = forms()["applications"]["columns"]
    return tuple(f"applications.{row}.{column}" for row, _ in application_rows(form) for column in columns)


@cache
def dispute_items() -> tuple[str, ...]:
    """Item names of the disputes table, in printed order."""
    table = forms()["disputes"]
    return tuple(f"disputes.{row}.{column}" for row in table["rows"] for column in table["columns"])
