"""Farmhand for studios that resolve their tools with rez: `rez env farmhand maya-2024 -- maya`.

    rez build --install        (in an unpacked release; from a checkout the libraries of vendor/ would be missing)

Nothing is written on a seat: the variables lead each program to the package.
"""

name = "farmhand"

authors = ["Farmhand's authors"]

description = "Send the open Maya, Houdini or Clarisse scene to the Renderbus / Fox Renderfarm cloud farm."

tools = ["farmhand"]


@early()  # noqa: F821  rez brings it
def version():
    """The version that the code states."""
    import os
    import re

    with open(os.path.join("core", "farmhand", "__init__.py")) as stream:
        return re.search(r'__version__ = "([^"]+)"', stream.read()).group(1)


build_command = 'python3 "{root}/install/rez_build.py"'


def commands():
    """What a resolved environment knows of Farmhand. Everything is appended: what a studio put there comes first."""
    env.FARMHAND_ROOT = "{root}"  # noqa: F821
    env.PATH.append("{root}/launcher/bin")  # noqa: F821
    if "maya" in resolve:  # noqa: F821
        env.MAYA_MODULE_PATH.append("{root}/maya_plugin")  # noqa: F821
        env.MAYA_MODULE_PATH.append("{root}/launcher/maya")  # noqa: F821
    if "houdini" in resolve:  # noqa: F821
        env.HOUDINI_PACKAGE_DIR.append("{root}/houdini_plugin")  # noqa: F821
    if "clarisse" in resolve:  # noqa: F821
        script = "{root}/clarisse_plugin/startup.py"
        if defined("CLARISSE_STARTUP_SCRIPT"):  # noqa: F821
            script = getenv("CLARISSE_STARTUP_SCRIPT") + ";" + script  # noqa: F821  a semicolon on every system
        env.CLARISSE_STARTUP_SCRIPT = script  # noqa: F821
