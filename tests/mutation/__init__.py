"""Mutation testing of the calculator: change one thing in the code, and see whether a test fails.

    python -m tests.mutation                       # every module of assess/scoring, all mutants
    python -m tests.mutation means gap --every 3   # some modules, every third mutant

Each mutant changes one operator, comparison, number, boolean or function name of a module. A mutant
that no test of tests/scoring and no doctest notices survives and is printed with its line. Sources
on disk are never touched.
"""
