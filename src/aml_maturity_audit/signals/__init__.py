"""The vocabulary: what can be known about an estate. Frozen records, one family a file."""
