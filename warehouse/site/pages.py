"""The pages: templates filled in both languages, with their style and scripts."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import duckdb
import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from transforms.harmless import visible
from warehouse.site.downloads import Downloads
from warehouse.site.files import Folder
from warehouse.site.overview import About, about, overview
from warehouse.site.words import LANGUAGES, say, script

_HERE = Path(__file__).parent
# In the navigation; the others are reached from these.
_PAGES = ("index", "indicator", "region", "quality", "data")
_SCRIPTS: Mapping[str, tuple[str, ...]] = {
    "index": ("plot.js", "charts.js", "overview.js"),
    "indicator": ("plot.js", "charts.js", "indicator.js"),
    "region": ("plot.js", "charts.js", "mix.js", "region.js"),
    "report": ("report.js",),
    "quality": ("plot.js", "charts.js", "quality.js"),
    "data": ("data.js",),
}
# The one style that Plot writes into a chart; see charts.js for its class.
_PLOT_CLASS = "gongkai-plot"


def write_pages(connection: duckdb.DuckDBPyConnection, folder: Folder, downloads: Downloads) -> None:
    """Every page in every language, and what they load."""
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    templates.filters["visible"] = visible
    templates.filters["in_language"] = _in_language
    examples = yaml.safe_load((_HERE / "examples.yml").read_text(encoding="utf-8"))
    facts = {**overview(connection), "downloads": downloads, "examples": examples}
    known = about(connection)
    for page in _SCRIPTS:
        for language in LANGUAGES:
            text = _page(templates, page, language, known, facts)
            folder.write(f"{page}.html" if language == "zh" else f"{language}/{page}.html", text)
    _write_assets(folder)


def _page(templates: Environment, page: str, language: str, known: About, facts: Mapping[str, object]) -> str:
    scripts = ("core.js", f"words-{language}.js", "search.js", *_SCRIPTS[page])
    return templates.get_template(f"{page}.html").render(
        page=page,
        pages=_PAGES,
        language=language,
        root="" if language == "zh" else "../",
        other="en/" if language == "zh" else "../",
        policy=_policy(),
        scripts=scripts,
        about=known,
        t=partial(say, language),
        **facts,
    )


def _in_language(comment: str, language: str) -> str:
    """One language's part of a comment of the warehouse, `English | Chinese | unit`."""
    english, _, rest = comment.partition(" | ")
    chinese, _, unit = rest.partition(" | ")
    text = (chinese or english) if language == "zh" else english
    return f"{text} ({unit})" if unit else text


def _write_assets(folder: Folder) -> None:
    for path in sorted((_HERE / "assets").iterdir()):
        folder.write(f"assets/{path.name}", path.read_bytes())
    for path in sorted((_HERE / "vendor").iterdir()):
        folder.write(f"assets/{path.name}", path.read_bytes())
    for language in LANGUAGES:
        folder.write(f"assets/words-{language}.js", script(language))


def _policy() -> str:
    """Nothing from elsewhere, no inline script, and of inline style only what Plot writes into a chart."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'",
            f"style-src 'self' {_plot_style_hash()}",
            "img-src 'self' data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _plot_style_hash() -> str:
    """The hash of Plot's style for our class, from the very text in the bundle."""
    bundle = (_HERE / "vendor" / "plot.js").read_text(encoding="utf-8")
    found = re.search(r"text\(`(:where\(\.\$\{\w+\}\) \{.*?)`\)", bundle, re.DOTALL)
    if not found:
        raise ValueError("vendor/plot.js: the style that Plot writes into a chart is not where it was")
    text = re.sub(r"\$\{\w+\}", _PLOT_CLASS, found[1])
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
