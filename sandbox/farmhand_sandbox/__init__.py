"""A farm on this machine, to try Farmhand without an account and to test it against a judge of its own.

Nothing is imported here, so that the stand-in transmitter starts fast and needs no third-party
library. It shares no code with the client: what the sandbox believes about the farm is written down
from the farm's documents a second time.
"""

from __future__ import annotations

__version__ = "0.1.0"
