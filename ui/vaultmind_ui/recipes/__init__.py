"""Recipes: prompts kept as notes, chosen, looked at and run."""
