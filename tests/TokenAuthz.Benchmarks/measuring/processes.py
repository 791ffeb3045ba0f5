"""Processes of this run: started, watched and stopped by their own ids."""

import os
import random
import re
import signal
import socket
import subprocess
import time

READY_SECONDS = 30


class Failed(Exception):
    """A program did not start, or did not do what the measurement needs."""


def free_port():
    """Below the ports that clients get, so that a server that starts again finds its own still free."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as listener:
            try:
                listener.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue


class Server:
    """A program that serves until it is stopped. Its CPU time and memory are those of its children too."""

    def __init__(self, command, environment=None):
        self.command, self.environment = command, {**os.environ, **(environment or {})}
        self.process = None

    def start(self):
        """Does nothing if it runs already, because rows share servers."""
        if self.process is not None:
            return
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def stop(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        self.process = None

    def fail_if_ended(self):
        if self.process.poll() is not None:
            said = last_line(self.process.stderr.read())
            raise Failed(f"{os.path.basename(self.command[0])} ended with {self.process.returncode}: {said}")

    def pids(self):
        found = [self.process.pid]
        for pid in found:
            with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
                found += [int(child) for child in children.read().split()]
        return found

    def cpu_seconds(self):
        """By the clock that the kernel keeps for a process, in nanoseconds, where /proc/PID/stat has hundredths of a second."""
        return sum(time.clock_gettime(~pid << 3 | 2) for pid in self.pids())

    def resident_mb(self, field="VmRSS"):
        """What is resident now, or with VmHWM the most that was."""
        total = 0
        for pid in self.pids():
            with open(f"/proc/{pid}/status", encoding="ascii") as status:
                total += int(re.search(rf"{field}:\s+(\d+)", status.read()).group(1))
        return total / 1024


def last_line(output):
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else "it said nothing"


def wait_until(is_true, *servers, what, pause=0.02):
    deadline = time.monotonic() + READY_SECONDS
    while not is_true():
        for server in servers:
            server.fail_if_ended()
        if time.monotonic() > deadline:
            raise Failed(what)
        time.sleep(pause)


def output(*command):
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: {last_line(done.stderr or done.stdout)}")
    return done.stdout.decode()
