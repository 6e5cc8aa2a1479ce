"""What was recorded before a crash, of the program or of the server, is found exactly once."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from typing import Any

import pytest

import recorded
from recording import BARE, DROP_IN, ONE_CALL, Server, Workplace

# Says what it has of a stream that stalls after seven chunks, and waits there for good.
STALLING = """
question = {"role": "user", "content": "[stall after 7] Tell me of the long flight."}
stream = openai.OpenAI().chat.completions.create(model="gpt-4o-mini", messages=[question], stream=True)
for number, chunk in enumerate(stream, 1):
    print(chunk.choices[0].delta.content, end="\\n" if number == 7 else "", flush=True)
"""

# One call for each line that it reads, and an answer on its output when that is done.
ON_DEMAND = """
import sys
client = openai.OpenAI()
for line in sys.stdin:
    question = {"role": "user", "content": line.strip()}
    client.chat.completions.create(model="gpt-4o-mini", messages=[question])
    print("done", flush=True)
"""


def questions(server: Server, count: int) -> list[str]:
    """The questions of all traces, once there are `count` and all have ended."""
    traces = server.client.wait_for_traces(count)
    spans = [recorded.only_span(server.client.trace(trace["id"])) for trace in traces]
    assert all(span["status"] == "ok" for span in spans)
    return sorted(recorded.prompts(span)[-1][1] for span in spans)


def check_interrupted(trace: dict[str, Any], printed: str, server: Server) -> None:
    span = recorded.only_span(trace)
    assert span["status"] == "interrupted"
    assert recorded.prompts(span) == [("user", "[stall after 7] Tell me of the long flight.")]
    assert recorded.answers(span) == [printed.removesuffix("\n")]
    assert span["meaning"]["chunk_count"] == 7
    text = server.client.page_text(trace["id"])
    assert printed.strip() in text
    assert "interrupted" in text.lower()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_program_killed_in_mid_stream(
    workplace: Workplace, server: Server, how: str, number: int
) -> None:
    program = workplace.start(STALLING, how)
    printed = program.stdout.readline()
    [running] = server.client.wait_for_traces(1, condition=lambda _: True)
    assert running["status"] == "running"
    program.send_signal(number)
    assert program.wait() == -number
    [summary] = server.client.wait_for_traces(1)
    assert summary["id"] == running["id"]
    check_interrupted(server.client.trace(summary["id"]), printed, server)


def test_server_started_after_the_program_was_killed(workplace: Workplace, how: str) -> None:
    program = workplace.start(STALLING, how)
    printed = program.stdout.readline()
    program.kill()
    program.wait()
    server = workplace.serve()
    [summary] = server.client.wait_for_traces(1)
    check_interrupted(server.client.trace(summary["id"]), printed, server)


def test_server_started_after_the_program_ended(workplace: Workplace, how: str) -> None:
    source = """
    for number in range(5):
        question = {"role": "user", "content": f"Question {number}"}
        openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question])
    """
    workplace.run(source, how)
    assert workplace.segments(), "nothing was written"
    assert questions(workplace.serve(), 5) == [f"Question {number}" for number in range(5)]


@pytest.mark.parametrize("ending", ["os._exit(0)", "os.abort()", "os.execv('/bin/true', ['true'])"])
def test_program_that_ends_without_cleaning_up(workplace: Workplace, ending: str) -> None:
    source = f"""
    import os, resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[{{"role": "user", "content": "Last"}}])
    {ending}
    """
    workplace.run(source, DROP_IN, status=-signal.SIGABRT if "abort" in ending else 0)
    assert questions(workplace.serve(), 1) == ["Last"]


def test_server_that_is_stopped_and_started_again(workplace: Workplace) -> None:
    """A program goes on recording over three servers; the last one has it all, once."""
    program = workplace.start(ON_DEMAND, DROP_IN)
    asked = []

    def ask(count: int) -> None:
        for _ in range(count):
            asked.append(f"Question {len(asked):03d}")
            print(asked[-1], file=program.stdin, flush=True)
            assert program.stdout.readline() == "done\n"

    for _ in range(3):
        server = workplace.serve()
        ask(10)
        questions(server, len(asked))
        assert server.stop() == 0
        ask(10)
    program.stdin.close()
    assert program.wait(timeout=120) == 0
    server = workplace.serve()
    assert questions(server, len(asked)) == asked
    assert questions(server, len(asked)) == asked
    # What is stored needs no file any more.
    recorded.eventually(lambda: not workplace.segments(), "the segments are still there")


def test_server_that_is_killed_over_and_over(workplace: Workplace) -> None:
    """Killed at any moment of its work, a server loses nothing and stores nothing twice."""
    source = """
    from concurrent.futures import ThreadPoolExecutor

    def ask(number):
        question = {"role": "user", "content": f"Question {number:04d}"}
        stream = client.chat.completions.create(model="gpt-4o", messages=[question], stream=True)
        for _ in stream:
            pass

    client = openai.OpenAI()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, range(300)))
    """
    program = workplace.start(source, DROP_IN)
    pause = 0.02
    while program.poll() is None:
        server = workplace.serve()
        time.sleep(pause)
        server.kill()
        pause = pause * 1.5 if pause < 1 else 0.02
    assert program.returncode == 0
    server = workplace.serve()
    assert questions(server, 300) == [f"Question {number:04d}" for number in range(300)]
    # A stream's chunks are there once each as well.
    for summary in server.client.traces()[:20]:
        span = recorded.only_span(server.client.trace(summary["id"]))
        [answer] = recorded.answers(span)
        assert answer.count("I know only the words") == 1
        assert answer.endswith("no less wise.")


def test_fork(workplace: Workplace, server: Server) -> None:
    """Parent and children record after a fork, each under its own process id."""
    source = """
    import os
    client = openai.OpenAI()

    def ask(text):
        question = {"role": "user", "content": f"{text} {os.getpid()}"}
        openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question])

    ask("Before")
    for _ in range(3):
        if (child := os.fork()) == 0:
            ask("Child")
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
    ask("After")
    print(os.getpid())
    """
    parent = int(workplace.run(source, DROP_IN))
    traces = server.client.wait_for_traces(5)
    assert len(traces) == 5
    seen = {}
    for trace in traces:
        span = recorded.only_span(server.client.trace(trace["id"]))
        word, pid = recorded.prompts(span)[-1][1].split()
        assert span["process"]["process_id"] == int(pid)
        seen.setdefault(word, set()).add(int(pid))
    assert seen["Before"] == seen["After"] == {parent}
    assert len(seen["Child"]) == 3 and parent not in seen["Child"]


def test_fork_in_mid_stream(workplace: Workplace, server: Server) -> None:
    """A child that inherits an open stream neither ends nor doubles its parent's span."""
    source = """
    import os
    question = {"role": "user", "content": "A stream over a fork"}
    stream = openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question], stream=True)
    text = next(stream).choices[0].delta.content
    if (child := os.fork()) == 0:
        del stream
        os._exit(0)
    os.waitpid(child, 0)
    print(text + "".join(chunk.choices[0].delta.content or "" for chunk in stream))
    """
    printed = workplace.run(source, DROP_IN)
    [summary] = server.client.wait_for_traces(1)
    span = recorded.only_span(server.client.trace(summary["id"]))
    assert span["status"] == "ok"
    assert recorded.answers(span) == [printed.removesuffix("\n")]


