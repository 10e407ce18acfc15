"""Campaigns of breakage: processes die, answers get lost on the way, power fails, disks fill.

`python -m tests.chaos` runs them in full; the tests of this folder run them small. Whatever
happens, what a phone was told is saved must be there, once.
"""
