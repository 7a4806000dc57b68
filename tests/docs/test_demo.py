"""What `make demo` starts comes to its end: frames on disk, a picture of each moment in both languages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
MOMENTS = ["01_analysed_en", "02_analysed_zh", "03_rendering_en", "04_done_en", "05_done_zh"]


def test_the_demo_brings_every_frame(tmp_path):
    pytest.importorskip("Qt")
    for name in ("demo.py", "first_light"):
        copy = shutil.copytree if (EXAMPLES / name).is_dir() else shutil.copy
        (tmp_path / "examples").mkdir(exist_ok=True)
        copy(str(EXAMPLES / name), str(tmp_path / "examples" / name))
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    ended = subprocess.run(
        [sys.executable, str(tmp_path / "examples/demo.py")], env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=200,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stdout
    assert "Pressed Submit." in ended.stdout and "18 frames are in" in ended.stdout
    output = tmp_path / "demo_output"
    assert len([path for path in (output / "frames").rglob("*") if path.is_file()]) == 18
    pictures = sorted((output / "screenshots").iterdir())
    assert [picture.stem for picture in pictures] == MOMENTS
    assert all(picture.read_bytes()[:4] == b"\x89PNG" for picture in pictures)
