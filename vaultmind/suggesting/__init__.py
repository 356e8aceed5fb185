"""From a note to links worth making."""
