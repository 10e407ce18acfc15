"""Facts about a region: reading and checking what officials state. Pure."""
