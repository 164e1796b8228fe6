"""Static figures of the report, one module each, all returned as ``data:`` URIs with alt text."""
