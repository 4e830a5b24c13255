"""Use cases. No SQL, no HTTP."""
