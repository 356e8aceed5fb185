"""Quick-ask: a small window over any program, opened and hidden by one key."""
