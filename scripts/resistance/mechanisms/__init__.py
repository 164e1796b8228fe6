"""From concordance calls to graded genes and to one verdict per resistance mechanism."""
