"""The command line: one of the skins, a client of the front door."""
