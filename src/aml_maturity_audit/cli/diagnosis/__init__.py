"""What `doctor` and `permissions check` look at: each file one question, each answer a `Check`."""
