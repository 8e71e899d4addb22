"""Which runners this installation has: told before a run starts, and before what runs it is loaded."""

from __future__ import annotations

from importlib.util import find_spec

from flows.errors import CallError


def check(runner: str) -> None:
    """Raise CallError for a runner that this installation does not have."""
    if runner == "ray":
        raise CallError("runner ray: this version knows no Ray; use --runner dask for more than one machine")
    if runner == "dask" and find_spec("distributed") is None:
        raise CallError("runner dask needs a part that is not installed: pip install 'gongkai[dask]'")
