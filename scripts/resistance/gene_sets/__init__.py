"""From files of gene sets to the table of their members, under the names of the study's genes."""