def test_multiprocessing_pool(workplace: Workplace, server: Server) -> None:
    """The workers of a pool, which end by os._exit, record every call."""
    source = """
    import multiprocessing

    def ask(number):
        question = {"role": "user", "content": f"Question {number:02d}"}
        openai.OpenAI().chat.completions.create(model="gpt-4o", messages=[question])

    if __name__ == "__main__":
        with multiprocessing.get_context("fork").Pool(3) as pool:
            pool.map(ask, range(20))
    """
    workplace.run(source, DROP_IN)
    assert questions(server, 20) == [f"Question {number:02d}" for number in range(20)]


def test_segment_cut_short(workplace: Workplace) -> None:
    """A damaged segment is reported and set aside; the others are stored all the same."""
    workplace.run(ONE_CALL.replace("Why", "In the broken one: why"), DROP_IN)
    [broken] = workplace.segments()
    os.truncate(broken, 300)
    workplace.run(ONE_CALL, DROP_IN)
    server = workplace.serve()
    assert questions(server, 1) == ["Why does a swift hardly ever land?"]
    recorded.eventually(lambda: broken.name in server.log.read_text(), "nothing about the damage in the log")
    # The server says so first and moves the file then: under the old name it may be seen or not.
    set_aside = broken.with_name(f"{broken.name}.damaged")
    recorded.eventually(set_aside.exists, "the damaged segment was not set aside")
    assert set_aside.stat().st_size == 300
    assert not broken.exists()


def test_full_disk(workplace: Workplace) -> None:
    """On a full file system the program goes on; what was written before is there."""
    disk = workplace.folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(disk)]
    mounted = subprocess.run(mount, capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("only root can mount a small file system")
    try:
        source = """
        client = openai.OpenAI()
        for number in range(200):
            question = {"role": "user", "content": f"Question {number:03d} " + "x" * 5000}
            reply = client.chat.completions.create(model="gpt-4o", messages=[question])
        print(reply.choices[0].message.content)
        """
        bare = workplace.run(source, BARE)
        workplace.environment["MARTLET_HOME"] = str(disk / "home")
        assert workplace.run(source, DROP_IN) == bare
        # The server needs room for its database: it follows a copy of the journal.
        subprocess.run(["cp", "-r", str(disk / "home"), str(workplace.home)], check=True)
    finally:
        subprocess.run(["umount", str(disk)], check=True)
    workplace.environment["MARTLET_HOME"] = str(workplace.home)
    server = workplace.serve()
    traces = server.client.wait_for_traces(5)
    assert 5 <= len(traces) < 200
    oldest = recorded.only_span(server.client.trace(traces[-1]["id"]))
    assert recorded.prompts(oldest)[0][1].startswith("Question 000")
    # The last segments may be read after the first traces are seen.
    recorded.eventually(
        lambda: server.client.json("/api/v1/stats")["dropped_records"] > 0, "nothing is said of what was dropped"
    )
