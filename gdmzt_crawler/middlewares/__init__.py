"""What stands between the spider and the net: our own site only, robots.txt, waiting, and an end to it."""
