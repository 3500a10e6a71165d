"""What the program is made of is locked, listed and explained, and its own code has no hole that bandit knows."""

import json
import os
import re
import subprocess
import sys

import yaml

from models.source import REPOSITORY

# Each kind of finding, why it is none, and the only files in which it may stand.
EXPLAINED = {
    "B104": (
        "listens beyond this machine only with --room or --reachable",
        {"demo/server.py"},
    ),
    "B106": ("a pattern for words, taken for a password", {"training/contenders.py"}),
    "B311": (
        "random choices that are no secret",
        {"demo/rare.py", "demo/views/practise.py", "training/behaviour.py", "training/real_chat.py"},
    ),
    "B403": ("measures the size of a model, reads none", {"training/compare.py"}),
    "B404": (
        "starts the training, or the demo for its pictures, with fixed words",
        {"demo/__main__.py", "demo/pictures.py"},
    ),
    "B603": (
        "starts the training, or the demo for its pictures, with fixed words",
        {"demo/__main__.py", "demo/pictures.py"},
    ),
    "B704": (
        "the page's own files, and texts that were escaped just before",
        {"demo/app.py", "demo/markup.py", "demo/print_pack.py", "demo/room/pages.py"},
    ),
}


def exported(*options):
    command = [
        os.environ.get("UV", "uv"),
        "export",
        "--quiet",
        "--locked",
        "--offline",
        "--no-dev",
        "--no-emit-project",
        *options,
    ]
    return subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True).stdout


def packages(requirements):
    return re.findall(r"^([\w.-]+)==(\S+)", requirements, re.MULTILINE)


def test_bandit_finds_only_what_is_explained():
    command = [sys.executable, "-m", "bandit", "-q", "-r", "data", "models", "training", "demo", "-f", "json"]
    found = json.loads(subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True, text=True).stdout)
    assert found["errors"] == []
    assert found["metrics"]["_totals"]["loc"] > 1000
    kinds = {(one["test_id"], one["filename"].replace("\\", "/").removeprefix("./")) for one in found["results"]}
    assert {(kind, file) for kind, file in kinds if file not in EXPLAINED.get(kind, ("", set()))[1]} == set()
    assert set(EXPLAINED) <= {kind for kind, _ in kinds}
    assert [one for one in found["results"] if one["issue_severity"] == "HIGH"] == []


def test_the_containers_install_what_is_locked():
    shipped = (REPOSITORY / "deploy" / "requirements.txt").read_text(encoding="utf-8")
    locked = exported("--format", "requirements-txt", "--no-header", "--no-annotate")
    assert packages(shipped) == packages(locked)
    assert re.findall(r"--hash=\S+", shipped) == re.findall(r"--hash=\S+", locked)


def test_the_bill_of_materials_names_every_package():
    bill = json.loads(exported("--format", "cyclonedx1.5"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    listed = {(one["name"], one["version"]) for one in bill["components"]}
    assert set(packages(exported("--format", "requirements-txt"))) <= listed
    assert all(one["purl"].startswith("pkg:pypi/") for one in bill["components"])


def test_every_dependency_says_why():
    text = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r'    "[\w.-]+>=', line)]
    assert len(lines) > 15
    assert [line for line in lines if not re.search(r"#\s+\w+", line)] == []


def test_workflows_may_read_only_and_run_pinned_actions():
    files = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
    assert files
    for file in files:
        workflow = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {"contents": "read"}, file
        for name, job in workflow["jobs"].items():
            assert job.get("permissions", {"contents": "read"}) == {"contents": "read"}, name
            assert job["timeout-minutes"], name
            for action in (step["uses"] for step in job["steps"] if "uses" in step):
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), action
