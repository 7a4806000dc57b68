"""Scenes of our own for the simulated Houdini, put together entry by entry."""

import os

from houdini_support import Driven, camera, hip, node, odc, rop, write

__all__ = ["Driven", "camera", "hip", "node", "odc", "rop", "scene", "shot", "write"]


VARIABLES = b"set -g ACTIVETAKE = 'Main'\nset -g _HIP_SAVEVERSION = '20.0.590'\n"
"""Of a Houdini that the sandbox has."""


def scene(folder, *parts, name="shot.hip", **top):
    """Write a scene of these nodes, and give its path."""
    return write(folder, odc(hip(*parts, **{"variables": VARIABLES, **top})), name)


def shot(folder, *parts):
    """A small shot: two ROPs that render, a fetch, a submit node at both, a texture; frames 1 to 3."""
    os.makedirs(str(folder / "tex"), exist_ok=True)
    (folder / "tex" / "wood.png").write_bytes(b"wood")
    return scene(
        folder,
        camera(),
        rop("out/beauty", f=(1, 3, 1), vm_picture="$HIP/render/beauty.$F4.exr"),
        rop("out/matte", f=(1, 2, 1), vm_picture="$HIP/render/matte.$F4.exr"),
        node("out/fetch1", "fetch", source="/out/matte"),
        node("out/farm", "farmhand_submit", inputs=("beauty", "fetch1"), **submit_parms()),
        node("obj/wood", "file", file="$HIP/tex/wood.png"),
        *parts,
    )


def submit_parms(**changed):
    """The parameters of a fresh submit ROP, as its own DialogScript has them."""
    import dialog_script

    return dict({one.name: one.default for one in dialog_script.own().parms if one.default is not None}, **changed)
