"""The Graph place: the neighbourhood of notes with why they belong together, and the whole vault."""
