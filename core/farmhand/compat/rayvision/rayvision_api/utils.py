"""Changing the files of an analysis before they are checked. (The module has the documents' name.)"""

from __future__ import annotations

import json
import os
from typing import Any, Dict, Iterator, Mapping, Sequence, Union

from farmhand.compat.rayvision.rayvision_api.constants import MODIFIABLE_PARAM
from farmhand.compat.rayvision.rayvision_api.exception import RayvisionError
from farmhand.files import write_whole
from farmhand.job.taskfiles import upload_entry

NOT_CHANGEABLE = 1000002
NOT_READABLE = 1000004


def update_task_info(update_info: Mapping[str, Any], task_path: Union[str, Dict[str, Any]]) -> None:
    """Change values of a task.json's `task_info`. Numbers are written as text, as the farm wants them.

    Args:
        update_info: Names and values.
        task_path: Path of the task.json, or its content.

    Raises:
        RayvisionError: There is no such name, or the file cannot be read.
        DiskError: It cannot be written.
    """
    content = task_path if isinstance(task_path, dict) else check_and_read(task_path)
    info = content.get("task_info")
    if not isinstance(info, dict):
        raise RayvisionError(NOT_READABLE, "{path} has no task_info.", path=_called(task_path))
    for name in update_info:
        if name not in info and name not in MODIFIABLE_PARAM:
            raise RayvisionError(NOT_CHANGEABLE, "task_info has no {name}, so it cannot be changed.", name=name)
    info.update({name: _text(value) for name, value in update_info.items()})
    if isinstance(task_path, str):
        json_save(task_path, content)


def append_to_task(
    additional_info: Mapping[str, Any], task_path: Union[str, Dict[str, Any]], cover: bool = True
) -> None:
    """Add names of one's own to a task.json, under `additional_info`.

    Args:
        additional_info: Names and values.
        task_path: Path of the task.json, or its content.
        cover: Whether a name that is there already gets the new value.

    Raises:
        RayvisionError: A name is there already and `cover` is off, or the file cannot be read.
        DiskError: It cannot be written.
    """
    content = task_path if isinstance(task_path, dict) else check_and_read(task_path)
    there = content.setdefault("additional_info", {})
    taken = [name for name in additional_info if name in there]
    if taken and not cover:
        raise RayvisionError(NOT_CHANGEABLE, "additional_info has {names} already.", names=", ".join(taken))
    there.update(additional_info)
    if isinstance(task_path, str):
        json_save(task_path, content)


def append_to_upload(files_paths: Union[str, Sequence[str]], upload_path: str) -> None:
    """Send further files with the job; a folder stands for all files in it. A file that is listed stays listed once.

    Args:
        files_paths: A path, or several.
        upload_path: Path of the upload.json.

    Raises:
        RayvisionError: A file is not there, or the upload.json cannot be read.
        JobError: A path has no place on the farm.
        DiskError: The upload.json cannot be written.
    """
    content = check_and_read(upload_path)
    listed = content.setdefault("asset", [])
    known = {entry.get("local") for entry in listed}
    for path in _files([files_paths] if isinstance(files_paths, str) else files_paths):
        entry = upload_entry(os.path.abspath(path))
        if entry["local"] not in known:
            known.add(entry["local"])
            listed.append(entry)
    json_save(upload_path, content)


def check_and_read(json_path: str) -> Dict[str, Any]:
    """The object in a JSON file.

    Raises:
        RayvisionError: It is not there, or holds something else.
    """
    try:
        with open(json_path, encoding="utf-8-sig") as stream:
            content = json.load(stream)
    except (OSError, ValueError) as error:
        raise RayvisionError(NOT_READABLE, "{path} cannot be read: {reason}.", path=json_path, reason=error) from error
    if not isinstance(content, dict):
        raise RayvisionError(NOT_READABLE, "{path} holds no object.", path=json_path)
    return content


def json_save(json_path: str, data: Mapping[str, Any], encoding: str = "utf-8", ensure_ascii: bool = True) -> None:
    """Write an object as JSON, whole or not at all.

    Raises:
        DiskError: It cannot be written.
    """
    write_whole(os.path.abspath(json_path), json.dumps(data, ensure_ascii=ensure_ascii, indent=2).encode(encoding))


def _files(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        if os.path.isdir(path):
            for folder, _, names in sorted(os.walk(path)):
                yield from (os.path.join(folder, name) for name in sorted(names))
        elif os.path.isfile(path):
            yield path
        else:
            raise RayvisionError(NOT_READABLE, "{path} is not there.", path=path)


def _text(value: Any) -> Any:
    """A number as text."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _called(task_path: Union[str, Dict[str, Any]]) -> str:
    return task_path if isinstance(task_path, str) else "The content"
