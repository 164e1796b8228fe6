"""What the files to send are made of: workbook, summary, AnnData, all of it without a file."""
