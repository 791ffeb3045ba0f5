"""Requests a second and latency against the number of connections."""

from ..plots import lines
from ..rows import in_turn, median, running
from ..tables import table
from ..ways import EMPTY, GO, GRPC, GRPC_GO, HTTP1, HTTP2, MODULE, NGINX, NO_CHECK, alone, at_envoy, only

CONNECTIONS = (1, 4, 16, 64, 256, 1024)
PLACES = {"alone": (alone, (EMPTY, HTTP1, GO, NGINX)), "envoy": (at_envoy, (NO_CHECK, MODULE, HTTP2, HTTP1, GRPC, GO, GRPC_GO))}
TITLES = {"alone": "The servers alone", "envoy": "Behind and inside Envoy, which has one worker"}


def measure(bench):
    """Half of the rounds, of half the time, because it is the shape that counts."""
    shorter = {"rounds": (bench.options.rounds + 1) // 2, "seconds": bench.options.seconds / 2}
    data = {}
    for place, (ways, names) in PLACES.items():
        with running(only(ways(bench), names), bench) as ready:
            by_count = {count: in_turn(bench, ready, **shorter, connections=count) for count in CONNECTIONS}
        data[place] = {row.name: {str(count): samples[row.name] for count, samples in by_count.items() if row.name in samples}
                       for row in ready}
    return data


def tables(data):
    for place, rows in data.items():
        if rows:
            yield f"{TITLES[place]}: requests a second, and below them p99 in us."
            yield table(["connections", *map(str, CONNECTIONS)], [cells for name, counts in rows.items() for cells in (
                [name, *medians(counts, "rate")], ["p99", *medians(counts, "p99_us")])])


def medians(counts, figure):
    return [f"{median(counts[str(count)], figure):.0f}" if str(count) in counts else "" for count in CONNECTIONS]


def plots(data):
    for place, rows in data.items():
        if rows:
            series = {name: [(int(count), median(samples, "rate")) for count, samples in counts.items()] for name, counts in rows.items()}
            yield f"connections-{place}", lines(f"{TITLES[place]}: requests a second", "connections", series, is_x_log=True)
