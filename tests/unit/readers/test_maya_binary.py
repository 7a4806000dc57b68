"""A Maya binary scene says what the same scene says as Maya ASCII."""

from __future__ import annotations

import os
import struct
from dataclasses import replace
from typing import Any, Dict, List, Tuple

import pytest
import real_scenes
from ma_scenes import HEAD

from farmhand.readers import open_scene
from farmhand.readers.ma_graph import Graph, as_number
from farmhand.readers.ma_scene import _read
from farmhand.readers.maya_binary import MayaBinaryReader
from farmhand.readers.mb_types import node_types
from farmhand.scene.host import run
from farmhand.scene.model import Scene

TICKS = 141120000 // 24
NUMBERS = {name: number for number, name in node_types().items()}
_AI_DRIVER = b"\0\x11\\\x03"


class Built:
    """Writes Maya binary as Maya does, in either width."""

    def __init__(self, width: int = 8) -> None:
        self.width = width

    def chunk(self, tag: bytes, data: bytes) -> bytes:
        return self._header(tag, len(data)) + data + b"\0" * (-len(data) % self.width)

    def group(self, tag: bytes, *chunks: bytes, kind: bytes = b"FOR") -> bytes:
        data = tag + b"".join(chunks)
        return self._header(kind + (b"%d" % self.width), len(data)) + data

    def _header(self, tag: bytes, size: int) -> bytes:
        return tag + (b"\xfd\x7f\0\0" + struct.pack(">Q", size) if self.width == 8 else struct.pack(">I", size))

    def text(self, name: str, value: str, encoding: str = "utf-8") -> bytes:
        return self.chunk(b"STR ", name.encode() + b"\0 " + value.encode(encoding) + b"\0")

    def number(self, name: str, value: float) -> bytes:
        return self.chunk(b"DBLE", name.encode() + b"\0 " + struct.pack(">d", value))

    def time(self, name: str, frame: float) -> bytes:
        return self.chunk(b"DBLE", name.encode() + b"\0 " + struct.pack(">q", int(frame * TICKS)))

    def node(self, kind: Any, name: str, *chunks: bytes, parent: str = "", shared: bool = False) -> bytes:
        bits = (1 if shared else 0) | (0 if parent else 0x80)
        data = bytes([bits]) + name.encode() + b"\0" + (parent.encode() + b"\0" if parent else b"") + b"\x07" * 16
        tag = kind if isinstance(kind, bytes) else NUMBERS[kind]
        return self.group(tag, self.chunk(b"CREA", data), *chunks)

    def select(self, name: str, *chunks: bytes) -> bytes:
        return self.group(b"SLCT", self.chunk(b"SLCT", b":" + name.encode()), *chunks)

    def links(self, *pairs: Tuple[str, str]) -> bytes:
        found = [self.chunk(b"CWFL", b"\0%s\0%s\0" % (one.encode(), two.encode())) for one, two in pairs]
        return self.group(b"CONS", self.group(b"CONN", *found), kind=b"LIS")

    def scene(self, *groups: bytes, head: Tuple[bytes, ...] = (), unit: bytes = b"film", ticks: bool = True) -> bytes:
        said = [self.chunk(b"VERS", b"2018"), self.chunk(b"UVER", b"undef"), self.chunk(b"TUNI", unit)]
        said += [self.chunk(b"TDUR", b"141120000")] if ticks else []
        layer = self.node("renderLayerManager", "renderLayerManager") + self.node("renderLayer", "defaultRenderLayer")
        links = self.links(("renderLayerManager.rlmi[0]", "defaultRenderLayer.rlid"))
        return self.group(b"Maya", self.group(b"HEAD", *said, *head), layer, *groups, links)

    def example(self) -> bytes:
        """A scene with a bit of everything."""
        plug = b'mtoa\0005.1.0\0 -nodeType "aiAOVDriver"\0aiAOVDriver\0' + _AI_DRIVER
        return self.scene(
            self.node("transform", "shotCam"),
            self.node("camera", "shotCamShape", parent="shotCam"),
            self.node("file", "file1", self.text("ftn", "/tex/a.<UDIM>.png"), self.number("uvt", 3)),
            self.node(_AI_DRIVER, "defaultArnoldDriver", self.text("ai_translator", "exr"), shared=True),
            self.node("reference", "charRN", self.text("fn[0]", "/p/char.mb")),
            self.node("renderLayer", "mask", self.number("rndr", 0)),
            self.select("defaultRenderGlobals", self.text("ren", "arnold"), self.number("an", 1), self.time("fs", 5),
                        self.time("ef", 9)),
            self.select("defaultResolution", self.number("w", 1920), self.number("h", 1080)),
            self.links(("renderLayerManager.rlmi[1]", "mask.rlid")),
            head=(self.chunk(b"PLUG", plug),),
        )  # fmt: skip


