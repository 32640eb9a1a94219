"""The plan observed: failures by cause, runs that somebody waits for, scheduled summaries."""
