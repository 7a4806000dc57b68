"""The cameras of a Maya scene: what the artist calls each, where it hangs, and whether it renders by itself.

A path is worked out only for cameras; other DAG nodes matter here only as their parents and as names to be told
apart from.
"""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple, Tuple

from farmhand.readers.ma_graph import Graph, Node, is_on, leaf

_STARTUP = (("persp", True), ("top", False), ("front", False), ("side", False))
_DEEPEST = 500


class CameraNode(NamedTuple):
    """One camera of the scene, or of a scene it references.

    Attributes:
        name: Its transform, as short as is unambiguous.
        shape: Its shape's own name.
        path: Its shape's DAG path, `|grp|shotCam|shotCamShape`.
        renderable: Its own switch.
    """

    name: str
    shape: str
    path: str
    renderable: bool


def cameras(graph: Graph, referenced: Iterable[Tuple[str, Graph]] = ()) -> List[CameraNode]:
    """Every camera, by its shape's name.

    The four cameras every Maya scene starts with are there although a file may not mention them (exported ones do
    not): only `persp` renders. A camera renders unless it says otherwise (a recorded Maya shows it).

    Args:
        graph: The scene.
        referenced: The namespace prefix and graph of each scene it references, at any depth. Their startup cameras
            merge into the scene's own.
    """
    found = [_camera(graph, node) for node in graph.of("camera") if node.type]
    own = {camera.shape for camera in found}
    if not any(node.shared for node in graph.of("camera")):
        for name, renderable in _STARTUP:
            shape = name + "Shape"
            if shape not in own:
                said = graph.by_name.get(shape)
                own_word = said.flag("renderable", renderable) if said else renderable
                found.append(CameraNode(name, shape, "|%s|%s" % (name, shape), own_word))
    for prefix, other in referenced:
        found += [_renamed(camera, prefix, graph) for camera in cameras_created(other)]
    return sorted(found, key=lambda camera: camera.shape)


def cameras_created(graph: Graph) -> List[CameraNode]:
    """The cameras a scene brings along when it is referenced: all but the startup ones."""
    return [_camera(graph, node) for node in graph.of("camera") if not node.shared]


def _camera(graph: Graph, node: Node) -> CameraNode:
    parent = dag_path(graph, node.parent) if node.parent else ""
    shape = leaf(node.name)
    name = _shortest(graph, parent) if parent else shape
    return CameraNode(name, shape, "%s|%s" % (parent, shape), node.flag("renderable", True))


def _renamed(camera: CameraNode, prefix: str, graph: Graph) -> CameraNode:
    """A referenced camera under its namespace, with what the referencing scene changed about it."""

    def space(path: str) -> str:
        return "|".join(part and prefix + part for part in path.split("|"))

    shape = space(camera.shape)
    edit = graph.edits.get((shape, "renderable"), graph.edits.get((shape, "rnd")))
    renderable = camera.renderable if edit is None else is_on(edit)
    return CameraNode(space(camera.name), shape, space(camera.path), renderable)


def dag_path(graph: Graph, name: str, depth: int = 0) -> str:
    """The full path of a transform that a file names by itself or by the end of its path."""
    if name.startswith("|") or depth > _DEEPEST:
        return name
    top = leaf(name.split("|", maxsplit=1)[0])
    parents = graph.transforms.get(top)
    above = dag_path(graph, parents[0], depth + 1) if parents and parents[0] else ""
    return "%s|%s" % (above, name.lstrip(":"))


def _shortest(graph: Graph, path: str) -> str:
    """A transform's name, made longer (`grp|camera1`) as far as others of its name make it necessary."""
    name = leaf(path)
    same = graph.transforms.get(name, [])
    if len(same) < 2:
        return name
    others = {"%s|%s" % (dag_path(graph, parent) if parent else "", name) for parent in same} - {path}
    parts = path.strip("|").split("|")
    for count in range(1, len(parts) + 1):
        short = "|".join(parts[-count:])
        if not any(other.endswith("|" + short) for other in others):
            return short
    return path


def elements(found: Iterable[CameraNode]) -> Dict[str, bool]:
    """Every DAG path that is a camera's or above one -> whether it is a camera's shape."""
    paths: Dict[str, bool] = {}
    for camera in found:
        parts = camera.path.split("|")
        for count in range(2, len(parts)):
            paths.setdefault("|".join(parts[:count]), False)
        paths[camera.path] = True
    return paths
