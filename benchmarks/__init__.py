"""Each prints a ratio against a bare library or a limit, measured in the same run."""
