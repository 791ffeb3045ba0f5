"""Families of formats, as the service sees them over HTTP."""

import os

from ..loads import HOST, Http1, http1_request
from ..peers import has
from ..processes import output
from ..rows import Row, in_turn, median, running
from ..service import Service
from ..tables import table

BODY = '{"order":42,"note":"' + "x" * 1000 + '"}'
SECRET, BEARER = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"
REGION = {"region": "us-east-1", "service": "execute-api"}

# A name of the report: the scheme's settings, the key, the body.
FORMATS = {
    "token-header (MD5)": ({"Preset": "token-header"}, "shared", ""),
    "alibaba-a (MD5 in the URL)": ({"Preset": "alibaba-a"}, "shared", ""),
    "hmac-v1 (HMAC in a header)": ({"Preset": "hmac-v1"}, "shared", ""),
    "aws-sigv4": ({"Preset": "aws-sigv4", "Require": REGION}, "shared", ""),
    "rfc9421, HMAC": ({"Preset": "rfc9421"}, "shared", ""),
    "rfc9421, Ed25519": ({"Preset": "rfc9421", "Algorithm": "Ed25519"}, "ed25519", ""),
    "jwt, HS256": ({"Preset": "jwt"}, "bearer", ""),
    "jwt, RS256": ({"Preset": "jwt"}, "rsa", ""),
    "github (HMAC of a body of 1 KiB)": ({"Preset": "github"}, "shared", BODY),
    "stripe (time and body of 1 KiB)": ({"Preset": "stripe"}, "shared", BODY),
}
MADE = {"rsa": ("RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "ed25519": ("ed25519",)}


def measure(bench):
    if not bench.builds.service:
        return {}
    server = Service(bench.builds.service, bench.folder, settings=configuration(bench.folder))
    with running([row(bench, server, name) for name in formats()], bench) as ready:
        return in_turn(bench, ready, seconds=bench.options.seconds / 2)


def formats():
    """Each with the name that its scheme and its policy have. Without OpenSSL's program there are no key pairs."""
    return {name: f"format-{index}" for index, (name, (_, key, _)) in enumerate(FORMATS.items()) if key not in MADE or has("openssl")}


def configuration(folder):
    keys = [{"Id": "shared", "Value": SECRET}, {"Id": "bearer", "Value": BEARER, "Algorithm": "HmacSha256"}]
    for key, algorithm in MADE.items():
        if has("openssl"):
            file = os.path.join(folder, f"{key}.pem")
            output("openssl", "genpkey", "-algorithm", *algorithm, "-out", file)
            keys.append({"Id": key, "File": file})
    return {
        "Keys": keys, "Schemes": {scheme: FORMATS[name][0] for name, scheme in formats().items()},
        "Policies": [{"Name": scheme, "Paths": [f"/{scheme}/"], "Scheme": scheme, "Keys": [FORMATS[name][1]]}
                     for name, scheme in formats().items()],
    }


def row(bench, server, name):
    """Signs the request by the service's own command, as a header or as a URL."""
    body, target = FORMATS[name][2], f"/{formats()[name]}/item"
    method = ["-X", "POST", "-d", body] if body else []
    signed = output(server.command[0], "sign", "--config", server.file, *method, f"http://{HOST}{target}").splitlines()
    if signed[0].startswith("http://"):
        target, headers = signed[0].removeprefix(f"http://{HOST}"), []
    else:
        headers = [tuple(line.split(": ", 1)) for line in signed]
    request = http1_request(target, headers, "POST" if body else "GET", body.encode())
    return Row(name, Http1(bench, server.place, [request]), server)


def tables(data):
    if not data:
        return
    first = median(next(iter(data.values())), "cpu_us")
    yield ("One service with a policy for each, over HTTP/1.1 without a gateway. Tokens repeat, so the service remembers signatures that "
           "cost more than a microsecond; [formats.md](formats.md) has the cost of the check alone, also of a token that is new.")
    yield table(["", "CPU us a check", "more than the first", "requests/s", "p99 us"],
                [[name, f"{median(samples, 'cpu_us'):.1f}", f"{median(samples, 'cpu_us') - first:.1f}", f"{median(samples, 'rate'):.0f}",
                  f"{median(samples, 'p99_us'):.0f}"] for name, samples in data.items()])
