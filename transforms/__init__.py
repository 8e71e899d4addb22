"""From a Document to checked facts: identity, cells, claims, findings, Parquet."""
