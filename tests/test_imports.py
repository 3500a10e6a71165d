"""The arrows of the design: data <- models <- {training, demo}; who may import what from outside."""

import ast
import subprocess
import sys

import pytest

from models.source import REPOSITORY

PACKAGES = {
    "data": set(),
    "models": {"data"},
    "training": {"data", "models"},
    "demo": {"data", "models"},
}
ONLY_IN = {"gradio": {"demo"}, "sklearn": {"training"}}


def imported_by(package):
    for path in sorted((REPOSITORY / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_arrows_point_one_way(package):
    for path, imported in imported_by(package):
        if imported in PACKAGES:
            assert imported in PACKAGES[package] | {package}, f"{path} imports {imported}"


@pytest.mark.parametrize("package", PACKAGES)
def test_heavy_libraries_stay_in_their_place(package):
    for path, imported in imported_by(package):
        assert package in ONLY_IN.get(imported, {package}), f"{path} imports {imported}"


def test_loading_the_tagger_does_not_load_the_screen():
    code = "import sys, models; assert not {'gradio', 'sklearn', 'scipy', 'pandas'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=REPOSITORY)
