"""What is up on the farm already, so that an unchanged file is never sent again and a changed one always is.

A row says: this local file, with this size and these times, was sent to this storage under this name. It is trusted
only while nothing speaks against it. What speaks against it: another size, another modification time (in nanoseconds,
never as local time text), another change time (a copy that kept its modification time), a modification so fresh when
it was sent that another could hide in the same tick, or an age at which the farm may have cleared the file. A doubtful
row is settled by the file's content where a hash was kept, else the file is sent again.
"""

from __future__ import annotations

import hashlib
import time
from typing import Callable, Iterable, NamedTuple, Optional, Sequence

from farmhand.paths import server_path
from farmhand.scene.model import Asset
from farmhand.scene.rows import Rows
from farmhand.transfer.stores import SqliteStore, Store
from farmhand.turns import in_turns

FRESH_NS = 2 * 10**9
"""A file modified this shortly before it was sent may change again without its time changing (FAT counts 2 seconds)."""
TRUSTED_DAYS = 10.0
"""Days after which the farm may have cleared a file that nothing used."""
NEW, CHANGED, UNCHANGED = 0, 1, 2


class Sent(NamedTuple):
    """A row of the ledger; times in nanoseconds since 1970."""

    local: str
    size: int
    mtime_ns: int
    ctime_ns: int
    sent_ns: int
    hash: Optional[str]


class Plan(NamedTuple):
    """What goes up.

    Attributes:
        new: Never sent.
        changed: Sent before, but no longer what was sent.
        unchanged: On the farm already.
    """

    new: Rows[Asset]
    changed: Rows[Asset]
    unchanged: Rows[Asset]

    @property
    def to_send(self) -> Rows[Asset]:
        """New and changed files, by path."""
        return Rows(Asset, sorted(self.new.plain + self.changed.plain))

    @property
    def bytes_to_send(self) -> int:
        """Bytes of what goes up."""
        return int(sum(self.new.column("size")) + sum(self.changed.column("size")))

    @property
    def bytes_unchanged(self) -> int:
        """Bytes of what stays."""
        return int(sum(self.unchanged.column("size")))


class Ledger:
    """The ledger in one folder, or in a store that a studio shares. Several processes may use it at once.

    Args:
        folder: An existing folder.
        storage: Which storage of which farm is meant: `domain/bid/user`.
        clock: Nanoseconds since 1970.
        trusted_days: See TRUSTED_DAYS.
        store: Where the rows are; None: an SQLite file in `folder`.
    """

    def __init__(
        self,
        folder: str,
        storage: str,
        clock: Callable[[], int] = time.time_ns,
        trusted_days: float = TRUSTED_DAYS,
        store: Optional[Store] = None,
    ) -> None:
        self._store = store or SqliteStore(folder)
        self._storage = storage
        self._clock = clock
        self._trusted_ns = int(trusted_days * 86400 * 10**9)

    def plan(self, assets: Sequence[Asset]) -> Plan:
        """Sort assets by whether they must go up.

        Args:
            assets: As the analysis saw them.

        Raises:
            DiskError: The ledger cannot be read.
            JobError: A path has no server path.
        """
        files = assets if isinstance(assets, Rows) else Rows(Asset, assets)
        places = zip(files.column("path"), files.column("server"))
        names = [server or server_path(path) for path, server in in_turns(places)]
        states = self._states(names, files)
        return Plan(*(files.picked([state == wanted for state in states]) for wanted in (NEW, CHANGED, UNCHANGED)))

    def record(self, assets: Iterable[Asset]) -> None:
        """Note that files arrived, in one transaction.

        Args:
            assets: As they were when they were sent.

        Raises:
            DiskError: The ledger cannot be written.
        """
        now = self._clock()
        rows = [
            (asset.server or server_path(asset.path), *asset[:4], now,
             content_hash(asset.path) if now - asset.mtime_ns < FRESH_NS else None)
            for asset in assets
        ]  # fmt: skip
        self._store.put(self._storage, rows)

    def forget(self) -> None:
        """Send everything to this storage anew from now on."""
        self._store.clear(self._storage)

    def _states(self, names: Sequence[str], assets: Rows[Asset]) -> bytearray:
        """For each asset NEW, CHANGED or UNCHANGED; one byte each, as there may be a million."""
        states = bytearray(len(assets))
        places = dict(zip(names, range(len(names))))
        plain = assets.plain
        now = self._clock()
        oldest = now - self._trusted_ns
        for row in in_turns(self._store.rows(self._storage, names)):
            place = places.get(row[0])
            if place is not None:
                sent = row[5]
                sure = row[1:5] == plain[place][:4] and oldest <= sent <= now and sent - row[3] >= FRESH_NS
                states[place] = UNCHANGED if sure or self._holds(Sent(*row[1:]), assets[place], now) else CHANGED
        if len(places) != len(names):  # two local files would be one on the farm
            for place, name in enumerate(names):
                other = places[name]
                states[place] = states[other] if plain[place] == plain[other] else min(states[other], CHANGED)
        return states

    def _holds(self, row: Sent, asset: Asset, now: int) -> bool:
        """Whether the farm still has the file as it is now."""
        if (row.local, row.size, row.mtime_ns) != (asset.path, asset.size, asset.mtime_ns):
            return False
        if not 0 <= now - row.sent_ns <= self._trusted_ns:
            return False
        doubtful = row.ctime_ns != asset.ctime_ns or row.sent_ns - row.mtime_ns < FRESH_NS
        return not doubtful or (row.hash is not None and row.hash == content_hash(asset.path))


def content_hash(path: str) -> Optional[str]:
    """The hash of a file's content; None where it cannot be read."""
    digest = hashlib.blake2b(digest_size=16)
    try:
        with open(path, "rb", buffering=0) as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()
