"""A government site of any size, made up: the same seed gives the same site, byte for byte.

python -m benchmarks.synthetic --articles 2000 --port 0
"""

from __future__ import annotations

from benchmarks.synthetic.site import SyntheticSite
from benchmarks.synthetic.writing import Written

__all__ = ["SyntheticSite", "Written"]
