"""Every answer as it came, in WARC/1.1 files that any web archiving tool reads: what a dataset is rebuilt from."""
