"""The `.env` file: where its variables stand. What cannot be read is refused; python-dotenv only logs it."""

from __future__ import annotations

import io
from pathlib import Path

from dotenv.parser import parse_stream

from flows.errors import CallError

NAME = ".env"


def lines() -> dict[str, int]:
    """The line of each variable, by its name in capitals; none where there is no file.

    Raises CallError where the file is not UTF-8, and for the first line that is no NAME=value. Such a line
    is not shown: it may hold a password.
    """
    path = Path(NAME)
    if not path.is_file():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CallError(f"{NAME}: the file is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise CallError(f"{NAME}: cannot be read: {error.strerror}") from None
    found = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error:
            raise CallError(f"{NAME}: line {binding.original.line} is not NAME=value; mend or remove it")
        if binding.key:
            found[binding.key.upper()] = binding.original.line
    return found
