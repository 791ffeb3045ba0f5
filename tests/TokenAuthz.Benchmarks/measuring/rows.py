"""Rows of a table: ways to make the same check, measured in turn."""

import contextlib
import statistics
import sys

from .processes import Failed, wait_until
from .service import Service


class Row:
    """One way: the servers that it takes, and the load on it."""

    def __init__(self, name, load, *servers):
        self.name, self.load, self.servers = name, load, servers

    def start(self):
        for server in self.servers:
            server.start()

    def wait(self):
        wait_until(self.load.answers, *self.servers, what=f"{self.name} does not answer by 200")

    def stop(self):
        for server in self.servers:
            server.stop()

    def denied(self):
        """Of gRPC the load does not see whether the checks were allowed, but the service counts."""
        return sum(server.decisions("deny") for server in self.servers if isinstance(server, Service))

    def measure(self, seconds, connections, rate=None):
        before = [server.cpu_seconds() for server in self.servers]
        load = self.load.run(seconds, connections, rate) if rate else self.load.run(seconds, connections)
        used = [after - begun for after, begun in zip((server.cpu_seconds() for server in self.servers), before)]
        requests = load["requests"]
        return {
            "cpu_us": sum(used) * 1e6 / requests, "cpu_us_of_first": used[0] * 1e6 / requests,
            "rate": requests / load["seconds"], "p50_us": load["p50_us"], "p99_us": load["p99_us"],
            "rss_mb": sum(server.resident_mb() for server in self.servers),
            "load_cpu": load["cpu_s"] / load["seconds"], "late_us": load["late_p99_us"],
        }


@contextlib.contextmanager
def running(rows, bench):
    """Starts all rows and gives those that answer; the reasons of the others are told, and are part of the report."""
    started = []
    with contextlib.ExitStack() as stack:
        for row in rows:
            stack.callback(row.stop)
            row.start()
        for row in rows:
            try:
                row.wait()
                before = row.denied()
                row.measure(bench.options.seconds, bench.options.connections)  # The first requests of a process are slower.
                # h2load ends its time with calls in flight, which the service denies.
                if (denied := row.denied() - before) > bench.options.connections:
                    raise Failed(f"{denied} checks were denied")
                started.append(row)
            except Failed as failure:
                bench.leave_out(row.name, failure)
        yield started


def in_turn(bench, rows, rates=None, **others):
    """The figures of each row, by their names: every round takes one sample of each row, every second round in reverse order.

    As fast as answers come, or at the rates, by the rows' names. `others` are rounds, seconds and connections that are not the options'.
    """
    options = {**vars(bench.options), **others}
    samples = {row.name: {} for row in rows}
    for number in range(options["rounds"]):
        for row in rows if number % 2 == 0 else rows[::-1]:
            if row.name not in samples:
                continue
            try:
                sample = row.measure(options["seconds"], options["connections"], rates and rates[row.name])
                for figure, value in sample.items():
                    samples[row.name].setdefault(figure, []).append(value)
            except Failed as failure:
                bench.leave_out(row.name, failure)
                del samples[row.name]
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return samples


def median(samples, figure):
    return statistics.median(samples[figure])
