"""The language model: it explains what code has found. Without one everything that matters works."""
