"""Checks of what the user gave, and the import of counts."""
