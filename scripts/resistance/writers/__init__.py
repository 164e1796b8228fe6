"""Functions that write tables and pages to files; nothing else of the library writes one."""
