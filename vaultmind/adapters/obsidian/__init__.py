"""Obsidian itself: its vaults, its settings, the notes open in it."""
