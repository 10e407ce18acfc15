"""Schema revisions, applied by `assess serve` and `assess migrate`."""
