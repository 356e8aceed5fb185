"""Writing into notes: plans are values, and what was read is checked before anything is written."""
