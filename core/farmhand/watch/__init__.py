"""After the submission: looking at tasks while they render, and bringing their frames."""
