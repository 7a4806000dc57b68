"""The nouns of an analysis: plain frozen data that can be printed, compared and tested without a DCC.

Every host and every reader answers with these; nothing after the analysis knows which DCC they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Tuple

from farmhand.frames import FrameRange
from farmhand.scene.rows import Rows

_AT_A_TIME = 5000
ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True)
class Camera:
    """A camera of the scene.

    Attributes:
        name: What the artist sees, in Maya the transform (`shotCam`), as short as is unambiguous.
        shape: What the farm's task file wants, in Maya the shape's short name; elsewhere equal to `name`.
        renderable: Whether it renders before any target's own choice.
    """

    name: str
    shape: str
    renderable: bool = True


class Numbering(NamedTuple):
    """How Maya numbers the pictures of a layer in their names; see `pictures`.

    Attributes:
        padding: Digits at least.
        start, step: The first picture's number, and what each further one adds, where pictures get new numbers.
        pattern: The order of `<name>`, `<number>` and `<ending>`.
        ending: An ending of the user's own, in place of the format's.
        version: What stands for `<Version>`.
    """

    padding: int = 1
    start: float = 1.0
    step: float = 1.0
    pattern: str = "<name>.<ending>.<number>"
    ending: str = ""
    version: str = ""


@dataclass(frozen=True)
class RenderTarget:
    """One thing that renders by itself: a render layer, a ROP, an image.

    Attributes:
        name: What the farm gets (`defaultRenderLayer`, `rs_fog`).
        label: What the artist sees (`masterLayer`, `fog`).
        kind: `legacy_layer`, `render_setup_layer`, `rop`, `image` ...
        enabled: Whether it renders as the scene stands.
        frames: The frames it renders.
        cameras: The cameras that render, by their names.
        all_cameras: Every camera of the scene, by name.
        width, height: Pixels.
        renderer: The renderer's name as the scene writes it.
        output: The output prefix or path as the scene writes it, empty where it is not set.
        format: The image format's file ending, such as `exr`; empty where it cannot be told.
        animation: False where only the current frame renders.
        renumber: Whether frames get new numbers in their file names.
        numbering: How pictures are numbered.
        pictures: The first picture of each camera, below the folder of images; empty where nobody can tell.
        deep: Whether deep images are written.
        needs: Names of the targets that have to render before it: a ROP's inputs, what a fetch or wedge drives.
        details: What only this DCC's task file wants, by the names it has there (Clarisse: `LUT`, `save_to_disk` ...).
    """

    name: str
    label: str
    kind: str
    enabled: bool
    frames: FrameRange
    cameras: Tuple[str, ...]
    all_cameras: Tuple[str, ...]
    width: int
    height: int
    renderer: str
    output: str = ""
    format: str = ""
    animation: bool = True
    renumber: bool = False
    deep: bool = False
    needs: Tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict, hash=False)
    numbering: Numbering = Numbering()
    pictures: Tuple[str, ...] = ()


class Reference(NamedTuple):
    """One mention of files by an attribute of a node. A tuple, since there may be a hundred thousand of them.

    Attributes:
        node: The node's name.
        attribute: Its attribute, in the DCC's long spelling.
        pattern: The text as the scene holds it, tokens and all.
        files: The files on this disk that it stands for, absolute, sorted.
        missing: True where it stands for none although it should.
        kind: `texture`, `reference`, `cache`, `proxy`, `volume`, `light`, `audio`, `color`, `other`.
        ignored: Why nothing is expected on this disk (it belongs to the DCC's installation, an unloaded reference ...);
            empty otherwise.
        frames: Of a sequence: the frame that needs each of `files`, in their order. Empty where any frame may need
            any of them, or where nobody can tell.
    """

    node: str
    attribute: str
    pattern: str
    files: Tuple[str, ...] = ()
    missing: bool = False
    kind: str = "other"
    ignored: str = ""
    frames: Tuple[int, ...] = ()


class Asset(NamedTuple):
    """A file that travels to the farm, each once. A tuple, since there may be a million of them.

    Attributes:
        path: Absolute local path.
        size: Bytes at the time of the look.
        mtime_ns: Modification time in nanoseconds at the time of the look: a change until the upload is noticed.
        ctime_ns: Change time in nanoseconds at the time of the look; 0 where the system has none.
        server: Where it lies on the farm, if elsewhere than its own path says: the user found it in another folder.
    """

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int = 0
    server: str = ""


@dataclass(frozen=True)
class Tip:
    """Something the user should know before sending.

    Attributes:
        code: The farm's number where one exists (`20001`), else a word of ours.
        severity: `error` (would not render) or `warning`.
        message: One sentence, the same for every scene: it is translated by its text.
        details: Which nodes, paths or layers.
    """

    code: str
    severity: str
    message: str
    details: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Scene:
    """All that an analysis found out.

    Attributes:
        host: `maya`, `houdini`, `clarisse`.
        version: The DCC's version as the farm names it (`2024`).
        path: Absolute path of the scene file.
        project: The project folder, empty where none is known.
        plugins: Name and version of each plug-in the scene requires.
        cameras: Every camera.
        targets: What can render, off ones too, in the DCC's order.
        references: Every mention of a file.
        assets: Every file to send besides the scene itself, sorted by path, each once.
        tips: What the checks found.
        size, mtime_ns: Of the scene file at the time of the look.
        layer_system: Maya: `legacy` or `render_setup`; empty elsewhere.
        details: What only this DCC's task file wants of the whole scene, by the names it has there.
    """

    host: str
    version: str
    path: str
    project: str
    plugins: Mapping[str, str] = field(default_factory=dict)
    cameras: Tuple[Camera, ...] = ()
    targets: Tuple[RenderTarget, ...] = ()
    references: Rows[Reference] = field(default_factory=lambda: Rows(Reference))
    assets: Rows[Asset] = field(default_factory=lambda: Rows(Asset))
    tips: Tuple[Tip, ...] = ()
    size: int = 0
    mtime_ns: int = 0
    layer_system: str = ""
    details: Mapping[str, str] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        for name, kind in (("references", Reference), ("assets", Asset)):
            held: Any = getattr(self, name)
            if not isinstance(held, Rows):  # a tuple of somebody's script
                object.__setattr__(self, name, Rows(kind, held))

    @property
    def asset_bytes(self) -> int:
        """Bytes of all assets together; added up once, as there may be a million."""
        if "_asset_bytes" not in self.__dict__:
            self.__dict__["_asset_bytes"] = sum(self.assets.column("size"))
        return int(self.__dict__["_asset_bytes"])

    @property
    def missing(self) -> Tuple[str, ...]:
        """Patterns that stand for no file although they should; gathered once."""
        if "_missing" not in self.__dict__:
            missing = self.references.column("missing")
            self.__dict__["_missing"] = tuple(compress(self.references.column("pattern"), missing))
        return tuple(self.__dict__["_missing"])

    @property
    def timed(self) -> Rows[Reference]:
        """The mentions whose files belong to single frames; gathered once."""
        if "_timed" not in self.__dict__:
            self.__dict__["_timed"] = self.references.picked(self.references.column("frames"))
        found: Rows[Reference] = self.__dict__["_timed"]
        return found

    def gathered(self) -> Iterator[None]:
        """Gather what the properties above tell, in steps: for who has a window to keep alive."""
        size, timed = 0, Rows(Reference)
        missing: List[str] = []
        for start in range(0, len(self.assets), _AT_A_TIME):
            size += sum(self.assets[start : start + _AT_A_TIME].column("size"))
            yield
        for start in range(0, len(self.references), _AT_A_TIME):
            some = self.references[start : start + _AT_A_TIME]
            missing += compress(some.column("pattern"), some.column("missing"))
            timed.extend(some.picked(some.column("frames")))
            yield
        self.__dict__.update(_asset_bytes=size, _missing=tuple(missing), _timed=timed)

    def as_dict(self) -> Dict[str, Any]:
        """The analysis as `farmhand analyse --json` prints it. Users' scripts rely on these names."""
        return {
            "host": self.host,
            "version": self.version,
            "scene": self.path,
            "project": self.project,
            "plugins": dict(self.plugins),
            "targets": [
                {
                    "name": target.name,
                    "label": target.label,
                    "kind": target.kind,
                    "enabled": target.enabled,
                    "frames": str(target.frames),
                    "cameras": list(target.cameras),
                    "all_cameras": list(target.all_cameras),
                    "width": target.width,
                    "height": target.height,
                    "renderer": target.renderer,
                    "output": target.output,
                    "format": target.format,
                    **({"pictures": list(target.pictures)} if target.pictures else {}),
                }
                for target in self.targets
            ],
            "references": [
                {
                    "node": reference.node,
                    "attribute": reference.attribute,
                    "pattern": reference.pattern,
                    "files": list(reference.files),
                    "missing": reference.missing,
                }
                for reference in self.references
            ],
            "tips": [
                {"code": tip.code, "severity": tip.severity, "message": tip.message, "details": list(tip.details)}
                for tip in self.tips
            ],
        }
