"""The spider: one for all sites."""
