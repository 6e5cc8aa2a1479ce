"""Martlet imports nothing that the program did not ask for."""

from __future__ import annotations

import subprocess
import sys

from recording import MARTLET, Workplace

LOADED = "import sys; print(' '.join(sorted(sys.modules)))"


def modules(workplace: Workplace, *command: str, before: str = "") -> set[str]:
    """What is in sys.modules after `before`, in a program started with `command`."""
    done = subprocess.run(
        [*command, "-c", f"{before}\n{LOADED}"], env=workplace.environment,
        capture_output=True, text=True, timeout=300, check=True,
    )
    return set(done.stdout.split())


def foreign(loaded: set[str]) -> set[str]:
    return {name for name in loaded if name.partition(".")[0] != "martlet"}


def test_import_martlet(workplace: Workplace) -> None:
    bare = modules(workplace, sys.executable)
    loaded = modules(workplace, sys.executable, before="import martlet")
    assert "martlet._core" in loaded
    added = foreign(loaded - bare)
    assert not {name.partition(".")[0] for name in added} & {"openai", "httpx2", "asyncio", "json", "typing"}


def test_martlet_run(workplace: Workplace) -> None:
    bare = modules(workplace, sys.executable)
    loaded = modules(workplace, str(MARTLET), "run")
    assert "martlet._core" in loaded, "the program would not be recorded"
    assert foreign(loaded - bare) <= {"sitecustomize"}


def test_what_openai_brings_is_all_there_is(workplace: Workplace) -> None:
    """With `openai` imported, Martlet adds its own modules and no others."""
    bare = modules(workplace, sys.executable, before="import openai")
    for command, source in [
        ((sys.executable,), "from martlet.openai import openai"),
        ((str(MARTLET), "run"), "import openai"),
    ]:
        assert foreign(modules(workplace, *command, before=source) - bare) <= {"sitecustomize"}


def test_nothing_is_written_before_a_call(workplace: Workplace) -> None:
    modules(workplace, str(MARTLET), "run", before="import openai")
    assert not workplace.home.exists()


def test_openai_that_is_not_installed(workplace: Workplace) -> None:
    """The drop-in fails as `import openai` does, and `martlet run` does not mind."""
    hide = "import sys; sys.modules['openai'] = None"
    drop_in = "try:\n    from martlet.openai import openai\nexcept ModuleNotFoundError:\n    pass"
    assert "openai" in modules(workplace, sys.executable, before=f"{hide}\n{drop_in}")
    modules(workplace, str(MARTLET), "run", before=hide)
