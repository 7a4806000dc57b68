"""The client of the farm's API: log in, ask, check, submit."""
