"""Looking at a dataset with datasette."""
