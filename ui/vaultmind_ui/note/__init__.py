"""The note that is read, or that is in front in Obsidian, and what stands beside it."""
