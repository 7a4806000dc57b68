"""Analysis of Maya scenes."""
