"""The tables of the farm's documents, made of Farmhand's own."""

from __future__ import annotations

from typing import Dict, List

from farmhand.farm.codes import TASK_STATUSES, TASK_TEST_DONE

PACKAGE_NAME = "rayvision_sync"
ENGINE_TYPE: List[str] = ["aspera", "raysyncproxy"]
"""The farm's names of its engines; see `upload.RayvisionUpload` for what runs here."""
RENDERFARM_SDK = "renderfarm_sdk"
"""Folder in the user's home where the documents put what has no other place."""
TRANSFER_LOG = "RAYVISION_LOG"

PLATFORM_ALIAS_MAP: Dict[str, str] = {"2": "www2", "3": "www3", "6": "www6", "20": "pic", "21": "gpu", "35": "gpu5"}
"""The farm's platforms by number."""

TASK_STATUS_DESCRIPTION: Dict[str, Dict[str, str]] = {
    str(code): {"0": meaning.chinese, "1": meaning.english.capitalize()} for code, meaning in TASK_STATUSES.items()
}
"""Status -> its meaning, "0" in Chinese, "1" in English. The documents' table lacks 15, 50 and 100."""

TASK_END_STATUS_CODE_LIST: List[str] = [
    str(code) for code, meaning in TASK_STATUSES.items() if meaning.ended and code != TASK_TEST_DONE
]
"""Statuses after which nothing more renders. (Test frames that are done wait for full speed.)"""
