"""What the team knows: documents in, passages out."""
