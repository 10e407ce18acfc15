"""What an outsider needs to compute a result again: data, result, and a script of its own."""
