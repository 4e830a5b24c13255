"""Incoming HTTP, and only here: thin handlers, templates, static files."""
