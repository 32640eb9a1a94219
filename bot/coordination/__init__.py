"""Shared short-lived state: what was seen already."""
