"""The index on disk: catalog and words in SQLite, where it lies, who holds it, to which vault it belongs."""
