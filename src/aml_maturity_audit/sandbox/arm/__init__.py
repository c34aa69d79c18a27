"""Azure Resource Manager: collections and items of the estate, as ARM answers them."""
