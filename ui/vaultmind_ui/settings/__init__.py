"""The place where everything that can be set is set."""
