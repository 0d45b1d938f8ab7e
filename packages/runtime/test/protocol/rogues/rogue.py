"""An agent that shakes hands and then does what its argument says. For Python."""
import json
import os
import sys

mode = sys.argv[1]


def put(data):
    while data:
        try:
            data = data[os.write(1, data):]
        except BrokenPipeError:
            sys.exit(3)


def say(**message):
    put(json.dumps(dict(message, jsonrpc="2.0")).encode() + b"\n")


def long_line():
    for _ in range(100):
        put(b"a" * (1024 * 1024))
    put(b"\n")


def flood():
    while True:
        say(method="phase/progress", params={})


def requests():
    for ident in range(65):
        say(id=ident, method="effect/request", params={"verb": "v", "target": "t", "idempotencyKey": "k"})


def crash():
    print("out of luck", file=sys.stderr, flush=True)
    sys.exit(3)


ROGUES = {
    "long-line": long_line,
    "utf8": lambda: put(b'"\xff\xfe"\n'),
    "flood": flood,
    "deep": lambda: put(b'{"jsonrpc":"2.0","id":1,"result":' + b"[" * 100000 + b"]" * 100000 + b"}\n"),
    "noise": lambda: put(b"Loading the model ...\n"),
    "requests": requests,
    "unasked": lambda: say(id=4711, result={}),
    "crash": crash,
    "silent": lambda: None,
}

for line in sys.stdin:
    message = json.loads(line)
    if message["method"] == "initialize":
        if mode == "mute":
            continue
        hello = {"protocolVersion": 1, "nonce": message["params"]["nonce"], "name": "rogue", "version": "1"}
        say(id=message["id"], result=dict(hello, capabilities={"phases": ["PLAN"]}))
    elif message["method"] == "phase/run":
        ROGUES[mode]()
