"""Houdini runs this once its windows are there, as it does with every uiready.py on its path."""

from farmhand_houdini import startup

startup.ui_ready()