WIDTHS = pytest.mark.parametrize("width", [4, 8])


@pytest.fixture
def analyse(tmp_path: Any) -> Any:
    """Write a binary scene into a folder of its own and analyse it."""

    def reader(content: bytes, name: str = "s.mb") -> Scene:
        (tmp_path / name).write_bytes(content)
        return run(open_scene(str(tmp_path / name)).analyse())

    return reader


def _codes(scene: Scene) -> List[str]:
    return [tip.code for tip in scene.tips]


def _unsure(scene: Scene) -> str:
    return "\n".join(detail for tip in scene.tips if tip.code == "binary_partly_read" for detail in tip.details)


def _graph(path: str) -> Graph:
    graph: Graph = run(_read(path))[0]  # type: ignore[index,arg-type]
    return graph


def _plain(values: Dict[str, Tuple[str, ...]]) -> Dict[str, List[object]]:
    """Values without the difference between `yes`, `1` and `1.0`."""
    switches = {"yes": 1.0, "no": 0.0}
    return {
        name: [switches.get(text, as_number(text, 0.0) if text[:1].isdigit() else text) for text in texts]
        for name, texts in values.items()
    }


@real_scenes.needed
def test_a_real_scene_is_the_same_in_both_forms() -> None:
    text, binary = (
        run(open_scene(real_scenes.path("demo_scenc" + ending)).analyse()) for ending in (".ma", ".mb")
    )  # fmt: skip
    assert replace(binary, path=text.path, size=text.size, mtime_ns=text.mtime_ns) == text
    assert text.targets[0].animation and text.version == "2018" and text.plugins == {"mtoa": "2.0.1"}


@real_scenes.needed
def test_a_real_scene_gives_the_same_graph_in_both_forms() -> None:
    text, binary = (_graph(real_scenes.path("demo_scenc" + ending)) for ending in (".ma", ".mb"))
    kept = [[(node.name, node.type, node.parent, node.shared) for node in graph.nodes] for graph in (text, binary)]
    assert kept[0] == kept[1]
    assert [_plain(node.values) for node in binary.nodes] == [_plain(node.values) for node in text.nodes]
    assert (binary.transforms, binary.links, binary.plugins) == (text.transforms, text.links, text.plugins)
    assert binary.uncertain == []


@real_scenes.needed
def test_another_real_scene_differs_from_its_text_only_in_what_was_changed_there() -> None:
    """The text was saved later, with RenderMan loaded."""
    name = "deadline_scene_file_to_reference"
    text, binary = (run(open_scene(real_scenes.path(name + ending)).analyse()) for ending in (".ma", ".mb"))
    assert (binary.targets, binary.cameras, binary.references) == (text.targets, text.cameras, text.references)
    assert binary.plugins == {"stereoCamera": "10.0", "mtoa": "5.1.0"}
    assert binary.targets[0].renderer == "arnold" and str(binary.targets[0].frames) == "537"
    assert "binary_partly_read" not in _codes(binary)


@real_scenes.needed
def test_a_binary_scene_that_is_referenced_is_looked_into(tmp_path: Any) -> None:
    with open(real_scenes.path("deadline_cube.ma"), "rb") as file:
        (tmp_path / "cube.ma").write_bytes(file.read())
    content = Built().scene(
        Built().node("transform", "shotCam"), Built().node("camera", "shotCamShape", parent="shotCam"),
        Built().node("file", "f1", Built().text("ftn", "skin.png")),
    )  # fmt: skip
    (tmp_path / "workspace.mel").write_text("")
    (tmp_path / "cube").mkdir()
    (tmp_path / "cube" / "scene_file_to_reference.mb").write_bytes(content)
    (tmp_path / "cube" / "skin.png").write_bytes(b"x")
    scene = run(open_scene(str(tmp_path / "cube.ma")).analyse())
    assert "scene_file_to_reference:shotCam" in [camera.name for camera in scene.cameras]
    assert str(tmp_path / "cube" / "skin.png") in [asset.path for asset in scene.assets]
    assert not {"reference_not_read", "reference_broken"} & set(_codes(scene))


def test_a_referenced_binary_scene_that_is_damaged_is_told(read: Any, tmp_path: Any) -> None:
    (tmp_path / "b.mb").write_bytes(Built().example()[:-1])
    scene = read(head=HEAD + 'file -rdi 1 -ns "b" -rfn "bRN" -typ "mayaBinary" "b.mb";\n')
    assert "reference_not_read" in _codes(scene)
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "b.mb")]


