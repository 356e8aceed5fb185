"""The window: PySide6 over `vaultmind.api`, and nothing else of the core."""
