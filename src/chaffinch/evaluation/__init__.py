"""Measures judges on corpora: metrics, protocols, leave one site out. Pure but for reading corpora."""
