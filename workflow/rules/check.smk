localrules:
    check,


rule check:
    """List every problem of the inputs, and say what would be run: `onstart` does, before any job."""
    threads: 1
