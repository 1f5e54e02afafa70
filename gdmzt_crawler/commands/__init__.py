"""Scrapy's own commands, where ours do more: the setting COMMANDS_MODULE names this package."""
