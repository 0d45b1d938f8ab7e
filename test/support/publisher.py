"""For tests: publishes a page through its host, then tries to do so by itself."""

import os

from muster_agent import Agent

agent = Agent("publisher", "1.0.0")
PAGE = "out/page.txt"


@agent.plan
def plan(context):
    return {"summary": "publish a page", "actions": [{"verb": "file.write", "target": PAGE}]}


@agent.execute
def execute(context):
    asked = [(PAGE, "page"), (PAGE, "page"), ("out/other.txt", "other")]
    answers = [context.effect("file.write", target, key, {"content": "hello"}) for target, key in asked]
    try:
        with open(os.path.join(os.environ["MUSTER_PROJECT_DIR"], "out/direct.txt"), "w") as file:
            file.write("hello")
        direct = "written"
    except OSError as error:
        direct = os.strerror(error.errno)
    return {"answers": answers, "direct": direct}


agent.serve()
