"""The base model that ships, and its card."""
