"""Behind and inside Envoy, as fast as answers come and at a fixed rate."""

from ..plots import bars
from ..rows import in_turn, median, running
from ..tables import PEAK_HEADS, peak_cells, table
from ..ways import (BEFORE, C_MODULE, GO, GO_MODULE, GRPC, GRPC_GO, HTTP1, HTTP2, HTTP2_UNIX, MODULE, NO_CHECK, OPA, at_envoy, only)

OF_GOALS = (NO_CHECK, MODULE, MODULE + BEFORE, C_MODULE, GO_MODULE)

# At half of the most that a peer answers, so that the peer and those beside it are asked the same.
RATE_OF = {
    C_MODULE: (NO_CHECK, MODULE, MODULE + BEFORE, C_MODULE, GO_MODULE),
    GO: (HTTP2, HTTP2_UNIX, HTTP1, HTTP2 + BEFORE, HTTP2_UNIX + BEFORE, HTTP1 + BEFORE, GO),
    GRPC_GO: (GRPC, GRPC + BEFORE, GRPC_GO, OPA),
}


def measure(bench):
    """The first run has every way, the others those inside Envoy, started anew."""
    runs, fixed = [], {}
    for number in range(bench.options.runs):
        rows = list(at_envoy(bench))
        with running(rows if number == 0 else only(rows, OF_GOALS), bench) as ready:
            runs.append(in_turn(bench, ready))
            if number == 0:
                rates = fixed_rates(runs[0])
                fixed = in_turn(bench, only(ready, rates), rates)
    return {"runs": runs, "fixed": fixed}


def fixed_rates(run):
    """Of each row, half of its peer's peak; without the peer, half of its own."""
    def rate(row):
        peer = next((peer for peer, rows in RATE_OF.items() if row in rows), row)
        return int(median(run[peer if peer in run else row], "rate") / 2)

    return {row: rate(row) for row in run}


def added(run):
    """What the check of each row adds to the CPU time of a request, in us."""
    none = median(run[NO_CHECK], "cpu_us") if NO_CHECK in run else 0
    return {name: median(samples, "cpu_us") - none for name, samples in run.items()}


def tables(data):
    run = data["runs"][0]
    if not run:
        yield "Envoy is not installed."
        return
    yield "CPU time is Envoy's and the server's together; Envoy has one worker and answers by itself after the check."
    yield table(["", "CPU us a request", "added by the check", *PEAK_HEADS],
                [[name, f"{median(samples, 'cpu_us'):.1f}", f"{added(run)[name]:.1f}", *peak_cells(samples)]
                 for name, samples in run.items()])
    yield ("At a fixed rate, which is half of the most that the peer answered: the Go server, grpc-go, or the C module. Latency counts "
           "from when a request was due, so that waiting is in it. *Late* is by how much the load itself sent too late.")
    yield table(["", "requests/s", "p50 us", "p99 us", "CPU us a request", "late, p99 us"],
                [[name, f"{median(samples, 'rate'):.0f}", f"{median(samples, 'p50_us'):.0f}", f"{median(samples, 'p99_us'):.0f}",
                  f"{median(samples, 'cpu_us'):.1f}", f"{median(samples, 'late_us'):.0f}"] for name, samples in data["fixed"].items()])


def plots(data):
    run = data["runs"][0]
    if NO_CHECK in run:
        none = median(run[NO_CHECK], "cpu_us")
        checks = {name: us for name, us in added(run).items() if name != NO_CHECK and BEFORE not in name}
        yield "added", bars(f"CPU time that a check adds to a request of Envoy, in us (a request without one: {none:.1f})", checks)
