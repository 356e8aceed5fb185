"""A note or an answer as Obsidian would show it: Markdown to values, values to a document; no HTML on the way."""
