"""The engine among processes and threads: typst hangs in a child whose parent has used it."""

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings

from recognition.typesetting import typeset
from tests.recognition.letters import thanks

FORK = """
    import os
    from recognition.typesetting import prepare, typeset
    from recognition.typesetting.engine import engine
    from tests.recognition.letters import thanks

    def in_child(work):
        child = os.fork()
        if child == 0:
            try:
                work()
            except BaseException as error:
                print(type(error).__name__, error, flush=True)
                os._exit(1)
            os._exit(0)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
"""


def test_importing_makes_no_compiler_and_a_forked_child_makes_its_own():
    said = _python("""
        assert engine.cache_info().currsize == 0
        print(in_child(lambda: (prepare(), typeset(thanks()))))
        print(in_child(lambda: typeset(thanks())))
        assert engine.cache_info().currsize == 0
    """)

    assert said.split() == ["0", "0"]


def test_a_child_of_a_process_that_typeset_is_told_instead_of_hanging():
    said = _python("""
        typeset(thanks())
        print(in_child(lambda: typeset(thanks())))
    """)

    assert "RuntimeError Something was typeset before this process was forked" in said
    assert said.split()[-1] == "1"


def test_letters_can_be_previewed_by_several_threads_at_once():
    contents = [thanks(greeting=f"Dear Ann {number},") for number in range(24)]
    alone = [typeset(content) for content in contents]

    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(typeset, contents))

    assert together == alone


def test_a_letter_is_the_same_in_every_process():
    said = _python("""
        from hashlib import sha256
        print(sha256(typeset(thanks())).hexdigest(), sha256(typeset(thanks())).hexdigest())
    """)

    assert len(set(said.split())) == 1
    assert said == _python("""
        from hashlib import sha256
        prepare()
        typeset(thanks(greeting="Dear Ann,"))
        print(sha256(typeset(thanks())).hexdigest(), sha256(typeset(thanks())).hexdigest())
    """)


def _python(script: str) -> str:
    """What a fresh Python says; it is killed if it hangs."""
    finished = subprocess.run(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(FORK) + textwrap.dedent(script)],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout
