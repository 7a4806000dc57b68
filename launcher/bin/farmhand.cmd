@echo off
rem Farmhand from a release's folder. FARMHAND_PYTHON is the Python to use; else the newest that py finds.
if defined FARMHAND_PYTHON ("%FARMHAND_PYTHON%" "%~dp0..\farmhand_start.py" %*) else (py -3 "%~dp0..\farmhand_start.py" %*)
