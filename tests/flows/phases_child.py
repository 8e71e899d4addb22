"""One prefecture crawled, extracted and built without a scheduler, as a process that can be killed.

LAKE SITES_FILE RUN_ID; it says each phase as it begins.
"""

from __future__ import annotations

import sys
from pathlib import Path

from flows import steps
from flows.job import Job
from flows.lake import Lake
from warehouse.build import build

if __name__ == "__main__":
    root, sites_file, run_id = sys.argv[1:]
    lake = Lake(Path(root))
    job = Job(lake=root, run_id=run_id, kind="run", sites_file=sites_file)
    sys.stdout.write("crawl\n")
    sys.stdout.flush()
    steps.crawl(job, "1311")
    sys.stdout.write("extract\n")
    sys.stdout.flush()
    steps.extract(job, "1311")
    sys.stdout.write("build\n")
    sys.stdout.flush()
    steps.write_divisions(lake)
    build(lake.root)
