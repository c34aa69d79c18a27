"""Tests of the pipeline reader, on files made for them."""
