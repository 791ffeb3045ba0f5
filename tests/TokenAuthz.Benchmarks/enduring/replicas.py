"""Two replicas of the service behind an Envoy, which restart, reload and are killed under load.

Three of four requests have the right token: of a key that stays, or of one that is rotated. The others have none, a wrong one, or one of a
key that was withdrawn. The run fails if an answer is not the expected one or does not come, if the application sees a request that was not
allowed, or if a replica does not stop or reload as it should.
"""

import asyncio
import collections
import http.client
import json
import os
import platform
import re
import secrets
import statistics
import time

from measuring.processes import Failed, free_port
from measuring.service import KEY, Service
from measuring.tables import table

from .envoy import Envoy, md5
from .load import Load, percentile

EXAMPLE = "envoy-http2"
ENDPOINT = ("- endpoint: { address: { socket_address: { address: 127.0.0.1, port_value: 8087 } }, "
            "health_check_config: { port_value: 8081 } }")
CALM = 3  # seconds between two actions, and within those that have a before and an after
PATIENT = ((" timeout: 0.2s", " timeout: 10s"), ("connect_timeout: 0.1s", "connect_timeout: 5s"),
           ("max_interval: 0.1s", "max_interval: 5s"))
STATISTICS = {"upstream_cx_close_notify": "GOAWAYs", "upstream_rq_retry": "asked again", "upstream_rq_per_try_timeout": "too late"}
NOTHING = "nothing"


class Replica(Service):
    """The service as it is shipped, with a listener of HTTP/2, a key that stays and a directory of keys that are rotated."""

    def __init__(self, options, folder, number):
        keys = [{"Directory": f"{folder}/keys"}]
        super().__init__(f"{os.path.abspath(options.service)}/token-authz", folder, protocol="http2",
                         socket=f"{folder}/{number}.sock" if options.unix else None,
                         settings={"DrainTime": "00:00:10", "Keys": keys, "Policies": [{"Name": "first"}]})

    def endpoint(self):
        """With Envoy's health checks at the admin port, also of a socket."""
        where = f"pipe: {{ path: {self.place} }}" if isinstance(self.place, str) else address(self.place)
        return f"- endpoint: {{ address: {{ {where} }}, health_check_config: {{ address: {{ {address(self.admin)} }} }} }}"

    def ended(self):
        """Waits for the end, and returns its exit code."""
        process, self.process = self.process, None
        process.communicate()
        return process.returncode

    def decides_by(self, policy):
        return self.metric(rf'token_authz_decisions_total\{{.*policy="{policy}".*\}}') > 0

    def is_current(self):
        return self.metric("token_authz_config_last_reload_successful") == 1

    def keys(self):
        return {key["id"] for key in json.loads(self.ask("/config")[1])["keys"]}


def address(port):
    return f"socket_address: {{ address: 127.0.0.1, port_value: {port} }}"


def name_of(act):
    return act.__name__.strip("_")


def add_key(folder):
    """A new key in a file of the directory, which nobody reads in part. The key is its id, twice."""
    key = secrets.token_hex(8)
    with open(f"{folder}/{key}", "w", encoding="ascii") as file:
        file.write(key * 2)
    os.replace(f"{folder}/{key}", f"{folder}/keys/{key}")
    return key


class Application:
    """Answers what Envoy lets through, and counts it."""

    def __init__(self):
        self.port, self.arrived, self.server = free_port(), 0, None

    async def start(self):
        self.server = await asyncio.start_server(self.answer, "127.0.0.1", self.port)

    async def answer(self, reader, writer):
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                self.arrived += 1
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except (OSError, EOFError, asyncio.CancelledError):
            writer.transport.abort()


