"""What a scene gathers in steps is what it would gather at once."""

from farmhand.scene.model import Asset, Reference, Scene


def made(count):
    references = tuple(
        Reference("file%d" % number, "ftn", "/t/%d.exr" % number, ("/t/%d.exr" % number,), number % 7 == 0, "texture",
                  frames=(1,) if number % 5 == 0 else ())
        for number in range(count)
    )  # fmt: skip
    assets = tuple(sorted(Asset("/t/%d.exr" % number, number, 1, 1) for number in range(count)))
    return Scene("maya", "2024", "/s.ma", "/", references=references, assets=assets)


def test_steps_gather_the_same_in_many_small_parts():
    stepped, asked = made(12000), made(12000)
    steps = list(stepped.gathered())
    assert len(steps) >= 6
    for name in ("asset_bytes", "missing", "timed"):
        assert "_" + name in stepped.__dict__
        assert getattr(stepped, name) == getattr(asked, name)
    assert stepped.asset_bytes == sum(range(12000))
    assert len(stepped.missing) == len(range(0, 12000, 7)) and len(stepped.timed) == 2400
    assert stepped == asked
