"""From Parquet to DuckDB, and from questions to answers.

For notebooks and scripts::

    import warehouse

    with warehouse.connect("lake") as db:
        rates = db.sql("FROM panel WHERE indicator = 'disclosure_rate'").df()

    warehouse.compare("lake", "disclosure_rate", 2023).df()

`connect` gives a read-only DuckDB connection: `.df()` is a pandas frame, `.to_arrow_table()` an Arrow table.
What goes wrong is an exception of `warehouse.errors` whose message is one sentence.
"""

from warehouse.query import QueryResult, connect, run_sql
from warehouse.questions import compare, coverage, trace

__all__ = ["QueryResult", "compare", "connect", "coverage", "run_sql", "trace"]