@WIDTHS
def test_both_widths_are_read(analyse: Any, width: int) -> None:
    scene = analyse(Built(width).example())
    assert (scene.host, scene.version, scene.plugins) == ("maya", "2018", {"mtoa": "5.1.0"})
    master, mask = scene.targets
    assert (master.name, mask.name, mask.enabled) == ("defaultRenderLayer", "mask", False)
    assert (str(master.frames), master.width, master.height) == ("5-9[1]", 1920, 1080)
    assert (master.renderer, master.format, "shotCam" in master.all_cameras) == ("arnold", "exr", True)
    assert [item.pattern for item in scene.references] == ["/p/char.mb", "/tex/a.<UDIM>.png"]


@WIDTHS
def test_it_is_known_by_content_not_by_its_name(analyse: Any, width: int) -> None:
    assert analyse(Built(width).example(), "s.ma").version == "2018"


def test_a_reader_of_binary_scenes_is_opened(tmp_path: Any) -> None:
    (tmp_path / "s.mb").write_bytes(Built().example())
    assert isinstance(open_scene(str(tmp_path / "s.mb")), MayaBinaryReader)


@pytest.mark.parametrize(
    "unit, per_second",
    [(b"film", 24), (b"pal", 25), (b"ntsc", 30), (b"palf", 50), (b"ntscf", 60), (b"game", 15), (b"120fps", 120)],
)
@pytest.mark.parametrize("frame", [1, 10, 537, -20])
def test_times_are_frames_at_any_rate(analyse: Any, unit: bytes, per_second: int, frame: int) -> None:
    made = Built()
    ticks = struct.pack(">q", frame * 141120000 // per_second)
    now = made.select("time1", made.chunk(b"DBLE", b"o\0 " + ticks))
    assert str(analyse(made.scene(now, unit=unit)).targets[0].frames) == str(frame)


def test_a_time_in_frames_is_taken_as_such_and_told(analyse: Any) -> None:
    made = Built(4)
    shown = made.select("defaultRenderGlobals", made.number("an", 1), made.number("fs", 3), made.number("ef", 4))
    scene = analyse(made.scene(shown, ticks=False))
    assert str(scene.targets[0].frames) == "3-4[1]"
    assert "defaultRenderGlobals.startFrame: 3, taken as frames" in _unsure(scene)


def test_render_setup_layers_are_read(analyse: Any) -> None:
    """With the node types' numbers alone: no plug-in lists them. An override's time is in ticks too."""
    made = Built()
    added = made.chunk(b"ATTR", b"aTYP\0\xf8 @\0\0\0\1STR attrValue\0atv\0\0\0\0\0")
    scene = analyse(
        made.scene(
            made.node("renderLayer", "rs_fog"),
            made.node("renderSetupLayer", "fog"),
            made.node("renderSettingsCollection", "settings"),
            made.node("absUniqueOverride", "start", made.text("atr", "startFrame"),
                      made.text("tgName", "defaultRenderGlobals"), made.time("atv", 101)),
            made.node("relUniqueOverride", "end", made.text("atr", "endFrame"),
                      made.text("tgName", "defaultRenderGlobals"), made.number("mul", 1), made.number("ofs", 100)),
            made.node("absUniqueOverride", "prefix", added, made.text("atr", "imageFilePrefix"),
                      made.text("tgName", "defaultRenderGlobals")),
            made.select("defaultRenderGlobals", made.number("an", 1), made.text("ifp", "shot")),
            made.links(("renderLayerManager.rlmi[1]", "rs_fog.rlid"), ("rs_fog.msg", "fog.lrl"),
                       ("fog.lit", "settings.pls"), ("settings.lit", "start.pls"), ("settings.lit", "end.pls"),
                       ("settings.lit", "prefix.pls"), ("start.nxt", "end.prv"), ("end.nxt", "prefix.prv")),
        )
    )  # fmt: skip
    fog = scene.targets[1]
    assert (fog.label, str(fog.frames), fog.output) == ("fog", "101-110[1]", "")
    assert scene.targets[0].output == "shot" and scene.layer_system == "render_setup"


@WIDTHS
@pytest.mark.parametrize("tag", [b"FREF", b"FRDI"])
def test_a_listed_reference_is_found_whatever_the_order_of_its_texts(analyse: Any, width: int, tag: bytes) -> None:
    made = Built(width)
    texts = [b"/p/char.mb", b"char", b"charRN", b"v=0;", b"mayaBinary"]
    for order in (texts, texts[::-1]):
        listed = made.group(tag, made.chunk(tag, b"\0\0\0\1" + b"\0".join(order) + b"\0"))
        scene = analyse(made.scene(listed, made.node("reference", "charRN")))
        assert [(item.node, item.pattern, item.missing) for item in scene.references] == [
            ("charRN", "/p/char.mb", True)
        ]
        assert "namespace" not in _unsure(scene)


def test_the_namespace_of_a_listed_reference_reaches_its_cameras(analyse: Any, tmp_path: Any) -> None:
    made = Built()
    inner = made.scene(made.node("transform", "cam"), made.node("camera", "camShape", parent="cam"))
    (tmp_path / "char.mb").write_bytes(inner)
    listed = made.group(b"FREF", made.chunk(b"FREF", b"char.mb\0hero\0heroRN\0mayaBinary\0"))
    scene = analyse(made.scene(listed, made.node("reference", "heroRN")))
    assert "hero:cam" in [camera.name for camera in scene.cameras]


def test_a_reference_that_only_its_node_names_is_found_and_told(analyse: Any) -> None:
    scene = analyse(Built().example())
    assert "charRN: the namespace of the reference" in _unsure(scene)


def test_edits_of_a_reference_count_as_far_as_they_are_readable(analyse: Any, tmp_path: Any) -> None:
    made = Built()
    (tmp_path / "new.png").write_bytes(b"x")
    said = b'ed\0 \0\0\0\1char:f1\0fileTextureName\0 -type "string" "new.png"\0'
    scene = analyse(made.scene(made.node("reference", "charRN", made.chunk(b"RFED", said))))
    assert [asset.path for asset in scene.assets] == [str(tmp_path / "new.png")]
    assert "charRN: what this scene changes" in _unsure(scene)


def test_a_file_of_a_node_of_an_unknown_type_is_found(analyse: Any, tmp_path: Any) -> None:
    made = Built()
    for name in ("a.ies", "b.weird"):
        (tmp_path / name).write_bytes(b"x")
    node = made.node(b"\x7f\1\2\3", "light1", made.text("iesFile", "a.ies"), made.text("filename", "./b.weird"))
    scene = analyse(made.scene(node))
    assert [os.path.basename(asset.path) for asset in scene.assets] == ["a.ies", "b.weird"]
    assert "light1.filename: ./b.weird (a node of an unknown type)" in _unsure(scene)


def test_a_value_of_an_unknown_kind_is_told(analyse: Any) -> None:
    made = Built()
    odd = made.node("file", "file1", made.chunk(b"CMPD", b"ftn\0 \0\0"))
    assert "file1.fileTextureName: a value of a kind that is not known" in _unsure(analyse(made.scene(odd)))


def test_lists_of_texts_are_read(analyse: Any) -> None:
    made = Built()
    types = b'AbcImport\0001.0\0 -nodeType "AlembicNode"\0AlembicNode\0\0\x08\x26\x97'
    listed = made.chunk(b"STR#", b"fns\0 \0\0\0\2/c/a.abc\0/c/b.abc\0")
    scene = analyse(made.scene(made.node(b"\0\x08\x26\x97", "abc1", listed), head=(made.chunk(b"PLUG", types),)))
    assert [item.pattern for item in scene.references] == ["/c/a.abc", "/c/b.abc"]


def test_texts_that_are_not_utf8_are_read_and_told(analyse: Any) -> None:
    made = Built()
    node = made.node("file", "file1", made.text("ftn", "/tex/渲染.png", "gb18030"))
    scene = analyse(made.scene(node))
    assert len(scene.references) == 1 and "1 texts are not UTF-8" in _unsure(scene)


def test_a_script_is_no_texture(analyse: Any) -> None:
    made = Built()
    assert analyse(made.scene(made.node("script", "s", made.text("b", "source a.png")))).references == ()


@WIDTHS
def test_a_scene_without_doubts_has_no_tip_of_its_own(analyse: Any, width: int) -> None:
    made = Built(width)
    globals_ = made.select("defaultRenderGlobals", made.time("ef", 9), made.text("imfkey", "exr"))
    scene = analyse(made.scene(made.node("file", "f", made.text("ftn", "")), globals_))
    assert "binary_partly_read" not in _codes(scene)


def test_the_same_scene_by_hand_is_the_same_in_both_forms(analyse: Any, read: Any) -> None:
    made = Built()
    binary = analyse(
        made.scene(
            made.node("file", "f1", made.text("ftn", "a.png")),
            made.select("defaultRenderGlobals", made.number("an", 1), made.time("fs", 2), made.number("bfs", 2)),
        )
    )
    text = read(
        'createNode file -n "f1";\n\tsetAttr ".ftn" -type "string" "a.png";\n',
        '\tsetAttr ".an" yes;\n\tsetAttr ".fs" 2;\n\tsetAttr ".bfs" 2;\n', head=HEAD.replace("2023", "2018"),
    )  # fmt: skip
    assert replace(binary, path=text.path, size=text.size, mtime_ns=text.mtime_ns) == text
