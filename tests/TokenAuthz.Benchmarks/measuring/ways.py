"""The ways to make the default check, as rows: servers alone, behind Envoy, inside Envoy."""

import os

from . import envoy, grpc, peers
from .builds import beside_envoy
from .loads import Http1, Http2, http1_request
from .processes import Server, free_port
from .rows import Row
from .service import TOKEN_HEADERS, Service

HTTP1, HTTP2, GRPC = "TokenAuthz, HTTP/1.1", "TokenAuthz, HTTP/2", "TokenAuthz, gRPC"
HTTP1_UNIX, HTTP2_UNIX = HTTP1 + ", Unix socket", HTTP2 + ", Unix socket"
MODULE, BEFORE = "TokenAuthz module", ", before"
EMPTY, GO, GRPC_GO, OPA, NGINX = "empty Kestrel", "Go net/http", "grpc-go", "OPA, gRPC", "nginx secure_link"
NO_CHECK, C_MODULE, GO_MODULE = "no check", "C module", "Go module"


def http1(bench, place, headers=TOKEN_HEADERS):
    return Http1(bench, place, [http1_request(headers=headers)])


def grpc_load(port):
    return Http2(port, grpc.CHECK, grpc.CALL_HEADERS, grpc.check(TOKEN_HEADERS))


def services(bench):
    """The builds of the service, with what their rows' names end in: this one, and with --before the other."""
    builds = [("", bench.builds.service), (BEFORE, bench.before and bench.before.service)]
    return [(suffix, program) for suffix, program in builds if program]


def alone(bench):
    """Servers without a gateway; of HTTP/1.1 also an empty one, which is the floor of the service."""
    if bench.builds.empty:
        port = free_port()
        yield Row(EMPTY, http1(bench, port), Server([bench.builds.empty, f"http://127.0.0.1:{port}"]))
    for suffix, program in services(bench):
        yield from service_alone(bench, suffix, program)
    if peers.has("peer-go-http"):
        server = peers.go_http()
        yield Row(GO, http1(bench, server.port), server)
    if peers.has("peer-go-grpc") and peers.has("h2load"):
        yield Row(GRPC_GO, grpc_load(peers.GO_GRPC_PORT), peers.go_grpc())
    if peers.has("nginx"):
        server = peers.nginx(bench.folder)
        yield Row(NGINX, http1(bench, server.port, (("token", peers.NGINX_TOKEN),)), server)


def service_alone(bench, suffix, program):
    def service(**listener):
        return Service(program, bench.folder, **listener)

    server = service()
    yield Row(HTTP1 + suffix, http1(bench, server.place), server)
    server = service(socket=bench.socket())
    yield Row(HTTP1_UNIX + suffix, http1(bench, server.place), server)
    if peers.has("h2load"):
        server = service(protocol="http2")
        yield Row(HTTP2 + suffix, Http2(server.port, headers=TOKEN_HEADERS), server)
        server = service(kind="ext-authz-grpc")
        yield Row(GRPC + suffix, grpc_load(server.port), server)


def at_envoy(bench):
    """A real Envoy: without a check, with one inside, and with one behind."""
    if not peers.has("envoy"):
        return

    yield inside(bench, NO_CHECK)
    for name, library in modules(bench):
        yield inside(bench, name, library)
    for suffix, program in services(bench):
        yield from service_at_envoy(bench, suffix, program)
    if peers.has("peer-go-http"):
        yield behind(bench, GO, peers.go_http(), envoy.http_check())
    if peers.has("peer-go-grpc"):
        yield behind(bench, GRPC_GO, peers.go_grpc(), envoy.grpc_check(), is_http2=True)
    if peers.has("peer-opa"):
        yield behind(bench, OPA, peers.opa(bench.folder), envoy.grpc_check(), is_http2=True)


def service_at_envoy(bench, suffix, program):
    def row(name, check, is_http2, **listener):
        return behind(bench, name + suffix, Service(program, bench.folder, **listener), check, is_http2)

    yield row(HTTP2, envoy.http_check(), True, protocol="http2")
    yield row(HTTP2_UNIX, envoy.http_check(), True, protocol="http2", socket=bench.socket())
    yield row(HTTP1, envoy.http_check(), False)
    yield row(GRPC, envoy.grpc_check(), True, kind="ext-authz-grpc")


def behind(bench, name, server, check, is_http2=False):
    gateway = envoy.Envoy(bench.folder, name, check, server.place, is_http2)
    return Row(name, http1(bench, gateway.port), server, gateway)


def modules(bench):
    before = bench.before and bench.before.module
    found = [(MODULE, bench.builds.module), (MODULE + BEFORE, before), (C_MODULE, beside_envoy("libtok.so")),
             (GO_MODULE, beside_envoy("libgotok.so"))]
    return [(name, library) for name, library in found if library]


def inside(bench, name, library=None):
    if library is None:
        gateway = envoy.Envoy(bench.folder, name)
    else:
        gateway = envoy.Envoy(bench.folder, name, envoy.module_check(library), modules=os.path.dirname(library))
    return Row(name, http1(bench, gateway.port), gateway)


def only(rows, names):
    return [row for row in rows if row.name in names]
