"""What a job must be told because no shell of the user's starts it: the program, its settings, who it runs as."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click

from gdmzt_crawler.crawl.manners import ENVIRONMENT as CONTACT
from gdmzt_crawler.sites.definition import ENVIRONMENT as SITES

_PROXIES = ("http_proxy", "https_proxy", "no_proxy")
_FOLDERS = (SITES, "PYTHONPATH")
"""Lists of folders: they are written as absolute paths."""


def program() -> tuple[str, ...]:
    """The words that start `gdmzt` from anywhere: the script beside this Python, else Python and the module."""
    script = Path(sys.executable).with_name("gdmzt")
    return (str(script),) if os.access(script, os.X_OK) else (sys.executable, "-m", "gdmzt_crawler")


def settings(contact: str | None, given: Mapping[str, str]) -> dict[str, str]:
    """The variables of a job's environment, from those `given`. A proxy with a password is left out, with a word."""
    kept = {CONTACT: contact} if contact else {}
    for name in _FOLDERS:
        if folders := [os.path.abspath(folder) for folder in given.get(name, "").split(os.pathsep) if folder]:
            kept[name] = os.pathsep.join(folders)
    for name in _PROXIES:
        address = given.get(name) or given.get(name.upper())
        if address and "@" in urlsplit(address).netloc:
            click.echo(
                f"{name} 含密码，未写入 holds a password and is not written down: set it for the job yourself.",
                err=True,
            )
        elif address:
            kept[name] = address
    # Schedulers know no language: what is printed is UTF-8 all the same.
    return kept | {"PYTHONUTF8": "1"}


def login() -> str:
    """The name of the user, of the one behind `sudo` too."""
    return os.environ.get("SUDO_USER") or getpass.getuser()
