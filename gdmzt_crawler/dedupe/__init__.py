"""Which articles have the same content, and which of them came first. Pure functions."""
