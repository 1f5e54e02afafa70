"""`python -m gdmzt_crawler` is the command `gdmzt`."""

from __future__ import annotations

from gdmzt_crawler.cli import main

if __name__ == "__main__":
    main()
