"""Analysis of Clarisse scenes."""
