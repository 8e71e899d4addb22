"""Which layout of a lake this is: `lake.json` says so, so that an older program leaves a newer lake alone."""

from __future__ import annotations

import json
from pathlib import Path

from flows.errors import CallError
from transforms.whole import whole

# Goes up when what stands in a lake is to be read otherwise. Columns that are added need no new one: they are
# null where a file lacks them.
LAYOUT = 1
FILE = "lake.json"


def check(root: Path) -> None:
    """Raise CallError for a later layout, or a lake.json that is none; without one it is the first."""
    path = root / FILE
    try:
        layout = json.loads(path.read_text(encoding="utf-8"))["layout"] if path.is_file() else LAYOUT
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CallError(f"{path} does not tell the lake's layout, remove or restore it: {error}") from None
    if layout > LAYOUT:
        raise CallError(
            f"lake {root} has layout {layout}, this version of gongkai knows {LAYOUT}: install a later one"
        )


def mark(root: Path) -> None:
    """Write down the layout of a lake that is made or changed by this version."""
    path = root / FILE
    if path.is_file():
        return
    with whole(path) as beside:
        beside.write_text(json.dumps({"layout": LAYOUT}) + "\n", encoding="utf-8")
