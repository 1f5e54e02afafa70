"""The stages between a fetched page and the dataset; settings.ITEM_PIPELINES says in which order."""
