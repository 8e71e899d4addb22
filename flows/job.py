"""What a run is asked to do: small enough to be a task's argument, codes and paths only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Job:
    """One run. `kind` is run, demo or replay; `only` are division-code prefixes, none = all. `run_id` is
    empty where a run is only asked for: it gets one, and what the settings say, once it holds the lake.

    `delay` is in seconds; `sites_file` is None in a replay, which knows its sites from the lake.
    `recheck` asks for every known page, not only for those that are due. `hours` are those in which
    public hosts may be asked, empty = all; `task_hours` is how long a prefecture may be crawled, and
    extracted. `from_warc` are web archives to take in, no host is asked then.
    `changed` is for a replay of only what reads otherwise since the program changed.
    `site_ids` are the only sites to visit, none = all. `anyway` publishes also what brings less than the
    thresholds allow. `runner` is where prefectures are extracted, local or dask.
    """

    lake: str
    run_id: str
    kind: str
    only: tuple[str, ...] = ()
    sites_file: str | None = None
    delay: float = 1.0
    contact: str = ""
    proxy: str | None = None
    workers: int = 8
    recheck: bool = False
    hours: str = ""
    task_hours: float = 8.0
    from_warc: tuple[str, ...] = ()
    anyway: bool = False
    site_ids: tuple[str, ...] = ()
    changed: bool = False
    runner: str = "local"

    def wants(self, division_code: str) -> bool:
        """Whether a division is within `only`."""
        return not self.only or division_code.startswith(self.only)

    def touches(self, prefecture: str) -> bool:
        """Whether a 4-digit prefecture holds divisions within `only`."""
        return not self.only or prefecture.startswith(tuple(prefix[:4] for prefix in self.only))
