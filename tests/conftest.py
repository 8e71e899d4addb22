"""What all tests share: nothing of this machine's settings or Prefect profile reaches them."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator

import hypothesis
import pytest

# What is proved here is what comes out, not how long it took on a machine that others use.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Set by .ci/run: whatever a test may need is installed there, so that a skipped test is a fault of CI.
_NOTHING_SKIPS = os.environ.get("GONGKAI_TEST_NOTHING_SKIPS") == "1"
# The documents beside the project belong to its makers; a clone stands alone without them.
_MAY_SKIP = "../shared"

for name in list(os.environ):
    if name.startswith(("GONGKAI_", "PREFECT_")) and not name.startswith("GONGKAI_TEST_"):
        del os.environ[name]
# Tests of the site ask for it themselves; the others need none after each build.
os.environ["GONGKAI_WEBSITE"] = "off"
# Others on this machine may be testing at addresses of the same names.
os.environ["GONGKAI_TURNS"] = tempfile.mkdtemp(prefix="gongkai-turns-")
atexit.register(shutil.rmtree, os.environ["GONGKAI_TURNS"], ignore_errors=True)


# Before xdist's own, which writes the groups into the tests' names.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is made once is made by one process: the demo lake, and what a file's tests share.

    Tests marked `spread` share nothing and go to whichever process is free.
    """
    for item in items:
        if item.get_closest_marker("spread") is None:
            shared = "demo_lake" if "demo_lake" in getattr(item, "fixturenames", ()) else str(item.path)
            item.add_marker(pytest.mark.xdist_group(shared))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if _NOTHING_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr)
        if _MAY_SKIP not in reason:
            report.outcome = "failed"
            report.longrepr = f"{item.nodeid} was skipped, and CI skips nothing: {reason}"
    return report
