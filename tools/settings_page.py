"""The settings as a page of Markdown, from the model that checks them."""

from __future__ import annotations

from pathlib import Path

from pydantic.fields import FieldInfo

from flows.settings import Settings, variable

_HEAD = """# Settings

Variables of the environment or lines of a `.env` file in the working directory; a command's option wins over
both. Made by `tools/build_docs.py` from `flows/settings.py`.

| variable | what it is | default |
| --- | --- | --- |
"""


def as_markdown() -> str:
    """All of docs/settings.md."""
    rows = (
        f"| `{variable(name, field)}` | {field.description} | {_default(field)} |"
        for name, field in Settings.model_fields.items()
    )
    return _HEAD + "\n".join(rows) + "\n"


def _default(field: FieldInfo) -> str:
    """As a user would write it; a folder of the home directory as `~`."""
    value = field.default
    if isinstance(value, Path) and value.is_relative_to(Path.home()):
        return f"`{Path('~') / value.relative_to(Path.home())}`"
    return "" if value in (None, "") else f"`{value:g}`" if isinstance(value, float) else f"`{value}`"
