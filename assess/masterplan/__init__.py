"""Gaps to programmes: which initiatives, and in which order. Pure."""
