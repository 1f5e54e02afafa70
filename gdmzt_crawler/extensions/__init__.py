"""What watches a crawl: faults of the program, and progress for people."""
