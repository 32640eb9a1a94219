"""What Resync costs beside the bare libraries under it, measured in the same run; nothing here is ever asserted."""
