"""Where results come from: checksums of inputs, versions, the commit; and a crate that says so."""
