"""Named tuples made fast: a page has hundreds of lines and cells, and each becomes several of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast

Kind = TypeVar("Kind", bound=tuple[object, ...])


def maker(kind: type[Kind]) -> Callable[[tuple[object, ...]], Kind]:
    """What makes a named tuple of all its fields, in their order, in half the time that calling its class
    takes. Nothing checks their number."""
    return cast("Callable[[tuple[object, ...]], Kind]", partial(tuple.__new__, kind))
