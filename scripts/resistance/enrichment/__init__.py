"""Gene sets against the ranking of a contrast."""
