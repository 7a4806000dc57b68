"""What a sandbox can be told: one frozen value from the command line or a test, passed to the farm."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import FrozenSet, Optional, Tuple

from farmhand_sandbox import facts


@dataclass(frozen=True)
class Settings:
    """How this farm behaves.

    Args:
        speed: seconds that one frame takes.
        nodes: frames that render at once, over all tasks.
        analyse_delay: seconds between submission and the first frame.
        fail_frames: frame numbers that fail; a recommitted one succeeds.
        signature_window: seconds that a call's time stamp may lie off.
        faults: what goes wrong, as `faults` has it.
        fault_seed: makes faults by chance the same each time.
        populate: fill the account with sample tasks in every status.
        access_id, access_key: the only account.
    """

    speed: float = 0.5
    nodes: int = 4
    analyse_delay: float = 0.2
    fail_frames: FrozenSet[int] = field(default_factory=frozenset)
    signature_window: float = 300.0
    faults: Tuple[str, ...] = ()
    fault_seed: Optional[int] = None
    populate: bool = False
    access_id: str = facts.ACCESS_ID
    access_key: str = field(default=facts.ACCESS_KEY, repr=False)

    def __post_init__(self) -> None:
        if self.speed < 0 or self.analyse_delay < 0 or self.nodes < 1:
            raise ValueError("speed and analyse_delay must not be negative, nodes at least 1")
