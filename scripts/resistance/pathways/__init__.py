"""Gene sets of a study: called genes in them, which tell one story, how contrasts compare."""
