"""LZ4 blocks unpacked without a library: crate files (.usdc) keep their tables in them.

Written from the public description of the block format (lz4_Block_format.md of the LZ4 project), since Python 3.7 in
a DCC has no lz4. Only blocks, no frames, no packing. A few MB/s: for tables, not for geometry.
"""

from __future__ import annotations

import struct
from typing import Generator, Tuple

_SLICE = 4096
_FEWEST = 4


def unpack_block(data: bytes, limit: int) -> Generator[None, None, bytes]:
    """Unpack one block, yielding every few thousand sequences.

    Args:
        data: The block.
        limit: Bytes it may have unpacked.

    Raises:
        ValueError: The block is damaged, or has more than `limit` bytes.
        IndexError: The block is cut off.
    """
    out = bytearray()
    at, end = 0, len(data)
    sequences = 0
    while at < end:
        token = data[at]
        at += 1
        length, at = _length(data, at, token >> 4)
        if at + length > end:
            raise ValueError("a packed block is cut off")
        out += data[at : at + length]
        at += length
        if at >= end:
            break
        back = data[at] | data[at + 1] << 8
        length, at = _length(data, at + 2, token & 15)
        length += _FEWEST
        start = len(out) - back
        if not back or start < 0:
            raise ValueError("a packed block points before its beginning")
        if len(out) + length > limit:
            raise ValueError("a packed block is larger than it says")
        if back >= length:
            out += out[start : start + length]
        else:
            piece = bytes(out[start:])
            out += (piece * (length // back + 1))[:length]
        sequences += 1
        if sequences % _SLICE == 0:
            yield None
    if len(out) > limit:
        raise ValueError("a packed block is larger than it says")
    return bytes(out)


def _length(data: bytes, at: int, short: int) -> Tuple[int, int]:
    """A length and where it ends: four bits, and while they are full further bytes."""
    if short == 15:
        more = 255
        while more == 255:
            more = data[at]
            at += 1
            short += more
    return short, at


def unpack(data: bytes, limit: int) -> Generator[None, None, bytes]:
    """Unpack what USD packs (`TfFastCompression`): a number of blocks, 0 for a single one without its size.

    Raises:
        ValueError, IndexError, struct.error: The data is damaged or cut off.
    """
    count = data[0]
    if not count:
        return (yield from unpack_block(data[1:], limit))
    out = b""
    at = 1
    for _ in range(count):
        (size,) = struct.unpack_from("<i", data, at)
        if size < 0 or at + 4 + size > len(data):
            raise ValueError("a packed block is cut off")
        out += yield from unpack_block(data[at + 4 : at + 4 + size], limit - len(out))
        at += 4 + size
    return out
