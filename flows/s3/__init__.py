"""Lakes on object storage: objects with conditions, a copy of what is needed on disk, and the lake's lock."""
