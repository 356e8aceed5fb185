"""The notes of a vault on this system: reading, exact writing, watching."""
