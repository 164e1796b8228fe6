"""Functions that read files into tables; nothing else of the library opens a file."""
