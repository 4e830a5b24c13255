"""Bulk work over whole archives: score, train, evaluate."""
