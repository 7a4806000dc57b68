"""The Host of docs/developers/new_host.md: it analyses, tells what is missing, changes nothing, reaches the farm."""

from pathlib import Path

import pytest

from farmhand.errors import SceneError
from farmhand.job.choices import Job
from farmhand.progress import CancelToken, unheard
from farmhand.scene.host import run, step
from farmhand.session import Session

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "minimal_host"


@pytest.fixture
def sketch(monkeypatch, tmp_path):
    monkeypatch.syspath_prepend(str(EXAMPLE))
    import sketch

    folder = tmp_path / "shot"
    folder.mkdir()
    scene = folder / "board.ma"
    scene.write_text("//Maya ASCII 2024 scene\n")
    for name in ("sky.png", "rock.1001.png", "rock.1002.png"):
        (folder / name).write_bytes(name.encode())
    program = sketch.Program()
    shots = [{"name": "wide", "camera": "cam1", "frames": "1-4"}, {"name": "close", "camera": "cam2", "frames": "7"}]
    program.open(str(scene), shots, [("sky", "sky.png"), ("rock", "rock.<UDIM>.png"), ("gone", "gone.png")])
    return program


@pytest.fixture
def host(sketch):
    from sketch_host import SketchHost

    return SketchHost(sketch)


def test_it_finds_what_renders_and_every_file(host):
    scene = run(host.analyse())
    assert [(target.name, str(target.frames)) for target in scene.targets] == [("wide", "1-4[1]"), ("close", "7")]
    names = sorted(Path(asset.path).name for asset in scene.assets)
    assert names == ["rock.1001.png", "rock.1002.png", "sky.png"]
    assert [reference.node for reference in scene.references if reference.missing] == ["gone"]
    assert any("gone" in " ".join(tip.details) for tip in scene.tips)


def test_a_window_can_step_it(host):
    analysis, scene = host.analyse(), None
    while scene is None:
        scene = step(analysis, 0.0)
    assert scene.targets


def test_a_look_changes_nothing_and_a_change_is_noticed(host, sketch):
    before = dict(vars(sketch))
    run(host.analyse())
    assert vars(sketch) == before and not host.is_modified()
    sketch.changed = True
    assert host.is_modified()
    host.save()
    assert not host.is_modified()


def test_a_scene_without_a_file_is_refused(host, sketch):
    sketch.path = ""
    with pytest.raises(SceneError, match="no name yet"):
        run(host.analyse())
    with pytest.raises(SceneError, match="no name yet"):
        host.save()


def test_it_reaches_the_farm(host, sketch, sandbox_environment):
    sketch.pictures.pop()
    session = Session.open()
    try:
        assert session.submit(Job(run(host.analyse())), unheard, CancelToken()) > 0
    finally:
        session.close()
