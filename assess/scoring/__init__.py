"""Answers to scores. Pure: no clock, no database, no Flask; NumPy for the arithmetic."""
