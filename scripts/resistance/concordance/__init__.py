"""Does the mRNA explain the change of the protein? Tests, calls and the table of all genes."""
