"""Signed bodies of 1 MiB, over HTTP and over gRPC: CPU time, and the most memory that is resident."""

import hashlib
import hmac
import threading
import time

from .. import grpc
from ..loads import Http1, Http2, http1_request
from ..peers import has
from ..rows import Row, running
from ..service import KEY, TOKEN_HEADERS, Service
from ..tables import table

SIZE, AT_ONCE, CALLS_A_SECOND = 1024 * 1024, 200, 1000
BODY = b"x" * SIZE
HEADERS = (("x-hub-signature-256", "sha256=" + hmac.digest(KEY.encode(), BODY, hashlib.sha256).hex()), *TOKEN_HEADERS)
SIGNED = {"Policies": [{"Name": "hooks", "Scheme": "github"}]}
# Bodies that wait are no part of the question, so they may wait for long.
LIMITS = {"Limits": {"BodyWait": "00:01:00", "BodyTime": "00:01:00"}}


def measure(bench):
    if not bench.builds.service:
        return {}
    kinds = {"ext-authz": "HTTP", "ext-authz-grpc": "gRPC"} if has("h2load") else {"ext-authz": "HTTP"}
    data = {}
    for kind, name in kinds.items():
        for what, settings in (("signed", SIGNED), ("read and discarded", {})):
            server = Service(bench.builds.service, bench.folder, kind, {**LIMITS, **settings})
            with running([Row(f"{name}, {what}", load(bench, server, kind), server)], bench) as ready:
                for row in ready:
                    data[row.name] = sample(row, server, bench.options)
    return data


def load(bench, server, kind):
    if kind == "ext-authz":
        return Http1(bench, server.place, [http1_request(headers=HEADERS, method="POST", body=BODY)])
    # By number, because h2load ends a time in the middle of bodies, which the service denies.
    calls = int(bench.options.seconds * CALLS_A_SECOND)
    return Http2(server.port, grpc.CHECK, grpc.CALL_HEADERS, grpc.check(HEADERS, method="POST", body=BODY), calls)


def sample(row, server, options):
    held, ended = [0], threading.Event()

    def watch():
        while not ended.is_set():
            held.append(server.metric(r'token_authz_bodies\{state="held"\}'))
            time.sleep(0.05)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        taken = row.measure(options.seconds * 2, AT_ONCE if isinstance(row.load, Http1) else AT_ONCE // 2)
    finally:
        ended.set()
        thread.join()
    return {**taken, "peak_mb": server.resident_mb("VmHWM"), "held": max(held)}


def tables(data):
    yield (f"{AT_ONCE} at the same time over HTTP, and {AT_ONCE // 2} on the one connection over gRPC. A signed body costs its signature "
           "more than one that is discarded.")
    yield table(["", "CPU us a check", "checks/s", "most MB", "most bodies held"],
                [[name, f"{taken['cpu_us']:.0f}", f"{taken['rate']:.0f}", f"{taken['peak_mb']:.0f}", f"{taken['held']}"]
                 for name, taken in data.items()])
