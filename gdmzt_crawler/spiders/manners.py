"""The manners of a crawl as Scrapy settings."""

from __future__ import annotations

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from gdmzt_crawler.crawl.manners import check_contact, check_delay, configured_contact, user_agent
from gdmzt_crawler.sites.definition import SiteDefinition


def apply_manners(settings: BaseSettings, site: SiteDefinition, contact: str | None) -> None:
    """Set delay and User-Agent for a site; what the command line set stands, where it is decent.

    Raises UsageError for a contact that is missing or none, and for a delay that is too short.
    """
    contact = check_contact(site.home_url, contact or configured_contact())
    settings.set("USER_AGENT", user_agent(contact), priority="spider")
    if (settings.getpriority("DOWNLOAD_DELAY") or 0) < SETTINGS_PRIORITIES["cmdline"]:
        settings.set("DOWNLOAD_DELAY", site.crawl.delay, priority="spider")
    delay = check_delay(site.home_url, settings.getfloat("DOWNLOAD_DELAY"))
    if delay == 0:
        # A site on this machine: there is nobody to be spared.
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")
