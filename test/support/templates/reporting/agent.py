import json
import sys


def send(**message):
    print(json.dumps(dict(message, jsonrpc="2.0")), flush=True)


def run(ident, phase, given):
    told = given["clarification"]
    if phase == "PLAN":
        number = 0 if told is None else told["number"]
        send(id=ident, result={"ok": True, "plan": {
            "summary": "try %d" % number,
            "actions": [{"verb": "ask", "target": "peer %d" % number}],
            **({} if told is None else {"changes": "it asks another peer"}),
        }})
    elif told is None or given["inputs"]["hopeless"]:
        # The second of them spends its budget, and it is asked to end.
        for _ in range(5):
            send(method="error/report", params={"kind": "net", "message": "the peer refused"})
    else:
        send(id=ident, result={"ok": True, "outputs": {"told": told}})


for line in sys.stdin:
    message = json.loads(line)
    params = message.get("params", {})
    if message.get("method") == "initialize":
        send(id=message["id"], result={
            "protocolVersion": 1, "nonce": params["nonce"], "name": "reporting", "version": "1.0.0",
            "capabilities": {"phases": ["PLAN", "EXECUTE"]},
        })
    elif message.get("method") == "phase/run":
        run(message["id"], params["phase"], params["input"])
    elif message.get("method") == "$/cancel":
        send(id=params["id"], result={"ok": False, "reason": "it was asked to end"})
    elif "id" in message and "method" in message:
        send(id=message["id"], result={})
