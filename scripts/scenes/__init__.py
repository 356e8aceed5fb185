"""What the pictures show: each place has a module with ``scenes()``."""
