"""Exceptions and tips."""
