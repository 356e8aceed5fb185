"""One key over every program: taken from the system in the way that it has, and no other key."""
