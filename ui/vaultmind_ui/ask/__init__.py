"""The place where questions are asked."""
