"""Checking what an analysis wrote."""
