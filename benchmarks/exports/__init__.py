"""Exports: equal to the database, and their memory and speed as a dataset grows."""
