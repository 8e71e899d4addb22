"""What all tests share: nothing of this machine's settings or Prefect profile reaches them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# What is proved here is what comes out, not how long it took on a machine that others use.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Set by .ci/run: whatever a test may need is installed there, so that a skipped test is a fault of CI.
_NOTHING_SKIPS = os.environ.get("GONGKAI_TEST_NOTHING_SKIPS") == "1"
# The documents beside the project belong to its makers, a clone stands alone without them; and no package
# can give a container the right to mount.
_MAY_SKIP = ("../shared", "needs the right to mount")

for name in list(os.environ):
    if name.startswith(("GONGKAI_", "PREFECT_")) and not name.startswith("GONGKAI_TEST_"):
        del os.environ[name]
# Tests of the site ask for it themselves; the others need none after each build.
os.environ["GONGKAI_WEBSITE"] = "off"
# Others on this machine may be testing at addresses of the same names.
os.environ["GONGKAI_TURNS"] = tempfile.mkdtemp(prefix="gongkai-turns-")
atexit.register(shutil.rmtree, os.environ["GONGKAI_TURNS"], ignore_errors=True)


# The longest files, in their order: at the end no process is left alone with one. The first makes the demo
# lake while the others have no need of it yet.
_LONG = (
    "flows/test_end_to_end.py",
    "gold/test_gold.py",
    "flows/test_bad_input.py",
    "flows/test_faults.py",
    "flows/test_killed_run.py",
    "flows/test_from_warc.py",
    "flows/test_diagnose_and_probe.py",
    "flows/test_dask.py",
    "flows/test_serve.py",
    "flows/test_killed.py",
    "flows/test_postgres.py",
    "warehouse/test_export.py",
    "warehouse/test_questions.py",
    "warehouse/test_generations.py",
    "warehouse/test_build.py",
    "extractors/readers/test_read_image.py",
)
_TURNS = {Path(__file__).parent / name: turn for turn, name in enumerate(_LONG)}
if _GONE := [str(path) for path in _TURNS if not path.is_file()]:
    raise pytest.UsageError(f"tests/conftest.py names files that are not there: {', '.join(_GONE)}")


@cache
def _spread(path: Path) -> bool:
    return "mark.spread" in path.read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first; single tests of a second come last, and fill what is left."""
    items.sort(key=lambda item: _TURNS.get(item.path, len(_TURNS) + _spread(item.path)))


def pytest_xdist_auto_num_workers() -> int:
    """One more than processors: every third second a test waits, for a server, a gap, a process that ends."""
    return (os.cpu_count() or 1) + 1


class Together(LoadScopeScheduling):
    """What a file's tests share is made by one process.

    Files marked `spread` share nothing and go to whichever process is free. pytest-xdist's own groups are
    written into the tests' names, which pytest 9.2 does not allow any more.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return nodeid if _spread(self.config.rootpath / path) else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together | None:
    return Together(config, log) if config.getvalue("dist") == "loadscope" else None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _NOTHING_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr)
        if not any(allowed in reason for allowed in _MAY_SKIP):
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {reason}"
    return report
