"""From a tidy protein table to log2 fold changes with a standard error."""
