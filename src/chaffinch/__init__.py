"""Chaffinch: comments on the open web, kept clean by their own site."""

__version__ = "0.1.0"
