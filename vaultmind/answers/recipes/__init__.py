"""Recipes: read from notes, and carried out into drafts by a model or by choosing sentences."""
