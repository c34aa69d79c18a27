"""Pipeline files to practices with evidence; pure."""
