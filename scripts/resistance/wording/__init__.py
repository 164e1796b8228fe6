"""Every sentence that the tables print, from templates."""
