"""What cannot be rebuilt: the journal of writes and the decisions on suggestions."""
