"""Forward-only migrations, one file a revision."""
