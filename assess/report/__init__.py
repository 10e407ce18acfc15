"""Values to documents. No Flask, no database, no clock: everything comes in as a value."""
