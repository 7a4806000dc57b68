"""Analysis of Houdini scenes."""
