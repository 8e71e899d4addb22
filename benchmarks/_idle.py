"""A run through Prefect and Dask in which no prefecture has anything to do, in a process of its own.

.venv/bin/python benchmarks/_idle.py PREFECTURES
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

# Before this folder, for a script in it bears the name of the package.
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "flows"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from _overhead import AT_ONCE, RUN, sites_file

from flows import lake as lakes
from flows import steps
from flows.job import Job


def main(prefectures: int) -> None:
    """Say the seconds from the first prefecture to the last."""
    from flows.server import embedded  # noqa: PLC0415 - as a command does

    embedded.prepare(None, debug=False)
    server = embedded.start_server()
    from flows import conveyor, nightly, tasks  # noqa: PLC0415 - Prefect reads its environment at import

    run, times = conveyor.Conveyor.run, []

    def timed(self: conveyor.Conveyor, first: conveyor.Step) -> None:
        start = time.perf_counter()
        run(self, first)
        times.append(time.perf_counter() - start)

    conveyor.Conveyor.run = timed  # type: ignore[method-assign]
    steps.crawl = lambda _job, _prefecture: ()
    tasks.publish_run = lambda _job, _report: None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sites.csv"
        sites_file(file, prefectures, 9)
        (Path(folder) / "lake").mkdir()
        job = Job(f"{folder}/lake", RUN, "run", sites_file=str(file), workers=AT_ONCE, runner="dask")
        lakes.create(job.lake).parquet.mkdir()
        server.wait()
        report = nightly.start(job)
        assert len(report.extracted) == prefectures, report.failures
    sys.stdout.write(f"{times[0]}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
