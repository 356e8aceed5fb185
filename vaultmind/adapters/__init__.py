"""The only rooms with windows: disk, databases, models, Obsidian."""
