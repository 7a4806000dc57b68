"""A hook that tells a chat what goes to the farm and what comes back: one message each, to STUDIO_NOTICE_URL.

    export FARMHAND_HOOKS=/studio/hooks/notify.py STUDIO_NOTICE_URL=http://chat.studio:8065/hooks/farm
    farmhand submit shot_010.ma

The form is the one that Slack's and Mattermost's incoming webhooks take: `{"text": "..."}`. Where the chat is down, the
submission is not: Farmhand tells that this hook failed, and goes on.
"""

import json
import os
import urllib.request

SECONDS = 5


def after_submission(event):
    """Tell that a task is on its way."""
    pictures = event.job.frame_count
    say("{}: task {}, {} pictures".format(os.path.basename(event.scene), event.task_id, pictures))


def after_download(event):
    """Tell where the frames are."""
    say("Task {}: {} files in {}".format(event.task_id, len(event.files), event.folder))


def say(text):
    """Post one message; a chat that does not answer within seconds is an error, which Farmhand tells."""
    address = os.environ.get("STUDIO_NOTICE_URL", "")
    if not address:
        return
    content = json.dumps({"text": text}).encode("utf-8")
    request = urllib.request.Request(address, content, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS):
        pass
