"""The Links place: links worth making, and what else the links of a vault ask for."""
