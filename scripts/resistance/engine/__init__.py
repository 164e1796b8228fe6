"""A vectorised fit of negative-binomial models: all genes at once, with R's DESeq2's answers."""
