"""Names of runs: the moment of their start (UTC), each after all that its lake has seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flows.errors import WorkError

_FORM = "%Y%m%dT%H%M%SZ"
# Clocks are corrected by so many seconds without anybody's doing, and runs may follow each other quickly.
_SET_BACK = 300


def following(newest: str, lake: str) -> str:
    """The id of a run that starts now, after the run `newest` ('' = none) of the lake of that name.

    Raises WorkError where the clock was set back: what is newer is told by its time.
    """
    moment = f"{datetime.now(UTC):{_FORM}}"
    if moment > newest:
        return moment
    if newest > after(moment, seconds=_SET_BACK):
        raise WorkError(
            f"the clock of this machine stands before the newest run of lake {lake}, {newest}: set it right"
        )
    return after(newest, seconds=1)


def after(run_id: str, seconds: float) -> str:
    """The run id that stands for so many seconds later, or earlier."""
    return f"{datetime.strptime(run_id, _FORM) + timedelta(seconds=seconds):{_FORM}}"
