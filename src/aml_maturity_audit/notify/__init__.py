"""Telling a webhook what a run changed: what fell, what rose, what could not be read."""
