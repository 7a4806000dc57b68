"""Sending a job's files and bringing its frames."""
