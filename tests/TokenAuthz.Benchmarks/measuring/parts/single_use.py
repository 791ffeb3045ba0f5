"""Tokens that pass once: remembered in memory, and in a Redis."""

import hashlib
import hmac
import time

from ..loads import Http1, http1_request
from ..peers import has
from ..processes import Server, free_port
from ..rows import Row, in_turn, median, running
from ..service import KEY, Service
from ..tables import table

RATE = 10000
MOST_TOKENS = 10_000_000
NAMES = ("any number of times", "once, by memory", "once, by Redis")
SCHEME = {"Token": ["header:token={expires}.{nonce}.{sig}"], "Message": "{path}\n{expires}\n{nonce}", "Algorithm": "HmacSha256"}


def measure(bench):
    """At a fixed rate, because each sample needs tokens of its own."""
    if not bench.builds.service:
        return {}
    rows = [row(bench, name) for name in NAMES if name != NAMES[2] or has("redis-server")]
    with running(rows, bench) as ready:
        return in_turn(bench, ready, dict.fromkeys(NAMES, RATE))


def row(bench, name):
    settings = {"Schemes": {"once": {**SCHEME, "SingleUse": name != NAMES[0]}}, "Policies": [{"Name": "once", "Scheme": "once"}],
                "SingleUse": {"MaxTokens": MOST_TOKENS}}
    servers = []
    if name == NAMES[2]:
        port = free_port()
        servers = [Server(["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])]
        settings["SingleUse"]["Redis"] = f"127.0.0.1:{port}"
    service = Service(bench.builds.service, bench.folder, settings=settings)
    return Row(name, Tokens(bench, service.place), *servers, service)


class Tokens:
    """Requests with a new token each."""

    def __init__(self, bench, place):
        self.bench, self.place, self.made = bench, place, 0
        self.expires = int(time.time()) + 3600

    def requests(self, count):
        for number in range(self.made, self.made + count):
            message = f"/\n{self.expires}\n{number}"
            signature = hmac.digest(KEY.encode(), message.encode(), hashlib.sha256).hex()
            yield http1_request(headers=(("token", f"{self.expires}.{number}.{signature}"),))
        self.made += count

    def answers(self):
        return Http1(self.bench, self.place, list(self.requests(1))).answers()

    def run(self, seconds, connections, rate=RATE):
        return Http1(self.bench, self.place, list(self.requests(int(rate * seconds) + 1))).run(seconds, connections, rate)


def tables(data):
    yield f"The service over HTTP/1.1 without a gateway, at {RATE:,} requests a second. Latency counts from when a request was due."
    yield table(["", "CPU us a check", "of it Redis", "p50 us", "p99 us"],
                [[name, f"{median(samples, 'cpu_us'):.1f}", f"{median(samples, 'cpu_us_of_first'):.1f}" if name == NAMES[2] else "",
                  f"{median(samples, 'p50_us'):.0f}", f"{median(samples, 'p99_us'):.0f}"] for name, samples in data.items()])
