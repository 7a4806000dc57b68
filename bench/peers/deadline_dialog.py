"""How long Deadline Cloud's submission dialog takes from the call to being visible, and its memory. Started by its own
interpreter, which has deadline's extra `gui`.

usage: deadline_dialog.py open JSON
Nothing is asked of its service: its endpoint is a closed port of this machine, and its home is a folder of its own.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any, Dict

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

BUNDLE = {
    "specificationVersion": "jobtemplate-2023-09",
    "name": "bench",
    "steps": [{"name": "one", "script": {"actions": {"onRun": {"command": "true"}}}}],
}


def open_dialog(asked: Dict[str, Any]) -> Dict[str, Any]:
    """Show the dialog for a bundle of one step, as `deadline bundle gui-submit` does."""
    from opening import opened
    from PySide6 import QtCore, QtWidgets

    def show() -> QtWidgets.QWidget:
        from deadline.client.ui.job_bundle_submitter import show_job_bundle_submitter

        dialog = show_job_bundle_submitter(input_job_bundle_dir=asked["bundle"])
        assert dialog is not None
        dialog.show()
        return dialog

    return opened(QtCore, QtWidgets, show)


def main() -> int:
    """Do what was asked for. Returns the exit code."""
    with open(sys.argv[2], encoding="utf-8") as file:
        asked = json.load(file)
    os.environ.update(
        HOME=asked["home"], AWS_EC2_METADATA_DISABLED="true", AWS_ENDPOINT_URL="http://127.0.0.1:9",
        DEADLINE_CLOUD_TELEMETRY_OPT_OUT="true", AWS_DEFAULT_REGION="us-west-2",
    )  # fmt: skip
    bundle = Path(asked["home"]) / "bundle"
    bundle.mkdir(exist_ok=True)
    (bundle / "template.json").write_text(json.dumps(BUNDLE), encoding="utf-8")
    figures = {"open": open_dialog}[sys.argv[1]](dict(asked, bundle=str(bundle)))
    sys.stdout.write("\n" + json.dumps(figures) + "\n")
    sys.stdout.flush()
    os._exit(0)  # its threads wait for a service that is not there


if __name__ == "__main__":
    sys.exit(main())
