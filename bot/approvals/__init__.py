"""Orders: changes that people ask for, from the question over confirmation and second eyes to the outcome."""
