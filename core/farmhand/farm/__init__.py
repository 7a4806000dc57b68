"""The farm's API: signing, one connection, the operations, and what the farm's numbers mean."""
