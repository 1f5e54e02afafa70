"""The crawl without Scrapy: what to read next, what was met, and how a run ended."""
