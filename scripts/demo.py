"""The demo: two programs talk to a model, Martlet records them, and their calls are shown.

It starts the stand-in for the model API and `martlet serve` on free ports of this machine, runs
the programs, prints the address of each recorded call's page, and serves until Ctrl-C. With CI=true
it checks instead that the pages and the JSON API show what was asked and answered, and ends.

`make demo` builds all that it needs and runs it.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import recorded
from child_process import ChildProcess
from server_client import ServerClient, squeeze

ROOT = Path(__file__).resolve().parent.parent
# Not the user's own recordings. Kept, so that one can look at them again.
HOME = ROOT / ".cache" / "demo"
PYTHON = sys.executable
MARTLET = Path(PYTHON).with_name("martlet")


@dataclass(frozen=True)
class Program:
    """A program to record, and how many calls of the model it makes."""

    source: Path
    command: tuple[str | Path, ...]
    calls: int

    @property
    def command_line(self) -> str:
        program, *arguments = self.command
        return " ".join(map(str, (Path(program).name, *arguments)))


# As one types them in the project's folder, where they are run.
CHAT = Path("examples/chat.py")
PLAIN_CHAT = Path("examples/plain_chat.py")
PROGRAMS = (
    Program(CHAT, (PYTHON, CHAT), calls=3),
    Program(PLAIN_CHAT, (MARTLET, "run", PLAIN_CHAT), calls=3),
)


class DemoError(Exception):
    """Something did not come out as it should; the text says what."""


def main() -> None:
    """Runs the demo; the exit status is 0 only if all of it worked."""
    parser = argparse.ArgumentParser(description="Records two programs and shows their calls.")
    parser.add_argument("--home", type=Path, default=HOME, help="where the recordings are kept")
    home = parser.parse_args().home.resolve()
    is_check = os.environ.get("CI", "").lower() in ("1", "true")
    # Turned into an exception, so that the children end with the `with` blocks below.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        with ExitStack() as stack:
            demo(stack, home, is_check)
    except KeyboardInterrupt:
        print(f"\nTo look again:  {short(MARTLET)} serve --home {short(home)}")
    except (DemoError, RuntimeError, OSError) as error:
        sys.exit(f"demo: {error}")


def demo(stack: ExitStack, home: Path, is_check: bool) -> None:
    """Starts both servers, runs the programs, and serves until a signal unless it is a check."""
    environment, client, children = start(stack, home)
    for program in PROGRAMS:
        show(program, environment, client, is_check)
    if is_check:
        print("\nThe pages and the API show what was asked and answered.")
        return
    print(f"\nAll of it: {client.base_url}/traces    Ctrl-C ends the demo.", flush=True)
    while True:
        time.sleep(1)
        for child in children:
            if child.returncode is not None:
                raise DemoError(f"{child.name} ended by itself; see {short(child.log)}.")


def start(stack: ExitStack, home: Path) -> tuple[dict[str, str], ServerClient, list[ChildProcess]]:
    """Starts the stand-in and the server; gives the environment for a program that uses them."""
    # What the user has set for their own recordings is not for the demo.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MARTLET_")}
    environment = inherited | {"MARTLET_HOME": str(home), "OPENAI_API_KEY": "sk-demo"}

    def server(name: str, *command: str | Path) -> ChildProcess:
        log = home / f"{name}.log"
        return stack.enter_context(
            ChildProcess(command, ready=r"listening on (\S+)", environment=environment, log=log)
        )

    api = ROOT / "examples" / "model_api.py"
    model_api = server("model_api", PYTHON, api, "--port", "0", "--delay", "0.01")
    martlet = server("serve", MARTLET, "serve", "--port", "0")
    environment["OPENAI_BASE_URL"] = model_api.ready[1]
    return environment, ServerClient(martlet.ready[1]), [model_api, martlet]


def show(
    program: Program, environment: dict[str, str], client: ServerClient, is_check: bool
) -> None:
    """Runs a program and prints the addresses of its calls' pages."""
    print("\n" + styled("1", f"$ {program.command_line}"), flush=True)
    since = time.time_ns()
    printed = run(program, environment)
    traces = client.wait_for_traces(program.calls, since=since)
    if len(traces) != program.calls:
        raise DemoError(f"{program.command_line} made {program.calls} calls; recorded are {len(traces)}.")
    for trace in reversed(traces):
        if is_check:
            check(trace["id"], program, printed, client)
        print(f"{trace['title']:<22} {client.page_address(trace['id'])}", flush=True)


def run(program: Program, environment: dict[str, str]) -> str:
    """Runs a program, shows what it prints as it comes, and returns it."""
    printed = []
    with subprocess.Popen(
        program.command, cwd=ROOT, env=environment,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                printed.append(line)
                print(styled("2", f"  {line.rstrip()}"), flush=True)
        except BaseException:
            process.kill()
            raise
    if process.returncode != 0:
        raise DemoError(f"{program.command_line} ended with status {process.returncode}.")
    return "".join(printed)


def check(trace_id: str, program: Program, printed: str, client: ServerClient) -> None:
    """Compares what was recorded with the program's source and with what it printed."""
    page = client.page_text(trace_id)
    for span in client.trace(trace_id)["spans"]:
        prompt = recorded.prompts(span)[-1][1]
        [answer] = recorded.answers(span)
        for what, text, source in (
            ("prompt", prompt, (ROOT / program.source).read_text()), ("answer", answer, printed)
        ):
            if not text or text not in source:
                raise DemoError(f"trace {trace_id}: the API shows the {what} {text!r}.")
            if squeeze(text) not in page:
                raise DemoError(f"trace {trace_id}: its page does not show the {what} {text!r}.")


def styled(style: str, text: str) -> str:
    """A text in bold (1) or faint (2) letters, where a terminal shows it."""
    return f"\033[{style}m{text}\033[0m" if sys.stdout.isatty() else text


def short(path: Path) -> Path:
    """A path as one would type it in the project's folder."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    main()
