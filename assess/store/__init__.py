"""What is kept: database, tables, queries, migrations."""
