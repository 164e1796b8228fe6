"""What instruments and search engines export, one module a format: cells in, tidy rows out."""
