"""The bundled demo site: about forty invented articles with every trap of the real site, served on loopback.

`content` reads the hand-written TOML, `notation` and `body` turn an article's text into markup and into what a
reader sees of it, `article`, `listing` and `frame` make the pages, `site` gathers them, `expected` says what a
crawl must find, `server` serves them. `README.md` beside this file lists the traps.
"""
