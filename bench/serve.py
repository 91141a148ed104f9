"""How quick is `cleanup serve`? Start to first answer, then a load of articles of 12 kB.

    .venv/bin/python bench/serve.py [--requests N] [--in-flight N] [--jobs N] [--same]

Each request holds an article of its own, so that no answer is remembered; --same asks for one
article again and again, as editors do. Everything runs on this machine, the load too.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count, cycle

import psutil
import speed

SIZE = 12_000


def main() -> None:
    """Start a server, load it, tell the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=10_000)
    options.add_argument("--in-flight", type=int, default=20)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--same", action="store_true")
    asked = options.parse_args()
    start = time.perf_counter()
    command = [sys.executable, "-m", "cleanup", "serve", "--port", "0", "--jobs", str(asked.jobs)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert server.stdout is not None
        port = int(server.stdout.readline().rpartition(b":")[2])
        asyncio.run(load(port, iter([b'{"id": 0, "text": "One , two."}']), 1, []))
        print(f"start to first answer: {time.perf_counter() - start:.2f} s")
        bodies = articles(same=asked.same)
        asyncio.run(load(port, limited(bodies, 500), asked.in_flight, []))  # warm
        measure(server.pid, port, limited(bodies, asked.requests), asked.in_flight)
    finally:
        server.terminate()
        server.wait()


def articles(*, same: bool) -> Iterator[bytes]:
    """Bodies without end, each with an article of SIZE characters, of whole documents; all different."""
    text = "\n".join(speed.corpus())
    starts = cycle(range(0, len(text) - SIZE, SIZE // 3))
    for number, at in zip(count(), starts, strict=False):
        row = {"id": 1, "text": text[:SIZE]} if same else {"id": number, "text": text[at : at + SIZE]}
        yield json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")


def limited(bodies: Iterator[bytes], most: int) -> Iterator[bytes]:
    """The first of them."""
    return (body for _, body in zip(range(most), bodies, strict=False))


def measure(pid: int, port: int, bodies: Iterator[bytes], in_flight: int) -> None:
    """Load the server; tell latency, rate, errors and memory."""
    before, load_before, busy = memory(pid), os.getloadavg()[0], processor(pid)
    seconds: list[float] = []
    start = time.perf_counter()
    errors = asyncio.run(load(port, bodies, in_flight, seconds))
    rate = len(seconds) / (time.perf_counter() - start)
    each = [(b - a) / len(seconds) * 1e3 for a, b in zip(busy, processor(pid), strict=True)]
    centiles = statistics.quantiles(seconds, n=100)
    print(f"{len(seconds)} requests, {in_flight} in flight: {rate:.0f} a second, {errors} errors")
    print(f"p50 {centiles[49] * 1000:.1f} ms, p99 {centiles[98] * 1000:.1f} ms")
    print(f"processor time of a request: {each[0]:.2f} ms of the server, {each[1]:.2f} ms of a worker")
    print(f"memory of server and workers: {before:.0f} MB before, {memory(pid):.0f} MB after")
    print(f"load of the machine: {load_before:.1f} before, {os.getloadavg()[0]:.1f} after")


def processor(pid: int) -> tuple[float, float]:
    """Seconds of processor time that the server and its workers took."""
    server = psutil.Process(pid)
    own, *others = (sum(p.cpu_times()[:2]) for p in [server, *server.children(recursive=True)])
    return own, sum(others)


def memory(pid: int) -> float:
    """Megabytes that a process and its children hold."""
    server = psutil.Process(pid)
    held: int = sum(p.memory_info().rss for p in [server, *server.children(recursive=True)])
    return held / 1e6


async def load(port: int, bodies: Iterator[bytes], in_flight: int, seconds: list[float]) -> int:
    """Send all bodies over so many connections; notes the seconds of each, returns the number of errors."""
    return sum(await asyncio.gather(*(_client(port, bodies, seconds) for _ in range(in_flight))))


async def _client(port: int, bodies: Iterator[bytes], seconds: list[float]) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    errors = 0
    for body in bodies:
        head = f"POST /v1/clean HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
        start = time.perf_counter()
        writer.write(head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        length = answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
        await reader.readexactly(int(length))
        seconds.append(time.perf_counter() - start)
        errors += not answer.startswith(b"HTTP/1.1 200 ")
    writer.close()
    return errors


if __name__ == "__main__":
    main()
