"""What scripts call in `farmhand.compat.rayvision` has the names, parameters and defaults of the published packages.

Set FARMHAND_OFFICIAL_PYTHON to an interpreter that has them. What differs stands in tables here, with the reason.
"""

import importlib
import inspect
import json
import os
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("official_signatures_script.py")
OFFICIAL = os.environ.get("FARMHAND_OFFICIAL_PYTHON", "")
OURS = "farmhand.compat.rayvision."
MODULES = (
    "rayvision_api.core", "rayvision_api.exception", "rayvision_api.task.check", "rayvision_api.utils",
    "rayvision_sync.download", "rayvision_sync.exception", "rayvision_sync.manage", "rayvision_sync.upload",
    "rayvision_sync.utils", "rayvision_maya.analyze_maya", "rayvision_houdini.analyze_houdini",
    "rayvision_clarisse.analyse_clarisse", "rayvision_utils.exception.exception", "rayvision_utils.exception.tips",
)  # fmt: skip

pytestmark = pytest.mark.skipif(not OFFICIAL, reason="FARMHAND_OFFICIAL_PYTHON (with rayvision packages) is not set")

_STARTS = "starts the scene's program or looks for it; here the file is read without it"
_WRITES = "a step of writing the files, which one analysis does at once"
_SAYS = "a line in the log; scripts have their own logger"
_DATABASE = "the transfer program's own database is not used; Farmhand's ledger knows what was sent"
_INSIDE = "a helper inside the package, in no document's flow"
# (module, class or function, method): why it is not here.
LEFT_OUT = {
    ("rayvision_api.exception", "RayvisionHTTPErrorProcessor", ""): "a part of urllib that nothing of the client uses",
    ("rayvision_utils.exception.exception", "RayvisionHTTPErrorProcessor", ""): "the same",
    ("rayvision_sync.upload", "RayvisionUpload", "check_transfer_log_path"): "sets a variable of the whole machine",
    ("rayvision_sync.upload", "RayvisionUpload", "create_db_ini"): _DATABASE,
    ("rayvision_sync.upload", "RayvisionUpload", "load_db_config"): _DATABASE,
    **{
        ("rayvision_api.utils", name, ""): _INSIDE
        for name in (
            "assemble_api_url", "check_upload_file", "convert_path", "exists_or_create", "extract_file",
            "formatted_headers", "generate_headers_body_str", "generate_nonce", "generate_signature",
            "generate_timestamp", "get_os", "headers_body_sort", "hump2underline", "json_load", "to_bytes",
            "walk_files",
        )
    },
    **{
        ("rayvision_sync.utils", name, ""): _INSIDE
        for name in (
            "create_transfer_params", "cutting_upload", "get_share_info", "handle_cmd_result", "insert_redis",
            "json_load", "print_to_log", "read_ini_config", "run_cmd", "str2unicode", "upload_retry", "write_json",
        )
    },
    **{
        ("rayvision_maya.analyze_maya", "AnalyzeMaya", name): why
        for name, why in {
            "get_current_id": _INSIDE, "check_version3": _STARTS, "check_version2": _STARTS,
            "location_from_reg": _STARTS, "find_location": _STARTS, "analyse_cg_file": _STARTS,
            "write_task_json": _WRITES, "get_file_md5": _WRITES, "write_upload_json": _WRITES,
        }.items()
    },
    **{
        ("rayvision_houdini.analyze_houdini", "AnalyzeHoudini", name): why
        for name, why in {
            "get_current_id": _INSIDE, "check_cg_name": "names in Chinese are read", "compare_the_version": _STARTS,
            "find_location": _STARTS, "analyse_cg_file": _STARTS, "write_task_json": _WRITES,
            "get_file_md5": _WRITES, "write_upload_json": _WRITES, "get_geo_node_dict": _WRITES,
            "set_geo_node_order": _WRITES,
        }.items()
    },
    **{
        ("rayvision_clarisse.analyse_clarisse", "AnalyzeClarisse", name): why
        for name, why in {
            "get_current_id": _INSIDE, "write_task_json": _WRITES, "print_info": _SAYS, "print_info_error": _SAYS,
            "writing_error_abort": "ends the caller's program", "write_tips_info": _WRITES, "analyse_cg_file": _STARTS,
            "get_file_md5": _WRITES, "gather_upload_dict": _WRITES,
        }.items()
    },
}  # fmt: skip
# (module, class, method, parameter): our default, and why.
OTHER_DEFAULTS = {
    ("rayvision_api.task.check", "RayvisionCheck", "execute", "hardware_config"):
        ("None", "the handbook's scripts leave it out"),
    ("rayvision_api.task.check", "RayvisionCheck", "execute", "task_json"): ("''", "it comes first in those"),
    ("rayvision_sync.manage", "RayvisionManageTask", "is_task_end", "is_test_stop"):
        ("False", "the handbook has it without"),
}  # fmt: skip
# Parameters of ours beyond theirs must have defaults; those of theirs that ours take under another form:
OTHER_PARAMETERS = {
    ("rayvision_api.exception", "RayvisonTaskIdError", ""): "fields of the message besides",
    ("rayvision_utils.exception.exception", "RayvisonTaskIdError", ""): "that of rayvision_api; the number comes first",
    ("rayvision_sync.exception", "DownloadFailed", ""): "fields of the message in the place of further arguments",
}


