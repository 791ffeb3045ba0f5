"""Others that make the same check, where they are installed."""

import shutil

from .processes import Server, free_port

# peer-go-grpc has no option for its address.
GO_GRPC_PORT = 9200
NGINX_TOKEN = "xkMZ0GNkUoEgqflq9i6oPQ"  # MD5 of the path `/` and the key, as secure_link reads it
REGO = """package envoy.authz
default allow := false
allow if crypto.md5(concat("", [input.attributes.request.http.path, "secret"])) == input.attributes.request.http.headers.token
"""


def has(program):
    return shutil.which(program) is not None


class Peer(Server):
    """A server and the port that it serves."""

    def __init__(self, command, port):
        super().__init__(command)
        self.place = self.port = port


def go_http():
    port = free_port()
    return Peer(["peer-go-http", f"127.0.0.1:{port}"], port)


def go_grpc():
    return Peer(["peer-go-grpc"], GO_GRPC_PORT)


def opa(folder):
    """The Open Policy Agent with its plugin for Envoy."""
    policy, port = f"{folder}/check.rego", free_port()
    with open(policy, "w", encoding="ascii") as file:
        file.write(REGO)
    plugin = "--set=plugins.envoy_ext_authz_grpc"
    return Peer(["peer-opa", "run", "--server", f"--addr=127.0.0.1:{free_port()}", f"--diagnostic-addr=127.0.0.1:{free_port()}",
                 f"{plugin}.addr=127.0.0.1:{port}", f"{plugin}.path=envoy/authz/allow", "--log-level=error", policy], port)


def nginx(folder):
    port, file = free_port(), f"{folder}/nginx.conf"
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    with open(file, "w", encoding="ascii") as conf:
        conf.write(f"""daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
            events {{ worker_connections 4096; }}
            http {{ access_log off; keepalive_requests 100000000; {paths}
              server {{ listen 127.0.0.1:{port} backlog=4096; location / {{
                secure_link $http_token; secure_link_md5 "${{request_uri}}secret";
                if ($secure_link = "") {{ return 403; }} return 200; }} }} }}""")
    return Peer(["nginx", "-c", file], port)

