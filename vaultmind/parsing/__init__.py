"""Text to domain values; opens no file and accepts any text."""
