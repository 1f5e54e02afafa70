"""Every error of the program, as one tree.

GdmztError                      one clear sentence, an exit code, and where it happened
├── UsageError            (2)   the command line or a setting is wrong
├── DefinitionError       (2)   a site definition is wrong: stops before the first request
│   └── UnknownSite       (2)
├── PageError             (1)   one page is not what was asked for; a crawl records it and goes on
│   ├── NotAnArticle
│   └── NotAListing
├── AccessError           (1)   the site cannot or must not be read
│   ├── Unreachable
│   ├── Disallowed              robots.txt forbids
│   └── Blocked                 a challenge page: stop and report
├── StoreError            (1)   the dataset cannot be used; what it holds is untouched
│   ├── ForeignDatabase         an SQLite file of somebody else, or no SQLite file
│   ├── NewerDatabase     (2)   written by a newer program
│   ├── StorageFull
│   └── ArchiveError            a WARC file that cannot be read or written
├── ExportError           (1)   the file of an export cannot be written
└── Locked                (4)   another run holds the dataset
"""

from __future__ import annotations


class GdmztError(Exception):
    """One clear sentence for the user, with the next step; `exit_code` is what the command line returns."""

    exit_code = 1

    def __init__(
        self,
        message: str,
        *,
        site: str | None = None,
        url: str | None = None,
        field: str | None = None,
        value: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.site = site
        self.url = url
        self.field = field
        self.value = value


class UsageError(GdmztError):
    """The command line or a setting is wrong."""

    exit_code = 2


class DefinitionError(GdmztError):
    """A site definition is wrong; the message names every fault."""

    exit_code = 2


class UnknownSite(DefinitionError):
    """No site definition has this key."""


class PageError(GdmztError):
    """One page is not what was asked for; `kind` is the word used in the `issues` table."""

    kind = "page"

    def __init__(self, message: str, *, kind: str | None = None, url: str | None = None) -> None:
        super().__init__(message, url=url)
        if kind is not None:
            self.kind = kind


class NotAnArticle(PageError):
    """The page holds no article; `kind` is one of `challenge`, `soft_404`, `navigation`, `empty`, `not_html`."""

    kind = "not_an_article"


class NotAListing(PageError):
    """The page holds no listing; kinds as for NotAnArticle."""

    kind = "not_a_listing"


class AccessError(GdmztError):
    """The site cannot or must not be read."""


class Unreachable(AccessError):
    """No answer from the site."""


class Disallowed(AccessError):
    """The site's robots.txt forbids the request."""


class Blocked(AccessError):
    """The site answered with a challenge page; we stop and report."""


class StoreError(GdmztError):
    """The dataset cannot be used; what it holds is untouched."""


class ForeignDatabase(StoreError):
    """The file is not one of our datasets."""


class NewerDatabase(StoreError):
    """The dataset was written by a newer program."""

    exit_code = 2


class StorageFull(StoreError):
    """No room left on the disk; everything committed before is kept."""


class ArchiveError(StoreError):
    """A WARC file cannot be read or written, or holds no capture where one was expected."""


class ExportError(GdmztError):
    """The file of an export cannot be written; no half file is left."""


class Locked(GdmztError):
    """Another run holds the dataset."""

    exit_code = 4
