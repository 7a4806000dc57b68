"""The commands that the documents tell a reader to type, and how a test types them."""

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
CHECKLISTS = [page for page in PAGES if page.name in ("decisions.md", "unproven.md")]
"""Of these only what they name is looked at: what they tell to do needs a real program, or is history."""
PAGES = [page for page in PAGES if page not in CHECKLISTS]

ELSEWHERE = {
    r"make demo": "tests/docs/test_demo.py runs what it starts",
    r"make docs": "tests/docs/test_site.py runs what it starts",
    r"make (test|lint|setup|bench|proof)": "whoever starts this test run came by one of them",
    r"\.venv/bin/": "the same tests within the tests",
    r"apt-get .*|xargs .*": "needs root and the network; .ci/run installs that list",
    r"pip install .*": "needs the network; `make setup` installs the same extras",
    r"python3 -m venv .*|\. \.try/bin/activate": "the tests run in a venv already",
    r"farmhand-sandbox": "runs until it is stopped; tests/conftest.py starts it for every test",
    r"(farmhand|python launcher/farmhand_start\.py) panel .*": "opens a window; tests/install/test_launcher.py does so",
    r"farmhand task (estimate|full-speed) .*": "wants test frames that are done; tests/e2e/test_actions.py has some",
    r"farmhand download .* --follow": "goes on until it is stopped; tests/unit/watch has some days of it",
    r"python install/release\.py": "takes half a minute; tests/install/test_release.py makes one",
    r"rez .*": "tests/install/test_release.py runs both with the real rez",
    r"mayapy .*": "needs Maya; tests/hosts/maya/test_maya_batch.py runs the same in a simulated one",
    r"hython .*": "needs Houdini; tests/hosts/houdini/test_houdini_batch.py runs the same in a simulated one",
    r"FARMHAND_BATCH=.* cnode .*": "needs Clarisse; tests/hosts/clarisse/test_clarisse_batch.py runs it in another",
    r"export FARMHAND_ACCESS_(ID|KEY)=\.\.\.": "the reader's own account",
}
"""Pattern of a command that is not typed here, and why. Each must fit some command."""


def code_of(page):
    """The blocks of a page: their language and lines. In README and CONTRIBUTING, commands are indented."""
    lines = page.read_text(encoding="utf-8").splitlines()
    blocks, language, block = [], None, []
    for line in lines:
        fence = re.match(r"\s*```(\w*)", line)
        if fence and language is None:
            language, block = fence.group(1), []
        elif fence:
            blocks.append((language, block))
            language = None
        elif language is not None:
            block.append(line)
        elif page.parent == REPOSITORY and re.match(r" {4}\S", line):
            blocks.append(("sh", [line]))
    return blocks


def commands_of(page):
    """Every command on a page, without its comment."""
    found = []
    for language, block in code_of(page):
        if language in ("sh", "bash", "console"):
            found += [re.sub(r"\s+#.*$", "", line.strip()) for line in block if line.strip()]
    return [part.strip() for line in found for part in line.split("&&")]


def scripts_of(page):
    """Every block of Python on a page."""
    return ["\n".join(block) + "\n" for language, block in code_of(page) if language == "python"]


def mentions_of(page):
    """Every command that a page's sentences name in passing: our own, Python's, make's."""
    text = re.sub(r"(?ms)^\s*```.*?^\s*```", "", page.read_text(encoding="utf-8"))
    return re.findall(r"`((?:farmhand(?:-sandbox)?|python|make|nox) [^`]+)`", text.replace("\n", " "))


def reason(command):
    """Why a command is not typed here; empty where it is."""
    return next((why for pattern, why in ELSEWHERE.items() if re.match(pattern + "$|" + pattern + r"\S*", command)), "")
