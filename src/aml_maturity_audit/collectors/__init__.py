"""One file per source: fetch is impure, parse is pure; engine.py runs them."""
