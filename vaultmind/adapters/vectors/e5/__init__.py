"""multilingual-e5-small from registry-borne 4-bit weights, repacked into a folder that fastembed loads."""
