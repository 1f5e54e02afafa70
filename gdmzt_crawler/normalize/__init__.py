"""Raw strings to values: text, dates, counts, sources, people, URLs, blocks. Pure: no network, no files."""
