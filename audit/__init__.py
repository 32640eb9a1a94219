"""What was done and what may be trusted."""
