"""Envoy as the gateway: it answers 200 by itself after its filters, so that only the check differs."""

import json
import os
import re

from .processes import Server, free_port
from .service import SETTINGS

FILTERS = "type.googleapis.com/envoy.extensions.filters.http."
PROTOCOL_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
# Longer than a gateway should wait, so that on a busy machine a late answer is a slow check and not a failed one.
PATIENCE = "10s"
UNLIMITED = {"thresholds": [{"max_connections": 8192, "max_pending_requests": 8192, "max_requests": 8192}]}


class Envoy(Server):
    """One worker on a free port; `place` is the port or the Unix socket of the server that checks."""

    def __init__(self, folder, name, check=None, place=None, is_http2=False, modules=None):
        self.port = free_port()
        filters = [*([check] if check else []), {"name": "router", "typed_config": {"@type": FILTERS + "router.v3.Router"}}]
        routes = [{"match": {"prefix": "/"}, "direct_response": {"status": 200}}]
        manager = {
            "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "edge", "http_filters": filters,
            "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": routes}]},
        }
        chain = {"filters": [{"name": "http", "typed_config": manager}]}
        listener = {"name": "edge", "address": address(self.port), "filter_chains": [chain]}
        clusters = [cluster(place, is_http2)] if place else []
        file = f"{folder}/{re.sub('[^a-z0-9]+', '-', name.lower())}.json"
        with open(file, "w", encoding="utf-8") as configuration:
            json.dump({"static_resources": {"listeners": [listener], "clusters": clusters}}, configuration)
        command = ["envoy", "-c", file, "--concurrency", "1", "--disable-hot-restart", "--log-level", "error"]
        super().__init__(command, {"ENVOY_DYNAMIC_MODULES_SEARCH_PATH": modules} if modules else None)


def address(place):
    if isinstance(place, str):
        return {"pipe": {"path": place}}
    return {"socket_address": {"address": "127.0.0.1", "port_value": place}}


def cluster(place, is_http2):
    endpoint = {"endpoint": {"address": address(place)}}
    made = {"name": "check", "type": "STATIC", "circuit_breakers": UNLIMITED,
            "load_assignment": {"cluster_name": "check", "endpoints": [{"lb_endpoints": [endpoint]}]}}
    if is_http2:
        protocol = {"@type": f"type.googleapis.com/{PROTOCOL_OPTIONS}", "explicit_http_config": {"http2_protocol_options": {}}}
        made["typed_extension_protocol_options"] = {PROTOCOL_OPTIONS: protocol}
    return made


def ext_authz(**service):
    return {"name": "check", "typed_config": {"@type": FILTERS + "ext_authz.v3.ExtAuthz", **service}}


def http_check():
    """The filter reads the host of the URI for nothing, because the cluster has the address."""
    server = {"uri": "http://check", "cluster": "check", "timeout": PATIENCE}
    return ext_authz(http_service={"server_uri": server}, allowed_headers={"patterns": [{"exact": "token"}]})


def grpc_check():
    return ext_authz(grpc_service={"envoy_grpc": {"cluster_name": "check"}, "timeout": PATIENCE})


def module_check(library):
    """A dynamic module by its file. All get the same configuration, which those of peers do not read."""
    name = os.path.basename(library).removeprefix("lib").removesuffix(".so")
    settings = {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": json.dumps({"TokenAuthz": SETTINGS})}
    module = {"dynamic_module_config": {"name": name}, "filter_name": name, "filter_config": settings}
    return {"name": "check", "typed_config": {"@type": FILTERS + "dynamic_modules.v3.DynamicModuleFilter", **module}}
