"""`python -m farmhand` is the command line, for a DCC's interpreter that has no scripts folder."""

import sys

from farmhand.cli import main

sys.exit(main())
