"""The service, with a configuration of its own."""

import http.client
import json
import os
import re

from .processes import Server, free_port

KEY = "secret"
TOKEN = "c64319d06364528120a9f96af62ea83d"  # MD5 of the path `/` and the key
TOKEN_HEADERS = (("token", TOKEN),)
SETTINGS = {"Secret": KEY, "AllowWeakKeys": True}


class Service(Server):
    """One listener, at a port of this machine or at a Unix socket."""

    def __init__(self, program, folder, kind="ext-authz", settings=None, socket=None, protocol=None):
        self.port, self.admin = free_port(), free_port()
        self.place = socket or self.port
        listener = {"Name": "check", "Kind": kind, "Url": f"unix:{socket}" if socket else f"http://127.0.0.1:{self.port}"}
        if protocol:
            listener["Protocol"] = protocol
        self.file = f"{folder}/service-{self.port}.json"
        admin = {"Url": f"http://127.0.0.1:{self.admin}"}
        self.settings = {**SETTINGS, "Log": {"Level": "Error"}, "DrainTime": "00:00:00", "Admin": admin, "Listeners": [listener],
                         **(settings or {})}
        self.configure()
        super().__init__([program, "--config", self.file])

    def configure(self, **changed):
        """Replaces the file as a whole, so that the service never reads a part of it."""
        self.settings.update(changed)
        with open(self.file + ".new", "w", encoding="utf-8") as file:
            json.dump({"TokenAuthz": self.settings}, file)
        os.replace(self.file + ".new", self.file)

    def ask(self, path):
        admin = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=5)
        try:
            admin.request("GET", path)
            answer = admin.getresponse()
            return answer.status, answer.read().decode()
        finally:
            admin.close()

    def is_ready(self):
        try:
            return self.ask("/readyz")[0] == 200
        except OSError:
            return False

    def metric(self, series):
        """The sum of the series that a regular expression matches."""
        return sum(int(value) for value in re.findall(rf"^{series} (\d+)$", self.ask("/metrics")[1], re.M))

    def decisions(self, decision):
        return self.metric(rf'token_authz_decisions_total\{{.*decision="{decision}".*\}}')
