"""A client of Muster's agent protocol in one file, for Python 3.8 and newer, with the standard library only.

    from muster_agent import Agent

    agent = Agent("greeter", "1.0.0")

    @agent.execute
    def execute(context):
        context.progress("greeting")
        return {"greeting": "hello " + context.inputs["name"]}

    agent.serve()

A handler runs in a thread of its own, so that the agent answers `ping` and `$/cancel` meanwhile. One that raises fails
its phase. Whatever is printed goes to standard error, which is the log: standard output belongs to the protocol.
"""

import json
import os
import sys
import threading
import traceback

PROTOCOL_VERSION = 1
LINE_BYTES = 1024 * 1024
DEPTH = 64

PARSE, INVALID_REQUEST, UNKNOWN_METHOD, INVALID_PARAMS = -32700, -32600, -32601, -32602
CANCELLED, FAILED = -32001, -32002


class ProtocolError(Exception):
    """The host refused a request, or is gone."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Cancelled(Exception):
    """The phase must end."""


class Context:
    """What a handler has at hand while one phase runs."""

    def __init__(self, agent, params):
        given = params["input"]
        self._agent = agent
        self._cancelled = threading.Event()
        self.phase = params["phase"]
        self.agent = params["agent"]
        self.inputs = given["inputs"]
        self.needs = given["needs"]
        self.clarification = given.get("clarification")
        self.plan = given.get("plan")
        self.plan_digest = given.get("planDigest")
        self.outputs = given.get("outputs", {})
        self.deadline = params["deadline"]
        self.budget = params["budget"]
        self.checkpoint = params["checkpoint"]
        self.workspace = params["workspace"]

    @property
    def cancelled(self):
        """Whether the phase must end. A handler that goes on is killed with the whole agent."""
        return self._cancelled.is_set()

    def check(self):
        """Raises Cancelled when the phase must end: call it now and then."""
        if self.cancelled:
            raise Cancelled()

    def wait(self, seconds):
        """Sleeps, but no longer than until the phase must end."""
        self._cancelled.wait(seconds)
        self.check()

    def emit(self, name, value, type="beta"):
        """Puts out a named value: `beta` and `gamma` count, `alpha` is a draft for the log."""
        self._ask("output/emit", {"type": type, "name": name, "value": value})

    def propose(self, plan):
        """Proposes the plan; answers its digest. What a plan handler returns is proposed as well."""
        return self._ask("plan/propose", {"plan": plan})["digest"]

    def effect(self, verb, target, idempotency_key, parameters=None):
        """Asks for an effect. A denial is an answer, not an error."""
        asked = {"verb": verb, "target": target, "idempotencyKey": idempotency_key}
        return self._ask("effect/request", dict(asked, parameters=parameters or {}))

    def stage_artifact(self, name, path=None, content=None, encoding="utf8"):
        """Adds a file to the artifacts: one of the workspace by its path, or its content."""
        given = {"path": path} if content is None else {"content": content, "encoding": encoding}
        return self._ask("artifact/stage", dict(given, name=name))

    def save_checkpoint(self, data):
        """Keeps what the agent needs to go on when it is started again: it comes back as `checkpoint`."""
        self._ask("checkpoint/save", {"data": data})

    def report_error(self, kind, message, tokens=None, cost=None):
        """Tells an error that the agent goes on after; it is charged to its budget."""
        self._agent._tell("error/report", _with_usage({"kind": kind, "message": message}, tokens, cost))

    def progress(self, message, fraction=None, tokens=None, cost=None):
        """Tells how far the phase is, and what models used."""
        told = {"message": message} if fraction is None else {"message": message, "fraction": fraction}
        self._agent._tell("phase/progress", _with_usage(told, tokens, cost))

    def _ask(self, method, params):
        return self._agent._ask(method, params)


def _with_usage(params, tokens, cost):
    usage = {name: value for name, value in (("tokens", tokens), ("cost", cost)) if value is not None}
    return dict(params, usage=usage) if usage else params


class _Answer:
    def __init__(self):
        self.ready = threading.Event()
        self.result = None
        self.error = None


class Agent:
    """An agent: what it is called, and what it does in the phases it takes part in."""

    def __init__(self, name, version):
        self.name = name
        self.version = version
        self._handlers = {}
        self._running = {}
        self._answers = {}
        self._next = 0
        self._lock = threading.Lock()
        self._gone = False

    def plan(self, handler):
        """Decorates what answers the plan."""
        return self._handle("PLAN", handler)

    def execute(self, handler):
        """Decorates what does the plan; it answers outputs by name."""
        return self._handle("EXECUTE", handler)

    def verify(self, handler):
        """Decorates what checks the outputs; it answers what was checked."""
        return self._handle("VERIFY", handler)

    def _handle(self, phase, handler):
        self._handlers[phase] = handler
        return handler

    def serve(self):
        """Speaks to the host over the standard streams, until it says `shutdown` or is gone. Ends the process."""
        source = os.fdopen(os.dup(0), "rb")
        self._out = os.fdopen(os.dup(1), "wb")
        # Whatever else writes to standard output would break the protocol.
        os.dup2(2, 1)
        while not self._gone:
            line = source.readline(LINE_BYTES + 2)
            if not line:
                break
            if not line.endswith(b"\n"):
                while line and not line.endswith(b"\n"):
                    line = source.readline(LINE_BYTES)
                self._refuse(None, INVALID_REQUEST, "the line is too long")
                continue
            self._take(line)
        self._gone = True
        with self._lock:
            for context in self._running.values():
                context._cancelled.set()
            for answer in self._answers.values():
                answer.error = {"code": FAILED, "message": "the host is gone"}
                answer.ready.set()
        sys.stderr.flush()
        # A handler that goes on does not keep the process.
        os._exit(0)

    def _take(self, line):
        if _deeper_than(line, DEPTH):
            return self._refuse(None, INVALID_REQUEST, "the message nests too deep")
        try:
            message = json.loads(line.decode("utf-8"))
        except ValueError as error:
            return self._refuse(None, PARSE, "the line is not JSON: %s" % error)
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            return self._refuse(None, INVALID_REQUEST, "the line is no message")
        method = message.get("method")
        if method is None:
            return self._settle(message)
        ident, params = message.get("id"), message.get("params") or {}
        if not isinstance(params, dict):
            return self._refuse(ident, INVALID_PARAMS, "`params` is not an object")
        if method == "$/cancel":
            return self._cancel(params.get("id"))
        if ident is None:
            return None
        if method == "initialize":
            return self._send({"id": ident, "result": self._hello(params)})
        if method == "ping":
            return self._send({"id": ident, "result": {}})
        if method == "shutdown":
            self._send({"id": ident, "result": {}})
            self._gone = True
            return None
        if method == "phase/run":
            return self._start(ident, params)
        return self._refuse(ident, UNKNOWN_METHOD, "there is no method `%s`" % str(method)[:64])

    def _hello(self, params):
        return {
            "protocolVersion": PROTOCOL_VERSION,
            "nonce": params.get("nonce", ""),
            "name": self.name,
            "version": self.version,
            "capabilities": {"phases": list(self._handlers)},
        }

    def _start(self, ident, params):
        try:
            context = Context(self, params)
            handler = self._handlers[context.phase]
        except (KeyError, TypeError) as error:
            return self._refuse(ident, INVALID_PARAMS, "`params` does not fit: %s" % error)
        with self._lock:
            self._running[ident] = context
        threading.Thread(target=self._run, args=(ident, handler, context), daemon=True).start()
        return None

    def _run(self, ident, handler, context):
        key = {"PLAN": "plan", "EXECUTE": "outputs", "VERIFY": "checks"}[context.phase]
        try:
            answer = handler(context)
            result = {"ok": True} if answer is None else {"ok": True, key: answer}
            self._send({"id": ident, "result": result})
        except Cancelled:
            self._refuse(ident, CANCELLED, "the phase was cancelled")
        except Exception as error:  # what a handler raises is its answer
            traceback.print_exc()
            self._send({"id": ident, "result": {"ok": False, "reason": str(error) or type(error).__name__}})
        finally:
            with self._lock:
                self._running.pop(ident, None)

    def _cancel(self, ident):
        with self._lock:
            context = self._running.get(ident)
        if context is not None:
            context._cancelled.set()

    def _settle(self, message):
        with self._lock:
            answer = self._answers.pop(message.get("id"), None)
        if answer is not None:
            answer.result, answer.error = message.get("result"), message.get("error")
            answer.ready.set()

    def _ask(self, method, params):
        answer = _Answer()
        with self._lock:
            self._next += 1
            ident = self._next
            self._answers[ident] = answer
        self._send({"id": ident, "method": method, "params": params})
        if self._gone:
            raise ProtocolError(FAILED, "the host is gone")
        answer.ready.wait()
        if answer.error is not None:
            raise ProtocolError(answer.error.get("code"), answer.error.get("message"))
        return answer.result

    def _tell(self, method, params):
        self._send({"method": method, "params": params})

    def _refuse(self, ident, code, message):
        self._send({"id": ident, "error": {"code": code, "message": message}})

    def _send(self, message):
        line = json.dumps(dict(message, jsonrpc="2.0"), ensure_ascii=False, allow_nan=False)
        with self._lock:
            try:
                self._out.write(line.encode("utf-8") + b"\n")
                self._out.flush()
            except (BrokenPipeError, ValueError):
                os._exit(0)


def _deeper_than(line, most):
    depth, quoted, skip = 0, False, False
    for byte in line:
        if skip:
            skip = False
        elif quoted:
            skip = byte == 0x5C
            quoted = byte != 0x22
        elif byte == 0x22:
            quoted = True
        elif byte in b"[{":
            depth += 1
            if depth > most:
                return True
        elif byte in b"]}":
            depth -= 1
    return False