class Run:
    """The load, what is done meanwhile, and what came of it."""

    def __init__(self, options, folder, replicas, envoy, application):
        self.options, self.folder, self.replicas, self.envoy, self.application = options, folder, replicas, envoy, application
        self.load = Load(options.rate, self.request)
        self.rotated, = os.listdir(f"{folder}/keys")
        self.valid, self.withdrawn = [KEY, self.rotated * 2], "no key yet"
        self.action, self.last = NOTHING, collections.Counter()
        self.answers, self.times, self.done = collections.Counter(), collections.defaultdict(list), collections.Counter()
        self.statistics = collections.Counter()

    async def request(self, number):
        target, action, begun = f"/{number}", self.action, time.perf_counter()
        if number % 4 < 3:
            kind, expected, token = "right", 200, md5(target + self.valid[number % len(self.valid)])
        else:
            kind, expected, token = "wrong", 403, (None, md5(target), md5(target + self.withdrawn))[number // 4 % 3]
        status, reason = await self.envoy.get(target, token)
        self.times[action].append(time.perf_counter() - begun)
        self.answers[action, kind if status == expected else "other"] += 1
        if status != expected:
            self.load.wrong[f"{action}: a {kind} token got {status} {reason}".strip()] += 1

    async def drain(self, replica):
        """A replica gets SIGTERM, and is started again once it has ended"""
        replica.process.terminate()
        if code := await asyncio.to_thread(replica.ended):
            self.load.wrong[f"a replica ended with {code}"] += 1
        await self.start(replica)

    async def kill(self, replica):
        """A replica gets SIGKILL, and is started again 3 s later"""
        replica.process.kill()
        await asyncio.to_thread(replica.ended)
        await asyncio.sleep(CALM)
        await self.start(replica)

    async def rotate(self, _):
        """A key is added, tokens of both are sent, then the old key is removed and its tokens have to be denied"""
        old, self.rotated = self.rotated, add_key(self.folder)
        await self.until("the key is loaded", lambda: all(self.rotated in replica.keys() for replica in self.replicas))
        self.valid = [KEY, old * 2, self.rotated * 2]
        await asyncio.sleep(CALM)
        self.valid = [KEY, self.rotated * 2]
        await self.load.answered()
        os.remove(f"{self.folder}/keys/{old}")
        await self.until("the key is gone", lambda: not any(old in replica.keys() for replica in self.replicas))
        self.withdrawn = old * 2

    async def reload(self, _):
        """The configuration gets another policy"""
        name = f"policy-{secrets.token_hex(4)}"
        self.configure(name)
        await self.until("the policy decides", lambda: all(replica.decides_by(name) for replica in self.replicas))

    async def break_(self, _):
        """The configuration names a scheme that does not exist, and is mended 3 s after it was refused"""
        good = self.replicas[0].settings["Policies"][0]["Name"]
        self.configure("broken", Scheme="broken")
        await self.until("it is refused", lambda: not any(replica.is_current() for replica in self.replicas))
        await asyncio.sleep(CALM)
        self.configure(good)
        await self.until("it is mended", lambda: all(replica.is_current() for replica in self.replicas))

    def configure(self, name, **policy):
        for replica in self.replicas:
            replica.configure(Policies=[{"Name": name, **policy}])

    async def start(self, replica):
        """Until Envoy asks it."""
        replica.start()
        await self.until("it is ready", replica.is_ready)
        await self.until("Envoy asks it", lambda: replica.decisions("allow") > 50)

    @staticmethod
    async def until(what, is_true):
        deadline = time.monotonic() + 30
        while not await asyncio.to_thread(is_true):
            if time.monotonic() > deadline:
                raise Failed(f"not within 30 s: {what}")
            await asyncio.sleep(0.05)

    async def go(self):
        disturbing = asyncio.create_task(self.disturb())
        while not disturbing.done():
            self.load.send()
            await asyncio.sleep(0.001)
        await disturbing
        await self.load.answered()
        if self.application.arrived != self.allowed():
            self.load.wrong[f"{self.application.arrived} requests arrived at the application, and {self.allowed()} were allowed"] += 1

    async def disturb(self):
        while True:
            for replica in self.replicas:
                for act in self.actions():
                    await self.begin(NOTHING)
                    await asyncio.sleep(CALM)
                    self.report()
                    if self.load.seconds() > self.options.minutes * 60:
                        return
                    await self.begin(name_of(act))
                    await act(replica)
                    self.done[self.action] += 1
                    await asyncio.sleep(1)

    def actions(self):
        return self.drain, self.rotate, self.kill, self.reload, self.break_

    async def begin(self, action):
        """Requests and statistics count for it from now on."""
        now = await asyncio.to_thread(self.read_statistics)
        for name, value in now.items():
            self.statistics[self.action, name] += value - self.last[name]
        self.action, self.last = action, now

    def read_statistics(self):
        admin = http.client.HTTPConnection("127.0.0.1", self.envoy.admin, timeout=5)
        admin.request("GET", "/stats?filter=^cluster.token-authz.upstream_")
        text = admin.getresponse().read().decode()
        admin.close()
        return {name: int(re.search(rf"\.{name}: (\d+)", text).group(1)) for name in STATISTICS}

    def allowed(self):
        return sum(count for (_, kind), count in self.answers.items() if kind == "right")

    def report(self):
        lines = [
            "# Restarts and reloads", "",
            f"Two replicas of the service behind Envoy over HTTP/2{' and Unix sockets' if self.options.unix else ''}, with the file of "
            f"`examples/{EXAMPLE}`; written by `endurance replicas`.", "",
            f"{self.load.seconds() / 60:.1f} minutes, {self.load.sent:,} requests, {self.load.rate} a second; {os.cpu_count()} processors, "
            f"Linux {platform.release()}. **Lost or wrong: {self.load.wrong.total()}.**", "",
            "Requests by what was done when they were sent, what Envoy counted, and latency in ms as the client sees it. "
            + ("Envoy waits for seconds, so that no stall of a machine that does other work fails a check." if self.options.patient else
               "Envoy gives up a check after 100 ms and asks another replica, for at most 200 ms."), "",
            table(["action", "times", "right token: 200", "wrong token: 403", "any other answer", *STATISTICS.values(),
                   "median", "99 %", "longest"], [self.row(action) for action in [NOTHING, *self.done]]), "",
            *(f"- `{name_of(act)}`: {act.__doc__}." for act in self.actions()), "",
            "Envoy asks the other replica if a check gets no answer (`retry_policy` of the example), so that a killed replica costs no "
            "request. A token of single use is the exception: if the killed replica had claimed it, the second check denies it as "
            "`replayed`.", "",
            *self.load.wrong_lines()]
        with open(self.options.report, "w", encoding="utf-8") as file:
            file.write("\n".join(lines).rstrip() + "\n")

    def row(self, action):
        times = self.times[action] or [float("nan")]
        counts = [*(self.answers[action, kind] for kind in ("right", "wrong", "other")),
                  *(self.statistics[action, name] for name in STATISTICS)]
        figures = (statistics.median(times) * 1000, percentile(times, 0.99), max(times) * 1000)
        return [action, str(self.done[action] or ""), *(f"{count:,}" for count in counts), *(f"{figure:.1f}" for figure in figures)]


async def run(options, folder):
    os.mkdir(f"{folder}/keys")
    add_key(folder)
    replicas = [Replica(options, folder, number) for number in range(2)]
    application = Application()
    await application.start()
    servers = [*replicas]
    try:
        for replica in replicas:
            replica.start()
        await Run.until("both are ready", lambda: all(replica.is_ready() for replica in replicas))
        endpoints = "\n              ".join(replica.endpoint() for replica in replicas)
        replaced = ((ENDPOINT, endpoints), ("port_value: 10001", f"port_value: {application.port}"), *(PATIENT if options.patient else ()))
        servers.append(envoy := Envoy(folder, EXAMPLE, replaced))
        await envoy.until_it_answers()
        disturbed = Run(options, folder, replicas, envoy, application)
        await disturbed.go()
        disturbed.report()
        if disturbed.load.wrong:
            raise Failed(f"{envoy.last_lines()}\nlost or wrong: {disturbed.load.wrong.most_common(5)}")
    finally:
        for server in servers:
            if server.process:
                server.process.kill()
