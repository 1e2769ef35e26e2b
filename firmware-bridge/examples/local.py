#!/usr/bin/env python3
"""Ask before sending, and report, in JSON: local.py /run/cellward/agent.sock.rw telemetry 50000"""
import json, os, socket, sys

def say(order):
    line.sendall(json.dumps(order).encode() + b"\n")
    answer = json.loads(answers.readline() or '{"ok": false, "text": "the agent hung up"}')
    return answer if answer["ok"] else sys.exit(answer["text"])

if len(sys.argv) != 4 or not (sys.argv[3].isascii() and sys.argv[3].isdigit()):
    print("usage: local.py SOCKET CLASS BYTES", file=sys.stderr)
    sys.exit(64)
path, of, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
line = socket.socket(socket.AF_UNIX)
line.settimeout(5)
line.connect(path)
answers = line.makefile()
told = say({"do": "ask", "by": "local.py", "ref": os.getpid(), "class": of, "bytes": size, "withinS": 60})
if not told["granted"]:
    print(f"not now: {told['reason']}, ask again in {told['retryS']} s")
    sys.exit(75)
up, down = told["bytes"], 0  # here it sends, at most so many bytes, and counts them
say({"do": "used", "by": "local.py", "grant": told["grant"], "up": up, "down": down, "last": True})
print(f"granted {told['grant']}: {told['bytes']} bytes, reported")
