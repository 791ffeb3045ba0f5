"""An Envoy with the file of an example, and its clients."""

import asyncio
import collections
import hashlib
import os
import subprocess
import time

from measuring.builds import ROOT
from measuring.processes import Failed, free_port

IDLE = 60  # seconds after which a connection is not used again, because Envoy ends it after 300
PATIENCE = 10  # seconds that a client waits


def md5(text):
    return hashlib.md5(text.encode()).hexdigest()


class Envoy:
    """The example with other ports and what else is replaced in it, and connections to it."""

    def __init__(self, folder, example, replaced, environment=None):
        self.port, self.admin, self.idle = free_port(), free_port(), collections.deque()
        with open(f"{ROOT}/examples/{example}/envoy.yaml", encoding="utf-8") as file:
            text = file.read()
        for old, new in (("port_value: 10000", f"port_value: {self.port}"), *replaced):
            if old not in text:
                raise Failed(f"the example has no {old}")
            text = text.replace(old, new)
        path, self.log = f"{folder}/envoy.yaml", f"{folder}/envoy.log"
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"admin: {{ address: {{ socket_address: {{ address: 127.0.0.1, port_value: {self.admin} }} }} }}\n{text}")
        command = ["envoy", "-c", path, "--disable-hot-restart", "--concurrency", "2", "--log-level", "warning",
                   "--component-log-level", "dynamic_modules:info", "--log-path", self.log]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **(environment or {})})

    async def get(self, target, token=None):
        """Status and deny reason of the answer; status 0 and why, if there is none."""
        try:
            return await asyncio.wait_for(self._get(target, token), PATIENCE)
        except (OSError, EOFError, asyncio.TimeoutError) as failure:
            return 0, type(failure).__name__

    async def _get(self, target, token):
        while self.idle and time.monotonic() - self.idle[0][2] > IDLE:
            self.idle.popleft()[1].close()
        reader, writer = self.idle.pop()[:2] if self.idle else await asyncio.open_connection("127.0.0.1", self.port)
        line = f"token: {token}\r\n" if token else ""
        writer.write(f"GET {target} HTTP/1.1\r\nHost: a\r\n{line}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        headers = dict(header.split(": ", 1) for header in head[1:] if header)
        await reader.readexactly(int(headers.get("content-length", 0)))
        self.idle.append((reader, writer, time.monotonic()))
        return int(head[0].split()[1]), headers.get("x-auth-reason", "")

    async def until_it_answers(self):
        for _ in range(500):
            if (await self.get("/"))[0] == 403:
                return
            await asyncio.sleep(0.02)
        raise Failed(f"Envoy does not answer\n{self.last_lines()}")

    def status(self, name):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

    def last_lines(self):
        with open(self.log, encoding="utf-8") as log:
            return "".join(log.readlines()[-50:])
