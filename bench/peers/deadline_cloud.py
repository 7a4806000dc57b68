"""What is timed of Deadline Cloud's job attachments: grouping, hashing, manifest. Started by its own interpreter.

usage: deadline_cloud.py plan JSON
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any, Dict


def plan(asked: Dict[str, Any]) -> Dict[str, Any]:
    """Files to a manifest with its hash cache. Nothing is uploaded and nobody is asked."""
    from deadline.job_attachments.upload import S3AssetManager

    manager = S3AssetManager(farm_id="farm", queue_id="queue", asset_uploader=object())  # type: ignore[arg-type]
    start = time.perf_counter()
    group = manager.prepare_paths_for_upload(asked["files"], [], [])
    _, manifests = manager.hash_assets_and_create_manifest(
        group.asset_groups, group.total_input_files, group.total_input_bytes, asked["data"]
    )
    found = sum(len(one.asset_manifest.paths) for one in manifests if one.asset_manifest)
    return {"seconds": time.perf_counter() - start, "found": found}


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    sys.stdout.write("\n" + json.dumps({"plan": plan}[sys.argv[1]](asked)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
