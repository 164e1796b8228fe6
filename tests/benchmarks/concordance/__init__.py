"""The false discoveries and the power of the concordance rule beside those of others."""
