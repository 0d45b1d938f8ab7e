"""Reads the files below a path, and tells what is marked and what is long. Written in Python."""

import json
import os

from muster_agent import Agent

SKIPPED = {".git", ".muster", ".turbo", "dist", "node_modules"}
MAX_FILES = 5_000
MAX_BYTES = 512 * 1024

agent = Agent("analyst-python", "1.0.0")


def root_of(context):
    """The directory or file to read, below the one Muster was started in."""
    project = os.path.realpath(os.environ.get("MUSTER_PROJECT_DIR", "."))
    path = os.path.realpath(os.path.join(project, str(context.inputs.get("path", "."))))
    if path != project and not path.startswith(project + os.sep):
        raise ValueError("`path` leads out of the project")
    return path


def files_below(context, root):
    if os.path.isfile(root):
        yield root
        return
    count = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(names):
            context.check()
            count += 1
            if count > MAX_FILES:
                return
            yield os.path.join(folder, name)


def text_of(path):
    """The text of a small regular file, or None."""
    if os.path.islink(path) or not os.path.isfile(path) or os.path.getsize(path) > MAX_BYTES:
        return None
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, UnicodeDecodeError):
        return None


@agent.plan
def plan(context):
    target = str(context.inputs.get("path", "."))
    root_of(context)
    return {"summary": "read %s" % target, "actions": [{"verb": "read", "target": target}]}


@agent.execute
def execute(context):
    marks = [str(mark) for mark in context.inputs.get("marks", [])]
    longest = int(context.inputs.get("max_lines", 500))
    root = root_of(context)
    found, files, lines = [], 0, 0
    for path in files_below(context, root):
        text = text_of(path)
        if text is None:
            continue
        rows = text.split("\n")
        files += 1
        lines += len(rows)
        place = os.path.relpath(path, root)
        if len(rows) > longest:
            found.append({"file": place, "line": 1, "words": "%d lines" % len(rows)})
        for number, row in enumerate(rows, 1):
            found.extend({"file": place, "line": number, "words": mark} for mark in marks if mark in row)
        if files % 500 == 0:
            context.progress("%d files read" % files)
    context.stage_artifact("findings.json", content=json.dumps(found[:1_000], indent=2))
    context.emit("files", files)
    context.emit("lines", lines)
    return {"findings": len(found), "language": "python"}


@agent.verify
def verify(context):
    missing = [name for name in ("files", "lines", "findings") if not isinstance(context.outputs.get(name), int)]
    if missing:
        raise ValueError("these outputs are missing: %s" % ", ".join(missing))
    return {"outputs": len(context.outputs)}


agent.serve()
