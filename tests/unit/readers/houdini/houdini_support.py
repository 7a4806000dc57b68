"""Houdini scenes and libraries put together byte by byte, around one matter each."""

from __future__ import annotations

import gzip
import os
import struct
from typing import Any, Dict, Iterable, Optional, Sequence, Tuple

from farmhand.readers.houdini import HipReader
from farmhand.scene.host import run
from farmhand.scene.model import Reference, RenderTarget, Scene, Tip

GOLDEN = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "golden", "houdini")
SCENES = (
    "PDG_UnitTest.hip",
    "Queue.hip",
    "breako.hip",
    "htoa_resolution_test.hipnc",
    "karma_aovs_for_prman_denoiser.1.0.hip",
    "loop_volume.1.0.hip",
    "sphere.hip",
    "super_light_ql_OBJ.hip",
    "test_parameters.hip",
    "udim_example.hip",
)
Entries = Sequence[Tuple[str, bytes]]

START = b"tcur 0\nfps 24\ntset 0 10\nfrange 1 100\n"
VARIABLES = b"set -g ACTIVETAKE = 'Main'\nset -g HIP = '/elsewhere'\nset -g _HIP_SAVEVERSION = '20.0.653'\n"


def odc(entries: Entries, end: str = "TRAILER!!!") -> bytes:
    """A plain archive."""
    out = []
    for name, data in [*entries, (end, b"")]:
        encoded = name.encode() + b"\0"
        out += [b"070707", b"000000" * 7, b"%011o" % 0, b"%06o" % len(encoded), b"%011o" % len(data), encoded, data]
    return b"".join(out)


def marked(entries: Entries, magic: bytes = b"HouNC\x1a", end: str = "NON_COMMERCIAL_FILE!!!") -> bytes:
    """An archive with the headers of Apprentice or Indie, whose digits say nothing readable."""
    out = b""
    for at, (name, data) in enumerate([*entries, (end, b"")]):
        out += magic + b"1%027x" % (at * 7919) + name.encode() + b"\0" + data
    return out


def indx(sections: Entries) -> bytes:
    """A library of sections."""
    index, body = b"", b""
    for name, data in sections:
        index += struct.pack(">I", len(name)) + name.encode() + struct.pack(">III", len(body), len(data), 0)
        body += data
    return b"INDX" + struct.pack(">III", 0, 0, len(sections)) + index + body


def asset(operator: str, entries: Entries, pack: bool = True, archive: Any = odc) -> Tuple[str, bytes]:
    """A library's section that defines an operator with these entries inside; a name's first part is the root."""
    inner = archive(entries)
    contents = struct.pack("<I", len(inner)) + inner
    section = ("Contents.gz", gzip.compress(contents)) if pack else ("Contents", contents)
    return operator, indx([("DialogScript", b"# nothing"), section])


def parm(**parms: Any) -> bytes:
    """A `.parm` entry; a tuple gives several components, `Driven` one with a channel."""
    lines = [b"{\nversion 0.8\n"]
    for name, value in parms.items():
        values = value if isinstance(value, tuple) else (value,)
        written = b"".join(_component(one) + b"\t" for one in values)
        lines.append(name.encode() + b"\t[ 0\tlocks=0 ]\t(\t" + written + b")\n")
    return b"".join(lines) + b"}\n"


class Driven:
    """A component that a channel drives: its channel's name, what the file remembers, the expression."""

    def __init__(self, channel: str, cached: Any, expression: str = "", language: str = "") -> None:
        self.channel = channel
        self.cached = cached
        self.expression = expression
        self.language = language


def _quoted(text: str) -> bytes:
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def _component(value: Any) -> bytes:
    if isinstance(value, Driven):
        return b"[ " + value.channel.encode() + b"\t" + _component(value.cached) + b" ] "
    if isinstance(value, (int, float)):
        return repr(value).encode()
    return _quoted(value)


def chn(parms: Iterable[Any]) -> bytes:
    """The `.chn` entry for the driven components among these values."""
    driven = [one for value in parms for one in (value if isinstance(value, tuple) else (value,))]
    out = b""
    for one in driven:
        if isinstance(one, Driven) and one.expression:
            language = b" language = python" if one.language == "python" else b""
            out += b"    channel %s {\n      lefttype = extend\n      flags = 0\n" % one.channel.encode()
            out += b"      segment { length = 0 expr = " + _quoted(one.expression) + language + b" }\n    }\n"
    return b"{\n" + out + b"  }\n"


def node(path: str, kind: str, *, locked: bool = False, bypass: bool = False, inputs: Sequence[str] = (),
         **parms: Any) -> Entries:  # fmt: skip
    """The entries of a node; `path` without the leading slash."""
    taken = "".join("%d \t%s 0 1\n" % (number, name or '""') for number, name in enumerate(inputs))
    said = 'comment ""\nflags =  lock off bypass %s display off\ninputsNamed3\n{\n}\ninputs\n{\n%s}\nend\n' % (
        "on" if bypass else "off", taken,
    )  # fmt: skip
    return [
        (path + ".init", b"type = %s\nmatchesdef = %d\n" % (kind.encode(), locked)),
        (path + ".def", said.encode()),
        (path + ".chn", chn(parms.values())),
        (path + ".parm", parm(**parms)),
        (path + ".userdata", b"skipped"),
    ]


def rop(path: str, kind: str = "ifd", **parms: Any) -> Entries:
    """A ROP that renders `/obj/cam1`, frames 1 to 10."""
    flags = {key: parms.pop(key) for key in ("bypass", "inputs", "locked") if key in parms}
    given = {"trange": "normal", "f": (1, 10, 1), "take": "_current_", "camera": "/obj/cam1", **parms}
    return node(path, kind, **flags, **given)


def camera(path: str = "obj/cam1", width: int = 1280, height: int = 720) -> Entries:
    """A camera."""
    return node(path, "cam", res=(width, height), aspect=1)


def hip(*parts: Entries, start: bytes = START, variables: bytes = VARIABLES, top: Entries = ()) -> Entries:
    """The entries of a scene."""
    every = [(".start", start), (".variables", variables), *top, ("obj.def", b"end\n")]
    return every + [entry for part in parts for entry in part] + [(".cwd", b"opcf /\n")]


def write(folder: Any, data: bytes, name: str = "s.hip") -> str:
    """Write a file and give its path."""
    path = os.path.join(str(folder), name)
    with open(path, "wb") as file:
        file.write(data)
    return path


def read(path: str, environment: Optional[Dict[str, str]] = None, project: str = "") -> Scene:
    """Analyse a scene as if this machine had set nothing."""
    return run(HipReader(path, project, environment={} if environment is None else environment).analyse())


def analyse(folder: Any, *parts: Entries, environment: Optional[Dict[str, str]] = None, **top: Any) -> Scene:
    """Write a scene of these nodes and analyse it."""
    return read(write(folder, odc(hip(*parts, **top))), environment)


def target(scene: Scene, name: str = "/out/r") -> RenderTarget:
    """The target of that name."""
    return next(found for found in scene.targets if found.name == name)


def reference(scene: Scene, node: str, attribute: str) -> Reference:
    """The one mention by a parameter."""
    found = [item for item in scene.references if (item.node, item.attribute) == (node, attribute)]
    assert len(found) == 1, scene.references
    return found[0]


def tips(scene: Scene) -> Dict[str, Tip]:
    """The tips by code."""
    return {tip.code: tip for tip in scene.tips}


def names(files: Iterable[str]) -> Tuple[str, ...]:
    """File names without their folders."""
    return tuple(os.path.basename(path) for path in files)
