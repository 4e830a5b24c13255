"""How often was this seen, by how many: one question, whoever keeps the answer."""
