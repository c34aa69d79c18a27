"""Reading an estate: one file per source, and the engine that runs them."""
