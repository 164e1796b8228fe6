"""The report: numbers and sentences of the tables, laid out for a reader at a lab meeting."""
