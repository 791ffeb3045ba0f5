"""One policy, and 10,000 policies of 5,000 hosts."""

import hashlib

from ..loads import Http1
from ..rows import Row, in_turn, median, running
from ..service import KEY, Service
from ..tables import table

HOSTS = 5000
# The last host's second policy, so that a search from the top would pass all others.
TARGET, LAST_HOST = "/b/item", f"host-{HOSTS - 1}.example.com"
NAMES = ("1 policy", f"{2 * HOSTS:,} policies")


def measure(bench):
    if not bench.builds.service:
        return {}
    many = [{"Name": f"{name}-{number}", "Hosts": [f"host-{number}.example.com"], "Paths": [f"/{name}/"], "Scheme": "token-header"}
            for number in range(HOSTS) for name in ("a", "b")]
    token = hashlib.md5((TARGET + KEY).encode()).hexdigest()
    request = f"GET {TARGET} HTTP/1.1\r\nHost: {LAST_HOST}\r\ntoken: {token}\r\n\r\n".encode()
    servers = [Service(bench.builds.service, bench.folder, settings={"Policies": policies}) for policies in (many[-1:], many)]
    with running([Row(name, Http1(bench, server.place, [request]), server) for name, server in zip(NAMES, servers)], bench) as ready:
        return in_turn(bench, ready)


def tables(data):
    yield "The service over HTTP/1.1 without a gateway; the policy that decides is the last one."
    yield table(["", "CPU us a check", "requests/s", "p99 us", "resident MB"],
                [[name, f"{median(samples, 'cpu_us'):.1f}", f"{median(samples, 'rate'):.0f}", f"{median(samples, 'p99_us'):.0f}",
                  f"{median(samples, 'rss_mb'):.0f}"] for name, samples in data.items()])
