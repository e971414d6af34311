"""House rules that a machine can check."""

import ast
from pathlib import Path

import pytest

APPS = ["coalition", "forums", "recognition"]
ROOT = Path(__file__).parent.parent
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "record",
}


def modules(*names):
    """Our files called views.py, or lying in views/, for each of the names."""
    return sorted(
        path
        for app in APPS
        for name in names
        for path in [*ROOT.glob(f"{app}/{name}.py"), *ROOT.glob(f"{app}/{name}/**/*.py")]
    )


def label(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(
    "path",
    modules("views", "forms", "tasks", "panels", "permissions", "context", "admin"),
    ids=label,
)
def test_only_actions_write(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    writes = [
        f"line {call.lineno}: .{call.func.attr}()"
        for call in calls
        if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES
    ]
    assert not writes


# Work that must commit between its steps; each says so in its docstring.
SPANS_TRANSACTIONS: set[str] = {
    *["carry_out", "send_chunk", "send_due", "sweep", "tend", "typeset_chunk"],
}


@pytest.mark.parametrize("path", modules("actions"), ids=label)
def test_actions_are_whole_and_take_their_arguments_by_name(path):
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert not node.args.args, node.name
            marks = {ast.unparse(mark) for mark in node.decorator_list}
            assert "action" in marks or node.name in SPANS_TRANSACTIONS, node.name


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.html")), ids=label)
def test_templates_obey_the_content_security_policy(path):
    text = path.read_text()
    assert "style=" not in text
    assert "<style" not in text
    assert " onclick" not in text


@pytest.mark.parametrize("path", sorted(ROOT.glob("templates/**/*.html")), ids=label)
def test_the_interface_speaks_kindly(path):
    lowered = path.read_text().lower()
    for word in (">submit<", "oops", "invalid "):
        assert word not in lowered
