"""A dataset that is kept up night after night, beside what it must hold: the site's own book of its changes."""
