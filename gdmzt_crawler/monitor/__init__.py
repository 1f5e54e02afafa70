"""What the runs of a dataset tell whoever looks after it; the dataset is only read."""
