"""Farmhand in a program of one's own: the Host of docs/developers/new_host.md. It runs, and is tested."""

from __future__ import annotations

import os
from typing import Any, Tuple

from farmhand.frames import FrameRange
from farmhand.progress import Progress
from farmhand.readers.program_host import ProgramHost
from farmhand.scene.expand import expand, has_tokens
from farmhand.scene.host import Analysis
from farmhand.scene.model import Camera, Reference, RenderTarget, Scene
from farmhand.scene.rows import Rows


class SketchHost(ProgramHost):
    """The scene that is open in Sketch."""

    name = "maya"  # what the farm calls the program that renders; Sketch writes scenes for Maya
    program = "Sketch"

    def __init__(self, sketch: Any) -> None:
        super().__init__()
        self._sketch = sketch

    def scene_path(self) -> str:
        """The open scene's file."""
        return str(self._sketch.path)

    def unsaved(self) -> bool:
        """Whether the artist changed something since the last save."""
        return bool(self._sketch.changed)

    def _save_as_named(self, path: str) -> None:
        self._sketch.save()

    def analyse(self) -> Analysis:
        """Look at the scene: a step for the windows, then the next; nothing is changed."""
        self._begin(self.scene_path())

        cameras = tuple(Camera(shot["camera"], shot["camera"]) for shot in self._sketch.shots)
        targets = tuple(self._target(shot) for shot in self._sketch.shots)
        yield Progress("read")

        references = Rows(Reference)
        for number, (node, pattern) in enumerate(self._sketch.pictures):
            references.append(self._reference(node, pattern))
            yield Progress("assets", number, len(self._sketch.pictures), "files")

        scene = Scene(
            host=self.name,
            version="2024",
            path=self._path,
            project=os.path.dirname(self._path),
            cameras=cameras,
            targets=targets,
            references=references,
            size=self._seen[0],
            mtime_ns=self._seen[1],
        )
        return (yield from self._completed(scene, own=(), variables=os.environ))

    def _target(self, shot: Any) -> RenderTarget:
        cameras: Tuple[str, ...] = (shot["camera"],)
        return RenderTarget(
            name=shot["name"],
            label=shot["name"],
            kind="legacy_layer",
            enabled=True,
            frames=FrameRange.parse(shot["frames"]),
            cameras=cameras,
            all_cameras=cameras,
            width=1920,
            height=1080,
            renderer="arnold",
            output=shot["name"],
            format="exr",
        )

    def _reference(self, node: str, pattern: str) -> Reference:
        full = os.path.join(os.path.dirname(self._path), pattern)
        files = expand(full, self.index, sequence=has_tokens(pattern))
        return Reference(node, "picture", pattern, files, missing=not files, kind="texture")
