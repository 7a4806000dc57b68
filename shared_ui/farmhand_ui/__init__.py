"""The panel: one for Maya, Houdini, Clarisse and the desktop, through Qt.py alone.

Importing it does no work and needs no Qt: a command line can ask `requirements_check` first what is missing.
"""
