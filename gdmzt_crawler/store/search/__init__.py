"""Search that is exact in Chinese: any part of a paragraph is found, as a search of the folded text finds it."""
