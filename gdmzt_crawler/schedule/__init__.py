"""Files that make a crawl run by itself: text for systemd and for cron, nothing is written or started here."""
