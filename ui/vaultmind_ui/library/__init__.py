"""The Library: every file with its state, what is wrong with notes, and how much of them a topic needs."""
