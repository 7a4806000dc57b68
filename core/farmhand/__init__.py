"""Farmhand's core: scene analysis, task files, the farm's API, transfer and watching.

It is loaded inside Maya, Houdini and Clarisse, so importing it does no work, needs no window and pulls in no third
party; `requests` is imported when the first call to the farm is made.
"""

__version__ = "0.1.0"
