"""Load on a server of this machine: HTTP/1.1 by `load.c`, HTTP/2 and gRPC by h2load."""

import json
import os
import re
import resource
import socket
import statistics
import tempfile
import time

from .processes import Failed, output

SOURCE = os.path.join(os.path.dirname(os.path.realpath(__file__)), "load.c")
HOST = "localhost"


def compile_load(compiler, folder):
    program = os.path.join(folder, "load")
    output(compiler, "-std=c11", "-O2", "-o", program, SOURCE)
    return program


def http1_request(path="/", headers=(), method="GET", body=b""):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}", *(f"{name}: {value}" for name, value in headers)]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


class Http1:
    """Requests that are sent in turn to a port, or to a Unix socket."""

    def __init__(self, bench, place, requests):
        self.place, self.first = place, requests[0]
        handle, file = tempfile.mkstemp(dir=bench.folder)
        self.command, self.file = [bench.load_program, str(place)], file
        with open(handle, "wb") as written:
            for request in requests:
                written.write(b"%d\n" % len(request) + request)

    def answers(self):
        """Whether the first request is answered by 200, from which on the server is ready."""
        unix = isinstance(self.place, str)
        try:
            with socket.socket(socket.AF_UNIX if unix else socket.AF_INET) as client:
                client.settimeout(5)
                client.connect(self.place if unix else ("127.0.0.1", self.place))
                client.sendall(self.first)
                return client.recv(4096).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def run(self, seconds, connections, rate=0):
        """Loads for a time, at a rate if there is one, or else as fast as answers come."""
        load = json.loads(output(*self.command, str(connections), str(rate), str(seconds), self.file))
        if load["bad"]:
            raise Failed(f"{load['bad']} of {load['requests']} checks were denied")
        return load


class Http2:
    """One connection with as many requests at a time as there are connections to a gateway: a worker of Envoy asks so."""

    def __init__(self, port, path="/", headers=(), body=b"", count=None):
        self.port, self.body, self.count = port, body, count
        self.arguments = [f"http://127.0.0.1:{port}{path}", *(text for name, value in headers for text in ("-H", f"{name}: {value}"))]

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def run(self, seconds, connections):
        """Loads for a time, or until `count` requests are answered. The first answers of h2load may take a tenth of a second."""
        seconds = max(seconds, 0.3)
        bound = f"-D{round(seconds * 1000)}ms" if self.count is None else f"-n{max(self.count, connections)}"
        with tempfile.NamedTemporaryFile() as body, tempfile.NamedTemporaryFile("r") as log:
            body.write(self.body)
            body.flush()
            sent = ["-d", body.name] if self.body else []
            begun, before = time.monotonic(), children_cpu_seconds()
            said = output("h2load", "-c1", f"-m{connections}", bound, f"--log-file={log.name}", *sent, *self.arguments)
            took, used = time.monotonic() - begun, children_cpu_seconds() - before
            times = sorted(int(line.split("\t")[2]) for line in log)
        allowed, *others = map(int, re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", said).groups())
        if sum(others) or not allowed:
            raise Failed(f"{allowed} checks were allowed, {sum(others)} were denied")
        return {"requests": allowed, "seconds": seconds if self.count is None else took, "p50_us": statistics.median(times),
                "p99_us": times[len(times) * 99 // 100], "late_p99_us": 0, "cpu_s": used}


def children_cpu_seconds():
    """Of those that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
