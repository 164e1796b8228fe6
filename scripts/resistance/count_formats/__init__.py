"""What aligners, counters and quantifiers write, one module a format: text in, counts out."""
