"""Text to domain values; opens no file and accepts any text."""

VERSION = 6
"""Raise it when the same bytes come to give another note or other chunks: every note is then read again, by itself."""
