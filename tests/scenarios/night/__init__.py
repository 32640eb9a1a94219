"""One night: the house that the story is played in."""
