"""The page of one article: what it says, how it changed, and where it comes from."""
