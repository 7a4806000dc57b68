"""The documents build without a warning, are read without a network, and speak Chinese where artists read them."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from farmhand import cli
from farmhand.hooks import NAMES
from farmhand.settings import TABLE

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built documents."""
    beside = os.path.dirname(sys.executable)
    mkdocs = shutil.which("mkdocs", path=beside + os.pathsep + os.environ["PATH"])
    if mkdocs is None:
        pytest.skip("mkdocs is not installed (it comes with the dev extra)")
    folder = tmp_path_factory.mktemp("site")
    environment = dict(os.environ, NO_MKDOCS_2_WARNING="1")
    ended = subprocess.run(
        [mkdocs, "build", "--strict", "--site-dir", str(folder)], cwd=str(REPOSITORY), env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", timeout=240,
    )  # fmt: skip
    assert ended.returncode == 0 and "WARNING" not in ended.stdout, ended.stdout
    return folder


def text_of(site, page):
    return (site / page).read_text(encoding="utf-8")


def test_nothing_is_fetched_from_elsewhere(site):
    pages = list(site.rglob("*.html"))
    assert len(pages) >= 20
    for page in pages:
        text = page.read_text(encoding="utf-8")
        fetched = re.findall(r'<(?:script|link|img|iframe)\b[^>]*?(?:src|href)="(?:https?:)?//[^"]+"', text)
        assert [tag for tag in fetched if 'rel="canonical"' not in tag] == [], page


def test_every_setting_hook_and_command_stands_in_the_documents(site, capsys):
    settings, hooks, batch = (text_of(site, "studios/%s.html" % one) for one in ("settings", "hooks", "batch"))
    assert [setting.variable for setting in TABLE if setting.variable not in settings] == []
    assert [name for name in NAMES if name not in hooks] == []
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    every = re.findall(r"(?m)^    ([a-z]+) ", capsys.readouterr().out)
    assert len(every) >= 9
    assert [command for command in every if "usage: farmhand %s" % command not in batch] == []


def test_the_reference_tells_what_pipelines_call(site):
    reference = text_of(site, "developers/reference.html")
    for name in ("farmhand.session.Session.submit", "farmhand.hooks.Event", "farmhand.readers.open_scene"):
        assert 'id="%s"' % name in reference


def test_artists_read_the_same_in_chinese():
    """The same pages with the same pictures, lists, tables and commands."""
    docs = REPOSITORY / "docs"
    names = sorted(page.name for page in (docs / "artists").glob("*.md"))
    assert names == sorted(page.name for page in (docs / "zh").glob("*.md"))
    for page in names:
        english, chinese = ((docs / folder / page).read_text(encoding="utf-8") for folder in ("artists", "zh"))
        for mark in (r"(?m)^#+ ", r"(?m)^\d\. ", r"(?m)^- ", r"(?m)^\|", r"!\[", r"(?m)^\s*```", r"\]\([^)]*\.md"):
            assert len(re.findall(mark, english)) == len(re.findall(mark, chinese)), (page, mark)
        assert len(re.findall("[一-鿿]", chinese)) > 100
