"""The folder of a site: what stands in it, and nothing written that is there already."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from transforms.whole import whole
from warehouse.errors import PlaceError

MANIFEST = "site.json"


@dataclass(slots=True)
class Folder:
    """A site's folder while it is being built. `parts` maps each part to the fingerprint it was made from."""

    root: Path
    parts: dict[str, str] = field(default_factory=dict)
    written: int = 0
    removed: int = 0
    kept: set[str] = field(default_factory=set)

    def write(self, name: str, content: str | bytes) -> None:
        """Put a file in place, whole or not at all; one with the same bytes is left as it is."""
        data = content.encode() if isinstance(content, str) else content
        path = self.root / name
        self.kept.add(name)
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, lasting=False) as beside:
            beside.write_bytes(data)
        self.written += 1

    def holds(self, name: str, told: str) -> bool:
        """Whether a file stands there that was made of what is `told`; its name is its part's."""
        return self.parts.get(name) == told and (self.root / name).is_file()

    def make(self, name: str, told: str, write: Callable[[Path], None]) -> None:
        """Have a file written, whole or not at all, unless it was made of what is `told` already."""
        if self.holds(name, told):
            return
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path, lasting=False) as beside:
            write(beside)
        self.written += 1
        self.parts[name] = told

    def remove(self, name: str) -> None:
        """Take a file away that nothing belongs to any more."""
        (self.root / name).unlink(missing_ok=True)
        self.removed += 1


def opened(root: Path, version: Mapping[str, str]) -> Folder:
    """The folder at `root`, with what its parts were made from.

    Raises PlaceError where something else stands in it: a site is never laid over other files.
    """
    if root.exists() and not root.is_dir():
        raise PlaceError(f"{root} is no folder")
    manifest = root / MANIFEST
    if not manifest.is_file():
        if root.is_dir() and any(root.iterdir()):
            raise PlaceError(f"{root} is not empty and holds no site: name a new folder")
        root.mkdir(parents=True, exist_ok=True)
        # At once, so that the folder is known as a site's even where the first build is broken off.
        close(Folder(root), {})
        return Folder(root)
    try:
        held = json.loads(manifest.read_text(encoding="utf-8"))
    except ValueError:
        held = {}
    parts: dict[str, str] = held.get("parts", {})
    # Another program's parts are made anew, or removed where there are none of that name any more.
    return Folder(root, parts if held.get("version") == dict(version) else dict.fromkeys(parts, ""))


def close(folder: Folder, version: Mapping[str, str]) -> None:
    """Note what the site was made from."""
    held = {"version": dict(version), "parts": dict(sorted(folder.parts.items()))}
    text = json.dumps(held, ensure_ascii=False, indent=0)
    with whole(folder.root / MANIFEST, lasting=False) as beside:
        beside.write_text(text, encoding="utf-8")
