"""How exactly the documents of tests/gold are read: cell by cell, a kind and a form at a time.

    .venv/bin/python benchmarks/accuracy.py [--quick]

Every cell of a golden answer is one of
`exact`: its value and its state are the golden ones;
`missing`: nothing came out where the golden answer has something, and the cell says so (`missing`,
`unreadable`, or the document was not read at all);
`wrong`: anything else: another number, a number where none is printed, a blank where one is.
A number that the golden answer does not list is wrong as well. A wrong cell is `silent` when no error or
warning names it, its row, its column or its table.
Shares are of golden cells. The last line is one JSON object: `exact`, `missing`, `wrong`, `by_kind`,
`by_form`, `silent`. Exits with 1 under the floors of tests/gold/floors.yml. Documents whose reader is not
installed (`ocr` extra, LibreOffice) are left out by name. `--quick` reads the first document of each kind
and form.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from transforms.extract import extract_bytes
from transforms.extraction_json import to_json

GOLD = Path(__file__).parents[1] / "tests" / "gold"
OCR_KINDS = frozenset({"scan", "pdf-scan"})
LIBREOFFICE_KINDS = frozenset({"doc", "wps", "rtf"})


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of golden cells of one or more documents."""

    cells: int = 0
    exact: int = 0
    missing: int = 0
    wrong: int = 0
    silent: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    def share(self, name: str) -> float:
        """The share of golden cells, 1 exact where there are none."""
        if not self.cells:
            return float(name == "exact")
        return round(getattr(self, name) / self.cells, 6)


def goldens() -> list[Path]:
    return sorted(GOLD.glob("*.json"))


def lacking(kind: str) -> str | None:
    """What must be installed before documents of this kind can be read, None if nothing lacks."""
    if kind in OCR_KINDS and not importlib.util.find_spec("rapidocr"):
        return "needs the extra `ocr`"
    if kind in LIBREOFFICE_KINDS and not shutil.which("soffice"):
        return "needs LibreOffice (soffice)"
    return None


def read(golden: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a golden answer as `gongkai extract --json` gives it."""
    return to_json(extract_bytes((GOLD / golden["file"]).read_bytes()), golden["file"])


def judge(golden: Mapping[str, Any], got: Mapping[str, Any]) -> dict[str, str]:
    """What became of every golden cell, and of every number that no golden cell is for."""
    cells = {cell["item"]: cell for cell in got.get("cells", ())}
    states = golden["states"]
    verdicts = {item: _verdict(value, states.get(item, "number"), cells.get(item))
                for item, value in golden["cells"].items()}  # fmt: skip
    surplus = (item for item, cell in cells.items() if cell["state"] == "number" and item not in verdicts)
    verdicts |= dict.fromkeys(surplus, "wrong")
    found = [f for f in got.get("findings", ()) if f["severity"] != "info" and f.get("item")]
    # What the document itself has wrong says nothing of the reading, but where it names the very cell.
    lines = [f["item"] for f in found if f["rule"] not in golden.get("must_find", ())]
    exactly = {f["item"] for f in found}
    return {item: "silent" if verdict == "wrong" and item not in exactly and not _is_named(item, lines)
            else verdict for item, verdict in verdicts.items()}  # fmt: skip


def _verdict(value: float | None, state: str, cell: Mapping[str, Any] | None) -> str:
    if cell is None:
        return "missing"
    if cell["state"] == state and cell["value"] == value:
        return "exact"
    return "missing" if cell["state"] in {"missing", "unreadable"} else "wrong"


def _is_named(item: str, named: Iterable[str]) -> bool:
    """Whether a finding names the cell itself, its table, its row or its column.

    The sums report the total that fails, or one of their cells: a finding about any cell of the same row,
    or of the same column of the table, sends the eye along the line where the wrong cell stands.
    """
    section, row, column = item.split(".")
    for other in named:
        parts = other.split(".")
        if parts[0] != section:
            continue
        if len(parts) == 1 or parts[1] == row or (parts[-1] == column and section == "applications"):
            return True
    return False


def score(golden: Mapping[str, Any], got: Mapping[str, Any]) -> Score:
    verdicts = list(judge(golden, got).values())
    silent = verdicts.count("silent")
    return Score(
        len(golden["cells"]), verdicts.count("exact"), verdicts.count("missing"),
        verdicts.count("wrong") + silent, silent,
    )  # fmt: skip


def floors() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((GOLD / "floors.yml").read_text(encoding="utf-8"))
    return loaded


def _chosen(quick: bool) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = [json.loads(path.read_text(encoding="utf-8")) for path in goldens()]
    if not quick:
        return answers
    first: dict[tuple[str, str], dict[str, Any]] = {}
    for answer in answers:
        first.setdefault((answer["kind"], answer["form"]), answer)
    return list(first.values())


def _table(title: str, scores: Mapping[str, Score]) -> None:
    print(f"{title:<10}{'cells':>8}{'exact':>10}{'missing':>10}{'wrong':>8}{'silent':>8}")
    for name, one in sorted(scores.items()):
        exact, missing = one.share("exact"), one.share("missing")
        print(f"{name:<10}{one.cells:>8}{exact:>10.4%}{missing:>10.4%}{one.wrong:>8}{one.silent:>8}")


def main() -> int:
    parser = argparse.ArgumentParser(description="cell accuracy over tests/gold")
    parser.add_argument("--quick", action="store_true", help="one document a kind and form")
    quick = parser.parse_args().quick
    by_kind: defaultdict[str, Score] = defaultdict(Score)
    by_form: defaultdict[str, Score] = defaultdict(Score)
    for golden in _chosen(quick):
        if reason := lacking(golden["kind"]):
            print(f"left out: {golden['file']} {reason}")
            continue
        one = score(golden, read(golden))
        by_kind[golden["kind"]] += one
        by_form[golden["form"]] += one
        if one.exact < one.cells or one.wrong:
            print(f"{golden['file']}: {one.missing} missing, {one.wrong} wrong, {one.silent} silent")
    _table("kind", by_kind)
    _table("form", by_form)
    total = sum(by_kind.values(), Score())
    least = floors()["exact"]
    low = [kind for kind, one in by_kind.items() if one.share("exact") < least[kind]]
    result = {name: total.share(name) for name in ("exact", "missing", "wrong")}
    parts = {
        "by_kind": {kind: one.share("exact") for kind, one in sorted(by_kind.items())},
        "by_form": {form: one.share("exact") for form, one in sorted(by_form.items())},
    }
    silent = total.silent > floors()["silent"]
    if low or silent:
        print(f"under the floors: {', '.join(low) or 'none'}; silent errors: {total.silent}")
    print(json.dumps({**result, **parts, "silent": total.silent}))
    # A part of the set says nothing about the floors of the whole.
    return 1 if silent or (low and not quick) else 0


if __name__ == "__main__":
    sys.exit(main())
