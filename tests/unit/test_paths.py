"""Paths as the farm names them, and names from the farm as safe local paths."""

import pytest

from farmhand.errors import JobError, TransferError
from farmhand.paths import safe_relative, server_path


@pytest.mark.parametrize(
    "local, server",
    [
        ("D:\\a\\b.png", "/D/a/b.png"),
        ("d:/proj//tex/a.tif", "/d/proj/tex/a.tif"),
        ("/mnt/x/y.ma", "/mnt/x/y.ma"),
        ("//srv/share/x", "/srv/share/x"),
        ("\\\\srv\\share\\x.exr", "/srv/share/x.exr"),
        ("/mnt/x/../y.ma", "/mnt/y.ma"),
        ("D:/场景/贴图.png", "/D/场景/贴图.png"),
        ("/a b/c;d.png", "/a b/c;d.png"),
    ],
)
def test_a_local_path_has_one_server_path(local, server):
    assert server_path(local) == server


@pytest.mark.parametrize(
    "local", ["tex/a.png", "", "C:a.png", "$PROJ/a.png", "/a/${X}/b", "%TEMP%/a", "/a/hero.<UDIM>.png", "/a/\udcff.png"]
)
def test_a_path_the_farm_could_not_find_is_refused(local):
    with pytest.raises(JobError):
        server_path(local)


@pytest.mark.parametrize("name", ["19097_shot/beauty/shot.0001.png", "./a.png", "a//b.png", "贴图.png"])
def test_a_name_of_an_output_file_is_kept(name):
    assert ".." not in safe_relative(name)
    assert not safe_relative(name).startswith("/")


@pytest.mark.parametrize(
    "name",
    ["/etc/passwd", "../a", "a/../../b", "a\\..\\..\\b", "C:/a", "C:a", "\\\\srv\\a", "", ".", "nul", "a/CON.png",
     "a/b:stream", "a/com1", "x\0y", "a/b ", "a./b"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name):
    with pytest.raises(TransferError):
        safe_relative(name)
