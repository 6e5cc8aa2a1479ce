"""What recording a small chat completion costs in the program, and what importing the drop-in costs.

    python -m venv /tmp/peers
    /tmp/peers/bin/pip install . openai==3.52.0 langfuse==5.0.4
    /tmp/peers/bin/python benchmarks/openai_calls.py [--rounds 80] [--calls 50]

`openai` alone, `martlet.openai` and `langfuse.openai` each have a process of their own, all at the same time, since
both recorders patch the package for the whole process. In each round each of them, in a new random order, makes the
same calls; what openai alone took in that round is taken off, and the median of the rounds is shown. The processes are
started anew several times: where the interpreter's memory happens to lie makes one of them up to 5 % slower than another
for as long as it lives, which is as much as what is measured.
First over HTTP against a stand-in for the model API in another process, then answered in the process, which leaves the
network's noise out. Imports are measured in fresh interpreters, one of each a round.

A figure is CPU time: of the thread that makes the calls, and of the whole process, since Langfuse exports from
threads of its own. Langfuse sends to an address where nobody listens, and so pays for spans but not for their reception.

Where this misleads:
- A real model takes a second; nobody feels the difference. What counts is the machine's time at many calls.
- CPU time on a busy machine still varies with what its caches hold.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
IMPORTS = {
    "openai": "import openai",
    "martlet.openai": "from martlet.openai import openai",
    "langfuse.openai": "from langfuse.openai import openai",
}
MESSAGES = [{"role": "user", "content": "Why does a swift hardly ever land? " * 12}]
ANSWER = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "gpt-4o",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "It sleeps in the air. " * 12}}],
    "usage": {"prompt_tokens": 90, "completion_tokens": 60, "total_tokens": 150},
}  # fmt: skip

# How often the processes are started anew.
GENERATIONS = 8


def work(package: str, base_url: str | None) -> None:
    """Makes so many calls for each line that comes in, and answers with nanoseconds of the thread and the process."""
    space: dict[str, Any] = {}
    exec(IMPORTS[package], space)
    openai = space["openai"]
    if base_url is None:
        import httpx2

        body = json.dumps(ANSWER).encode()
        transport = httpx2.MockTransport(
            lambda _: httpx2.Response(200, content=body, headers={"content-type": "application/json"}))
        client = openai.OpenAI(api_key="sk-x", base_url="http://models.test/v1", http_client=httpx2.Client(transport=transport))
    else:
        client = openai.OpenAI(api_key="sk-x", base_url=base_url)
    for line in sys.stdin:
        thread, process = time.thread_time_ns(), time.process_time_ns()
        for _ in range(int(line)):
            client.chat.completions.create(model="gpt-4o", messages=MESSAGES)
        print(time.thread_time_ns() - thread, time.process_time_ns() - process, flush=True)


def start(package: str, base_url: str | None, home: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "MARTLET_HOME": home, "LANGFUSE_PUBLIC_KEY": "pk-x", "LANGFUSE_SECRET_KEY": "sk-x",
        "LANGFUSE_BASE_URL": "http://127.0.0.1:9", "LANGFUSE_MEDIA_UPLOAD_ENABLED": "false",
        "PYTHONHASHSEED": "0",
    }  # fmt: skip
    return subprocess.Popen(
        [sys.executable, __file__, "--work", package, *([base_url] if base_url else [])], env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def measure(packages: list[str], base_url: str | None, rounds: int, calls: int) -> dict[str, list[tuple[float, float]]]:
    """Microseconds a call of each package, thread and process, in each round."""
    figures: dict[str, list[tuple[float, float]]] = {package: [] for package in packages}
    with tempfile.TemporaryDirectory(prefix="martlet-benchmark-") as home:
        for _ in range(GENERATIONS):
            workers = {package: start(package, base_url, home) for package in packages}
            try:
                for round in range(3 + rounds // GENERATIONS):
                    for package in random.sample(packages, len(packages)):
                        worker = workers[package]
                        assert worker.stdin and worker.stdout
                        print(calls, file=worker.stdin, flush=True)
                        thread, process = map(int, worker.stdout.readline().split())
                        if round >= 3:
                            figures[package].append((thread / calls / 1000, process / calls / 1000))
            finally:
                for worker in workers.values():
                    worker.kill()
                    worker.wait()
    return figures


def show(title: str, figures: dict[str, list[tuple[float, float]]]) -> dict[str, float]:
    """Prints a table, and gives the cost of each recorder in the calling thread."""
    print(f"\n{title}: µs of CPU time a call")
    print(f"{'':18}{'thread':>10}{'added':>10}{'quartiles':>18}{'process':>12}{'added':>10}")
    costs = {}
    for package, rounds in figures.items():
        thread, process = zip(*rounds, strict=True)
        plain = list(zip(*figures["openai"], strict=True))
        added = [mine - theirs for mine, theirs in zip(thread, plain[0], strict=True)]
        added_process = [mine - theirs for mine, theirs in zip(process, plain[1], strict=True)]
        low, costs[package], high = statistics.quantiles(added, n=4)
        row = f"{package:18}{statistics.median(thread):10.0f}"
        if package != "openai":
            row += f"{costs[package]:+10.0f}{f'{low:+.0f} … {high:+.0f}':>18}"
        row += f"{statistics.median(process):{12 if package != 'openai' else 40}.0f}"
        if package != "openai":
            row += f"{statistics.median(added_process):+10.0f}"
        print(row)
    return costs


def imports(packages: list[str], rounds: int) -> None:
    code = "import time; wall, cpu = time.perf_counter_ns(), time.process_time_ns(); {}; " \
        "print(time.perf_counter_ns() - wall, time.process_time_ns() - cpu)"
    figures: dict[str, list[tuple[float, float]]] = {package: [] for package in packages}
    for round in range(rounds + 1):
        for package in random.sample(packages, len(packages)):
            done = subprocess.run(
                [sys.executable, "-c", code.format(IMPORTS[package])], capture_output=True, text=True, check=True)
            wall, cpu = map(int, done.stdout.split())
            if round:
                figures[package].append((wall / 1e6, cpu / 1e6))
    print("\nImport: ms")
    print(f"{'':18}{'wall':>10}{'added':>10}{'CPU':>10}{'added':>10}")
    for package, measured in figures.items():
        wall_times, cpu_times = zip(*measured, strict=True)
        plain = list(zip(*figures["openai"], strict=True))
        row = f"{package:18}{statistics.median(wall_times):10.0f}"
        added = [statistics.median(a - b for a, b in zip(mine, theirs, strict=True))
                 for mine, theirs in ((wall_times, plain[0]), (cpu_times, plain[1]))]
        row += f"{added[0]:+10.1f}{statistics.median(cpu_times):10.0f}{added[1]:+10.1f}"
        print(row)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=80)
    parser.add_argument("--calls", type=int, default=50)
    parser.add_argument("--work", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.work:
        return work(arguments.work[0], arguments.work[1] if len(arguments.work) > 1 else None)
    packages = ["openai", "martlet.openai"]
    if subprocess.run([sys.executable, "-c", "import langfuse"], capture_output=True).returncode == 0:
        packages.append("langfuse.openai")
    else:
        print("langfuse is not installed, and left out")
    stand_in = subprocess.Popen(
        [sys.executable, ROOT / "examples" / "model_api.py", "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert stand_in.stdout
        base_url = stand_in.stdout.readline().split()[-1]
        show("Over HTTP", measure(packages, base_url, max(GENERATIONS, arguments.rounds // 2), max(5, arguments.calls // 2)))
    finally:
        stand_in.kill()
        stand_in.wait()
    costs = show("Answered in the process", measure(packages, None, arguments.rounds, arguments.calls))
    if "langfuse.openai" in costs:
        ratio = costs["martlet.openai"] / costs["langfuse.openai"]
        print(f"\nmartlet.openai costs {ratio:.3f} of what langfuse.openai does (budget: 0.100)")
    imports(packages, max(5, arguments.rounds // 3))


if __name__ == "__main__":
    main()
