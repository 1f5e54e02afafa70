"""How Scrapy behaves for us; all of it can be set anew on the command line (`scrapy crawl site -s NAME=VALUE`)."""

from __future__ import annotations

from importlib.util import find_spec

from gdmzt_crawler.crawl.manners import PRODUCT, user_agent

BOT_NAME = PRODUCT
SPIDER_MODULES = ["gdmzt_crawler.spiders"]
NEWSPIDER_MODULE = "gdmzt_crawler.spiders"
COMMANDS_MODULE = "gdmzt_crawler.commands"

# Manners. The delay of a site's definition takes the place of DOWNLOAD_DELAY.
USER_AGENT = user_agent(None)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = PRODUCT
DOWNLOAD_DELAY = 1.5
DOWNLOAD_DELAY_JITTER = 0.0
"""A delay is the least time between two requests: it is not to be halved by chance."""
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 0.0
"""Never below DOWNLOAD_DELAY; slow answers raise it."""
AUTOTHROTTLE_MAX_DELAY = 60.0
SCRAPER_SLOT_MAX_ACTIVE_SIZE = 1
"""A page is read and stored before the next one is asked for: what it says may end the run."""
COOKIES_ENABLED = False
DOWNLOAD_VERIFY_CERTIFICATES = True
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.3",
}

# Limits.
DOWNLOAD_TIMEOUT = 60
STOP_GRACE = 5.0
"""Ours: seconds for the request under way once the crawl is told to stop; then it is left to the next run."""
DOWNLOAD_MAXSIZE = 20 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5
RETRY_TIMES = 3
RETRY_HTTP_CODES = [408, 429, 500, 502, 503, 504, 522, 524]
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
RETRY_PRIORITY_ADJUST = 100
"""A page that failed comes before all others: whether the site is down should be known soon."""
RETRY_BACKOFF = 2.0
"""Ours: the wait before the n-th retry is DOWNLOAD_DELAY x RETRY_BACKOFF^n seconds, or longer as Retry-After says."""
RETRY_AFTER_MAX = 300.0
"""Ours: the longest wait in seconds; a page that asks for more is left to the next run."""

# The stages, in their order.
ITEM_PIPELINES = {
    "gdmzt_crawler.pipelines.extract.ExtractPipeline": 100,
    "gdmzt_crawler.pipelines.normalize.NormalizePipeline": 200,
    "gdmzt_crawler.pipelines.dedupe.DedupePipeline": 300,
    "gdmzt_crawler.pipelines.store.StorePipeline": 400,
}
DOWNLOADER = "gdmzt_crawler.middlewares.downloader.StoppingDownloader"
# What stands between engine and net, and what watches: these tables are whole, Scrapy's own stand out of the way.
# (No cookies, no HTTP authentication, no cache, no remote control or telnet: nothing that is not named here is loaded.)
DOWNLOADER_MIDDLEWARES_BASE = {
    "gdmzt_crawler.middlewares.ownsite.OwnSiteMiddleware": 50,
    "gdmzt_crawler.middlewares.robots.RobotsMiddleware": 100,
    "gdmzt_crawler.middlewares.asking.AskingMiddleware": 400,
    "gdmzt_crawler.middlewares.backoff.BackoffMiddleware": 550,
    "gdmzt_crawler.middlewares.whole.WholeMiddleware": 560,
    "gdmzt_crawler.middlewares.redirects.RefreshMiddleware": 580,
    "gdmzt_crawler.middlewares.compression.CompressionMiddleware": 590,
    "gdmzt_crawler.middlewares.redirects.StatusMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "gdmzt_crawler.middlewares.sent.SentMiddleware": 850,
}
SPIDER_MIDDLEWARES_BASE: dict[str, int] = {}
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
    "gdmzt_crawler.extensions.faults.FaultRecorder": 10,
    "gdmzt_crawler.extensions.progress.Progress": 500,
}

# Quiet: what a user has to know is said by the command, in one sentence.
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
LOG_LEVEL = "WARNING"
STATS_DUMP = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
"""The dataset is the frontier and knows what was asked for."""

# Work that Scrapy does for every response, and that serves nobody here: a hundred tasks to take in what a callback
# yields (one request, one item), and a look at the callback's source text.
CONCURRENT_ITEMS = 1
WARN_ON_GENERATOR_RETURN_VALUE = False
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"
HTTPERROR_ALLOW_ALL = True
"""What a status means is decided where its page was asked for."""

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ASYNCIO_EVENT_LOOP = "uvloop.Loop" if find_spec("uvloop") else None
