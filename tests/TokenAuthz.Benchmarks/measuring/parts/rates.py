"""Latency against a fixed rate of requests, behind and inside Envoy."""

from ..plots import lines
from ..rows import in_turn, median, running
from ..tables import table
from ..ways import GO, GRPC, GRPC_GO, HTTP1, HTTP2, MODULE, NO_CHECK, at_envoy, only

RATES = (500, 1000, 2000, 5000, 10000, 15000, 20000, 30000, 40000)
NAMES = (NO_CHECK, MODULE, HTTP2, HTTP1, GRPC, GO, GRPC_GO)

# Beyond it a queue grows for as long as the load lasts, so that latency says how long that was.
MOST = 0.85


def measure(bench):
    """Half of the rounds at each rate, of half the time. A row takes part up to the rates that it keeps up with."""
    shorter = {"rounds": (bench.options.rounds + 1) // 2, "seconds": bench.options.seconds / 2}
    data = {}
    with running(only(at_envoy(bench), NAMES), bench) as ready:
        peaks = in_turn(bench, ready, **shorter)
        for rate in RATES:
            able = [row for row in ready if row.name in peaks and rate < MOST * median(peaks[row.name], "rate")]
            for name, samples in in_turn(bench, able, dict.fromkeys(NAMES, rate), **shorter).items():
                data.setdefault(name, {})[str(rate)] = samples
    return data


def tables(data):
    if not data:
        yield "Envoy is not installed."
        return
    yield "p50 and p99 in us, counted from when a request was due; no figure where a way does not keep up."
    yield table(["requests/s", *(f"{rate}" for rate in RATES)], [
        [name, *(f"{median(rates[str(rate)], 'p50_us'):.0f}, {median(rates[str(rate)], 'p99_us'):.0f}" if str(rate) in rates else ""
                 for rate in RATES)] for name, rates in data.items()])


def plots(data):
    for figure, name in (("p50_us", "p50"), ("p99_us", "p99")):
        series = {row: [(int(rate), median(samples, figure)) for rate, samples in rates.items()] for row, rates in data.items()}
        if series:
            yield f"rates-{name}", lines(f"{name} in us against requests a second, behind and inside Envoy", "requests a second", series,
                                         is_y_log=True)
