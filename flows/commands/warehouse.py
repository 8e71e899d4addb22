"""What the commands that ask the warehouse share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flows.errors import CallError, WorkError
from warehouse.errors import (
    BuildError,
    DamagedError,
    DrawError,
    ExportError,
    LakeError,
    PlaceError,
    QueryError,
)


@contextmanager
def explained() -> Iterator[None]:
    """Turn the warehouse's errors into exit statuses: 2 for a wrong question, else 1."""
    try:
        yield
    except (LakeError, QueryError, PlaceError) as error:
        raise CallError(str(error)) from error
    except (BuildError, DamagedError, DrawError, ExportError) as error:
        raise WorkError(str(error)) from error
