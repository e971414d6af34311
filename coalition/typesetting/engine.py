"""Typst, held so that it is fast and cannot hang: one compiler per template and process, made after
any fork."""

import json
import os
import re
from pathlib import Path
from threading import Lock
from typing import cast

import typst

from coalition.typesetting import fonts

# All of typst's source that is ever made, and all that may stand in its one gap.
MAIN = '#import "/{name}.typ": {name}\n#{name}(json(bytes({words})))\n'
LITERAL = re.compile(r'"(?:[ !#-\[\]-~]++|\\["\\])*+"')
PAGE = re.compile(rb"/Type ?/Page\b")


class Engine:
    """A compiler and the process that may use it; used by one thread at a time. The template is
    `name`.typ in `folder`, which is all that it can read, and defines a function of that name.

    A compiler that is shared by two threads at once raises "Already borrowed", and one that has
    worked before a fork hangs for ever in the child.
    """

    def __init__(self, folder: Path, name: str) -> None:
        os.environ.setdefault("RAYON_NUM_THREADS", "1")  # workers are processes; threads only cost
        self.name = name
        self.process = os.getpid()
        self.lock = Lock()
        self.inputs: dict[str, str] | None = None
        self.compiler = typst.Compiler(
            root=str(folder),
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=fonts.folders(),
            ),
            ignore_system_fonts=True,
            # No packages, and none fetched: these folders do not exist.
            package_path=str(folder / "none"),
            package_cache_path=str(folder / "none"),
        )

    def compile(self, words: str, timestamp: int, inputs: dict[str, str] | None = None) -> bytes:
        """A PDF of the words, which are JSON; `inputs` are what sys.inputs holds."""
        if self.process != os.getpid():
            raise RuntimeError(
                "Something was typeset before this process was forked; typst would hang here. "
                "Make the engine after the fork, not before."
            )
        source = MAIN.format(name=self.name, words=as_literal(words)).encode()
        inputs = inputs or {}
        with self.lock:
            # Other inputs make typst build its whole library anew, a third of a letter's time.
            changed = ... if inputs == self.inputs else inputs
            self.inputs = None  # until typst has taken them
            pdf = self.compiler.compile(
                source,
                format="pdf",
                sys_inputs=changed,
                pdf_standards=["ua-1", "a-2a"],
                timestamp=timestamp,
            )
            self.inputs = inputs
        return cast(bytes, pdf)


def as_literal(words: str) -> str:
    """JSON as a typst string that can hold nothing but itself.

    Encoded again, ASCII knows two escapes only, and typst reads both as JSON does.
    """
    literal = json.dumps(words)
    if not LITERAL.fullmatch(literal):
        raise ValueError("These words are not JSON in ASCII.")
    return literal


def page_count(pdf: bytes) -> int:
    """Pages of a PDF that an engine made; of any other, ask pages.count."""
    return len(PAGE.findall(pdf))
