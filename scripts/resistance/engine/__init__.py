"""A vectorised fit of negative-binomial models: all genes at once, with the answers of R's DESeq2."""
