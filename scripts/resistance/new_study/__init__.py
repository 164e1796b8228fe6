"""The configuration of a new study, guessed from its counts and sample sheet, for review."""
