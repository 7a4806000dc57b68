"""Makes `python -m farmhand_sandbox` the same as the console command, for interpreters without installed scripts."""

from __future__ import annotations

import sys

from farmhand_sandbox.cli import main

if __name__ == "__main__":
    sys.exit(main())
