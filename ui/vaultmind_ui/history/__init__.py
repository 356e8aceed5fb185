"""History: what was written into the notes, day by day, with its way back; and the second versions of sync tools."""
