"""The process: how soon it is ready, the memory that it holds, the size of its files."""

import os
import statistics
import time

from ..peers import has
from ..processes import Failed, wait_until
from ..service import Service
from ..tables import table
from ..ways import grpc_load, http1

STARTS = 15
CHECKS = 1_000_000
NOT_READY = "the service does not get ready"


def measure(bench):
    """Ready is /readyz answering 200, counted from the start of the process."""
    data = {name: os.path.getsize(file) / 1e6 for name, file in files(bench) if file}
    if not bench.builds.service:
        return data
    starts = [start(bench) for _ in range(min(STARTS, bench.options.rounds * 3))]
    data |= {"ready, ms": statistics.median(ready for ready, _ in starts), "slowest ready, ms": max(ready for ready, _ in starts),
             "resident at start, MB": statistics.median(resident for _, resident in starts)}
    # As many as are asked for in a long run, and few in a short one.
    checks = CHECKS if bench.options.seconds >= 1 else CHECKS // 100
    data[f"resident after {checks:,} checks over HTTP, MB"] = resident_after(bench, checks, "ext-authz", lambda port: http1(bench, port))
    if has("h2load"):
        data[f"resident after {checks:,} checks over gRPC, MB"] = resident_after(bench, checks, "ext-authz-grpc", grpc_load)
    return data


def files(bench):
    return [("the program, MB", bench.builds.service), ("the module for Envoy, MB", bench.builds.module),
            ("the image, MB", bench.options.image)]


def start(bench):
    server = Service(bench.builds.service, bench.folder)
    begun = time.perf_counter()
    server.start()
    try:
        wait_until(server.is_ready, server, what=NOT_READY, pause=0.0005)
        return (time.perf_counter() - begun) * 1000, server.resident_mb()
    finally:
        server.stop()


def resident_after(bench, checks, kind, load):
    server = Service(bench.builds.service, bench.folder, kind)
    server.start()
    try:
        wait_until(server.is_ready, server, what=NOT_READY)
        loading, done, deadline = load(server.port), 0, time.monotonic() + 120
        while done < checks and time.monotonic() < deadline:
            done += loading.run(bench.options.seconds, bench.options.connections)["requests"]
        if server.decisions("allow") < done:
            raise Failed(f"of {done} checks {server.decisions('allow')} were allowed")
        return server.resident_mb()
    finally:
        server.stop()


def tables(data):
    yield table(["", ""], [[name, f"{value:.1f}"] for name, value in data.items()])
