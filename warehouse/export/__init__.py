"""A lake's warehouse as an open-data package: files that any tool reads, with their meaning beside them."""
