"""What the analyses share: exceptions, tips, and the analysis itself."""
