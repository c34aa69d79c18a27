"""Entra ID and the cloud's metadata, as far as a service principal needs them."""
