"""From Parquet to answers: the DuckDB file, its views and the questions asked of it."""
