"""What runs in the child process of a model: one module a runtime, and what they share."""
