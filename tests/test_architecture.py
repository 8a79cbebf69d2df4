"""Imports run one way: authors ← articles ← sites ← brestnet, and up the layers."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("authors", "articles", "sites", "brestnet")
LAYERS = {
    **dict.fromkeys(
        (
            "enums",
            "errors",
            "html",
            "figures",
            "documents",
            "office",
            "building",
            "lines",
            "tables",
            "notes",
            "foreign_notes",
            "videos",
            "display",
            "headings",
            "text",
            "typography",
            "words",
            "images",
            "poster",
            "names",
            "addresses",
            "pagination",
            "colours",
            "palette",
            "paragraphs",
            "shapes",
            "hints",
            "readability",
            "differences",
            "mailboxes",
            "legacy",
        ),
        0,
    ),
    **dict.fromkeys(("querysets", "models", "panels"), 1),
    **dict.fromkeys(
        ("permissions", "emails", "checks", "mail", "adapter", "search", "history"),
        2,
    ),
    **dict.fromkeys(
        (
            "spip",
            "services",
            "receivers",
            "rich_text",
            "linked_data",
            "markdown",
            "pdf",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            *("forms", "draft_forms", "picture_forms", "file_forms"),
            *("consent_forms", "feeds", "blocks"),
        ),
        4,
    ),
    **dict.fromkeys(
        (
            "views",
            "templatetags",
            "wagtail_hooks",
            "urls",
            "management",
            "middleware",
            "context",
            "apps",
        ),
        5,
    ),
}
NOT_A_SUBJECT = {"utils", "helpers", "common", "base", "mixins", "misc"}


def modules():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(tree):
    """Yield each import of ours: the node, the module it names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "an import says its whole name"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] in APPS:
                yield node, name


PARSED = [(name_of(path), ast.parse(path.read_text())) for path in modules()]


def layer_of(module):
    return LAYERS.get(module.split(".")[1]) if "." in module else None


def test_the_four_packages_are_the_house():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert packages == set(APPS)


def test_who_does_not_know_what_and_what_does_not_know_where():
    upward = [
        f"{module} imports {name}"
        for module, tree in PARSED
        for _node, name in imports(tree)
        if APPS.index(name.split(".")[0]) > APPS.index(module.split(".")[0])
    ]

    assert upward == []


def test_settings_are_read_through_django():
    direct = [
        f"{module} imports {name}"
        for module, tree in PARSED
        for _node, name in imports(tree)
        if name.startswith("brestnet")
    ]

    assert direct == []


def test_every_module_has_a_layer():
    unknown = [
        module
        for module, _tree in PARSED
        if not module.startswith("brestnet.")
        and not module.endswith(".__init__")
        and layer_of(module) is None
    ]

    assert unknown == []


def test_inside_an_app_the_layers_run_one_way():
    upward = [
        f"{module} imports {name}"
        for module, tree in PARSED
        for _node, name in imports(tree)
        if name.split(".")[0] == module.split(".")[0]
        and layer_of(module) is not None
        and layer_of(name) is not None
        and layer_of(name) > layer_of(module)
    ]

    assert upward == []


def test_imports_stand_at_the_top_but_in_apps_ready():
    inline = [
        f"{module}:{node.lineno}"
        for module, tree in PARSED
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not (module.endswith(".apps") and function.name == "ready")
    ]

    assert inline == []


def test_no_module_is_a_junk_drawer():
    drawers = [
        path.relative_to(ROOT).as_posix()
        for path in [*modules(), *(p.parent for p in modules())]
        if path.stem in NOT_A_SUBJECT
    ]

    assert drawers == []


@pytest.mark.parametrize("app", ["authors", "articles", "sites"])
def test_an_app_listens_to_wagtail_and_sends_no_signal_of_its_own(app):
    own = [
        module
        for module, tree in PARSED
        if module.startswith(app)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Signal"
    ]

    assert own == []


def test_nobody_sets_live_by_hand():
    by_hand = [
        f"{module}:{node.lineno}"
        for module, tree in PARSED
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == "live"
    ]

    assert by_hand == []


def test_only_tags_that_escape_first_mark_text_as_safe():
    safe = {
        module
        for module, tree in PARSED
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in ("mark_safe", "SafeString")
    }
    filters = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if "|safe" in path.read_text()
    ]

    assert safe == {"articles.templatetags.brestnet"}
    assert filters == []
