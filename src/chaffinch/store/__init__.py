"""The database, and only here: schema with purposes, migrations, queries."""
