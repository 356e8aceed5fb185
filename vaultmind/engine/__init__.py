"""One process per vault that owns index, watcher and models."""
