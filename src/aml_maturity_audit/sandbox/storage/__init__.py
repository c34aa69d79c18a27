"""Azure Storage, as far as tables of Delta Lake need it: blobs of accounts with directories."""
