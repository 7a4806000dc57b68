"""Damaged files of every format: whatever their bytes, the walk returns, and soon. And the unpacker by itself."""

import gzip
import os
import random
import time

import pytest
from nested_crate import CRATE
from nested_files import ASS, MTLX, OCIO_1, RIB, USDA, VRSCENE, XGEN, package, walk

from farmhand.nested.lz4 import unpack_block

ROUNDS = 12000 if os.environ.get("FARMHAND_PROOF") else 60
SECONDS = 5.0

SAMPLES = {
    "ass": ASS.encode(),
    "ass.gz": gzip.compress(ASS.encode()),
    "usda": USDA.encode(),
    "usdc": CRATE,
    "vrscene": VRSCENE.encode(),
    "rib": RIB.encode(),
    "mtlx": MTLX.encode(),
    "ocio": OCIO_1.encode(),
    "xgen": XGEN.encode(),
    "rs": b"\x00\x01/a/b/c.exr\x00" * 30,
}


def damaged(data, chance):
    """The data with a few bytes, cuts or repetitions wrong."""
    data = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data)) if data else 0
        kind = chance.randrange(5)
        if kind == 0 and data:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randint(1, 40)]
        elif kind == 2:
            data[at:at] = bytearray(chance.randrange(256) for _ in range(chance.randint(1, 20)))
        elif kind == 3:
            data[at : at + 8] = chance.choice([b"\xff" * 8, b"\x00" * 8, b"\x00\x00\x00\x00\x00\x00\x00\x7f"])
        else:
            data = data[: max(1, at)]
    return bytes(data)


@pytest.mark.parametrize("ending", sorted(SAMPLES))
def test_damage_never_raises_and_never_hangs(tmp_path, ending):
    chance = random.Random(ending)
    path = tmp_path / ("x." + ending)
    for _ in range(ROUNDS):
        path.write_bytes(damaged(SAMPLES[ending], chance))
        begun = time.process_time()
        result, _ = walk(path)
        assert time.process_time() - begun < SECONDS
        assert all(one.node.startswith(str(path)) for one in result.references)


def test_damaged_packages_never_raise(tmp_path):
    chance = random.Random(3)
    path = tmp_path / "p.usdz"
    package(path, {"a.usda": USDA, "b.usdc": CRATE})
    data = path.read_bytes()
    for _ in range(ROUNDS):
        path.write_bytes(damaged(data, chance))
        walk(path)


@pytest.mark.parametrize("ending", sorted(SAMPLES))
def test_every_beginning_of_a_file_is_survived(tmp_path, ending):
    data = SAMPLES[ending]
    path = tmp_path / ("x." + ending)
    for size in range(0, len(data), max(1, len(data) // ROUNDS)):
        path.write_bytes(data[:size])
        walk(path)


def unpacked(block, limit=1000):
    running = unpack_block(block, limit)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value


def test_a_packed_block_repeats_what_was_before():
    assert unpacked(b"\x50hello") == b"hello"
    assert unpacked(b"\x42abcd\x04\x00" + b"\x10!") == b"abcdabcdab!"
    assert unpacked(b"\x1fa\x01\x00\x05" + b"\x00") == b"a" * 25
    assert unpacked(b"\xf0\x02" + b"x" * 17) == b"x" * 17


@pytest.mark.parametrize("block", [
    b"\x50hel", b"\x1fa\x00\x00\x00", b"\x1fa\x02\x00\x00", b"\x1fa\x01\x00" + b"\xff" * 50 + b"\x00", b"\x1fa\x01",
    b"\x1fa\x01\x00\xff",
])  # fmt: skip
def test_a_damaged_block_is_refused(block):
    with pytest.raises((ValueError, IndexError)):
        unpacked(block)
