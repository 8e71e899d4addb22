"""A row of the log of captures as `application/warc-fields`, and back."""

from __future__ import annotations

from dataclasses import fields

from extractors.records import Capture

_FIELDS = tuple(field.name for field in fields(Capture))
_NUMBERS = {"status", "bytes", "warc_offset"}


def dump(capture: Capture) -> bytes:
    """One `name: value` line for every field that is known; line ends and percent signs are escaped."""
    known = ((name, getattr(capture, name)) for name in _FIELDS)
    return b"".join(line(name, value) for name, value in known if value is not None)


def line(name: str, value: str | int) -> bytes:
    """One field as a line of its own."""
    return f"{name}: {_escape(str(value))}\r\n".encode("utf-8", "replace")


def load(body: bytes) -> Capture:
    """The capture that `dump` wrote. Fields unknown to this version are passed over.

    Raises TypeError when a field that every capture has is missing.
    """
    found: dict[str, str | int | None] = dict.fromkeys(
        ("status", "media_type", "sha256", "bytes", "warc_file", "warc_offset")
    )
    for field_line in body.decode("utf-8").split("\r\n"):
        name, separator, value = field_line.partition(": ")
        if separator and name in _FIELDS:
            found[name] = int(value) if name in _NUMBERS else _unescape(value)
    return Capture(**found)  # type: ignore[arg-type]


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _unescape(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
