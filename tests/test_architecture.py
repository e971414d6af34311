"""House rules that a machine can check."""

import ast
from pathlib import Path

import pytest

from coalition.celery import app

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
    *["carry_out", "follow_recent", "may_go", "send_chunk", "send_due", "sweep", "tend"],
    *["tell_before", "typeset_chunk"],
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


# Whoever puts a message together, or a row that is one; and where it is handed over.
MESSAGES = {"EmailMessage", "EmailMultiAlternatives", "send_mail", "send_mass_mail", "mail_admins"}
MAY_BUILD = {"coalition/actions/mail.py", "recognition/delivery.py"}
MAY_HAND_OVER = {"coalition/outbox/carriers.py"}
# Mail to those who work here, about their work; all other mail names the person it `concerns`.
TO_COLLEAGUES = {
    "call_full",
    "forum_delegation_sent_back",
    "forum_invitation_answered",
    "forum_removal_proposed",
    "forum_scope_objected",
    "forum_scope_sent_back",
    "forum_term_to_decide",
    "offers_digest",
    "offers_late",
    "regret_to_apologise",
}
# Theirs names nobody but colleagues; an account's own mail goes to whoever types the address.
TO_COLLEAGUES_ONLY = {
    *["coalition/accounts.py", "forums/actions/life_mail.py"],
    "recognition/actions/campaign_mail.py",
}


def calls_in(path):
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]


def our_modules():
    found = (path for app in APPS for path in ROOT.glob(f"{app}/**/*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@pytest.mark.parametrize("path", our_modules(), ids=label)
def test_con_2_nobody_builds_or_hands_over_a_message_past_the_outbox(path):
    for call in calls_in(path):
        name = ast.unparse(call.func)
        if name.rpartition(".")[2] in MESSAGES and not name.startswith("self."):
            assert label(path) in MAY_BUILD, f"line {call.lineno}: {name}"
        if name.startswith("Mail.objects.") and name.rpartition(".")[2] in WRITES - {"delete"}:
            assert label(path) in MAY_BUILD, f"line {call.lineno}: {name}"
        if name in {"delivery.send", "smtplib.SMTP", "line.send_messages"}:
            assert label(path) in MAY_HAND_OVER, f"line {call.lineno}: {name}"


@pytest.mark.parametrize("path", our_modules(), ids=label)
def test_con_2_every_mail_says_whom_it_concerns_or_is_to_a_colleague(path):
    if label(path) in TO_COLLEAGUES_ONLY | MAY_BUILD:
        return
    for call in calls_in(path):
        if ast.unparse(call.func) not in {"mail.write", "mail.queue"}:
            continue
        words = {word.arg: word.value for word in call.keywords}
        kind = getattr(words.get("kind"), "value", None)
        assert "concerns" in words or kind in TO_COLLEAGUES, f"line {call.lineno}: {kind}"


@pytest.mark.parametrize("path", our_modules(), ids=label)
def test_con_2_every_way_out_asks_contact_in_the_transaction_that_hands_over(path):
    """A Route's `admit` decides; what it reaches must end in coalition.contact."""
    for call in calls_in(path):
        if ast.unparse(call.func) == "outbox.Route":
            admit = next(ast.unparse(w.value) for w in call.keywords if w.arg == "admit")
            assert reaches(path, admit) & {"may_contact", "gates.evaluate"}, label(path)


def test_con_2_the_gates_ask_contact():
    gates, recipients = ROOT / "recognition/gates/person.py", ROOT / "recognition/recipients.py"
    assert "recipients.may_thank" in reaches(gates, "why_not_thanked")
    assert "contact.answer" in reaches(recipients, "may_thank")


@pytest.mark.parametrize("path", modules("actions"), ids=label)
def test_con_2_no_action_judges_for_itself_whether_it_may_write(path):
    """A row does not know of holds and preferences: ask may_contact."""
    text = path.read_text()
    assert ".can_be_mailed" not in text
    assert ".must_not_be_contacted" not in text


def reaches(path, function):
    """What that function of the module calls."""
    tree = ast.parse(path.read_text())
    body = next(
        node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function
    )
    return {ast.unparse(call.func) for call in ast.walk(body) if isinstance(call, ast.Call)}


def test_beat_calls_tasks_that_are_there():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)
