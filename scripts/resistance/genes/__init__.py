"""Gene ids, names, and the pseudo-autosomal genes."""
