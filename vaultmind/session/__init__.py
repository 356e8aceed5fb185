"""One open vault and everything a person can do with it."""
