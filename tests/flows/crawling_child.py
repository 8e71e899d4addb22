"""One prefecture crawled without a scheduler, as a process that can be killed: LAKE SITES_FILE RUN_ID."""

from __future__ import annotations

import sys

from flows import steps
from flows.job import Job

if __name__ == "__main__":
    lake, sites_file, run_id = sys.argv[1:]
    steps.crawl(Job(lake=lake, run_id=run_id, kind="run", sites_file=sites_file), "1311")
