"""Platforms: an event in, a message out."""
