"""Tells what ansible did as JSON, one line per host and task, in the file that MUSTER_ANSIBLE_RESULTS names."""

import json
import os

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
    name: muster_results
    type: notification
    short_description: results as JSON lines
    description: Writes one JSON object per host and task to the file in MUSTER_ANSIBLE_RESULTS.
"""


def module_args(result):
    """The arguments of each item of a loop, or of the one task."""
    for one in result.get("results") or [result]:
        invocation = one.get("invocation") if isinstance(one, dict) else None
        yield (invocation or {}).get("module_args") or {}


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "muster_results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.file = open(os.environ["MUSTER_ANSIBLE_RESULTS"], "w", encoding="utf-8")

    def write(self, line):
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()

    def tell(self, result, how):
        said = result._result
        results = said.get("results") or [said]
        messages = [str(one.get("msg", "")) for one in results if isinstance(one, dict)]
        secret = bool(result._task.no_log) or "censored" in said
        self.write(
            {
                "host": result._host.get_name(),
                "task": result._task.get_name(),
                "module": str(result._task.action).rsplit(".", 1)[-1],
                "how": how,
                "changed": how == "ok" and bool(said.get("changed")),
                # What a module would have done it often cannot tell in check mode; then it is skipped and says so.
                "untold": how == "skipped" and any("check mode" in message for message in messages),
                "removes": any(str(args.get("state")) == "absent" for args in module_args(said)),
                "problem": None if how != "failed" else "hidden by no_log" if secret else messages[0][:300],
            }
        )

    def v2_runner_on_ok(self, result):
        self.tell(result, "ok")

    def v2_runner_on_skipped(self, result):
        self.tell(result, "skipped")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.tell(result, "ignored" if ignore_errors else "failed")

    def v2_runner_on_unreachable(self, result):
        self.tell(result, "failed")

    def v2_playbook_on_stats(self, stats):
        self.write({"recap": {host: stats.summarize(host) for host in sorted(stats.processed)}})