@pytest.fixture(scope="module")
def official(tmp_path_factory):
    home = str(tmp_path_factory.mktemp("home"))
    done = subprocess.run(
        [OFFICIAL, str(SCRIPT), *MODULES],
        env=dict(os.environ, HOME=home, USERPROFILE=home),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def everything(official):
    """(module, class or function, method, its parameters) of all that the packages have."""
    for module, things in official.items():
        for what, methods in things.items():
            for method, parameters in methods.items():
                if method != "(bases)":
                    yield module, what, method, parameters
            if not methods or set(methods) == {"(bases)"}:
                yield module, what, "", None


def ours(module, what, method):
    thing = getattr(importlib.import_module(OURS + module), what, None)
    return getattr(thing, method, None) if method and thing is not None else thing


def test_all_that_is_left_out_is_in_the_packages_and_all_else_is_here(official):
    theirs = {(module, what, method) for module, what, method, _ in everything(official)}
    absent = {key for key in theirs if ours(*key) is None}
    assert absent - {key for key in absent if (*key[:2], "") in LEFT_OUT} == {
        key for key in LEFT_OUT if key in theirs and (*key[:2], "") not in LEFT_OUT
    }
    assert {key[:2] for key in LEFT_OUT} <= {key[:2] for key in theirs}


def test_parameters_come_in_the_same_order_with_the_same_defaults(official):
    compared, differing = 0, []
    for module, what, method, parameters in everything(official):
        member, key = ours(module, what, method), (module, what, method)
        if member is None or parameters is None or key in OTHER_PARAMETERS:
            continue
        signature = inspect.signature(member).parameters.values()
        found = [
            [each.name, each.default is not each.empty, repr(each.default) if each.default is not each.empty else ""]
            for each in signature
            if each.name != "self"
        ]
        wanted = [
            [name, True, OTHER_DEFAULTS[(*key, name)][0]] if (*key, name) in OTHER_DEFAULTS else [name, has, default]
            for name, has, default in parameters
        ]
        more = found[len(wanted) :]
        if found[: len(wanted)] != wanted or not all(has for _, has, _ in more):
            differing.append((key, found, wanted))
        compared += 1
    assert differing == []
    assert compared > 60


def test_properties_are_properties_and_exceptions_have_the_same_kind_of_ancestors(official):
    for module, things in official.items():
        for what, methods in things.items():
            mine = ours(module, what, "")
            if mine is None:
                continue
            for method, parameters in methods.items():
                if method and parameters is None and (module, what, method) not in LEFT_OUT:
                    assert isinstance(inspect.getattr_static(mine, method), property), (what, method)
            named = {base.__name__ for base in inspect.getmro(mine)} if inspect.isclass(mine) else set()
            assert set(methods.get("(bases)", [])) <= named, what
