"""Targets of makefiles and scripts of packages, read where they stand."""

import json
import textwrap

import pytest
from tests.pipelines.reading import AZURE, azure_script, practices

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from aml_maturity_audit.signals.practices import PipelineContent

MAKEFILE = r"""
TOOL := pytest
CHECK ?= flake8
DOCKER = docker

.PHONY: all check unit style say image deploy-model
all: unit

include build/images.mk

check: unit style    ## everything

unit: fmt
	@$(TOOL) tests \
		--maxfail 1

fmt:
	go vet ./...

style:
	-${CHECK} src

say:
	@echo "pytest and flake8"

quiet: VERBOSE = 1
quiet:
	$(MAKE) style

again: again
	@true

release: unit-tests fmt
	docker build .

unit-tests:
	pytest

deploy-model:
	@for f in a b; do echo $$f; done

model-tests:
	echo nothing to do
ifeq ($(OS),Windows_NT)
	cd sub && $(MAKE) inner
endif
"""


def read_with(script: str, **fields: str) -> PipelineContent:
    """A step that runs `script`, beside a makefile, one it includes, one in a folder, a package."""
    package = {
        "scripts": {
            "test": 'echo "Error: no test specified" && exit 1',
            "ci": "eslint . && npm run unit",
            "unit": "jest --ci",
            "prebuild": "docker build .",
            "build": "tsc",
            "lint": "tsc --noEmit",
            "loop": "npm run loop && npm run loop",
        }
    }
    files: dict[str, bytes | Unreadable] = {
        AZURE: azure_script(script, **fields).encode(),
        "Makefile": MAKEFILE.encode(),
        "build/images.mk": b"image:\n\t$(DOCKER) build .\ninclude ../Makefile\n",
        "sub/Makefile": b"inner:\n\taz ml job create -f train.yml\n",
        "package.json": json.dumps(package, indent=2).encode(),
        "web/package.json": b'{"scripts": {"test": "vitest"}}',
        "broken/package.json": b"{",
        "listed/package.json": b'["test"]',
    }
    return read_pipeline(AZURE, files)


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        ("make unit", {"runs_tests"}),
        ("make", {"runs_tests"}),
        ("make -j4 check", {"runs_tests", "lints"}),
        ("make style", {"lints"}),
        ("make quiet", {"lints"}),
        ("make image", {"builds_image"}),
        ("make release", {"builds_image", "runs_tests"}),
        ("make say", set()),
        ("make again", set()),
        ("make -n unit", set()),
        ("make --version", set()),
        ("make deploy-model", set()),
        ("make model-tests", {"runs_tests", "trains_model"}),
        ("make -C sub inner", {"trains_model"}),
        ("cd sub && make inner", {"trains_model"}),
        ("make -f sub/Makefile inner", {"trains_model"}),
        ("cd $SOMEWHERE && make unit style", {"runs_tests", "lints"}),
        ("npm test", set()),
        ("npm run ci", {"lints", "runs_tests"}),
        ("npm run build", {"builds_image"}),
        ("npm run lint", {"lints"}),
        ("npm run missing-test", {"runs_tests"}),
        ("npm run loop", set()),
        ("npm ls test", set()),
        ("npm --prefix web test", {"runs_tests"}),
        ("cd web && yarn test", {"runs_tests"}),
        ("npm --prefix broken test", {"runs_tests"}),
        ("npm --prefix listed test", {"runs_tests"}),
        ("yarn workspace other test", {"runs_tests"}),
    ],
)
def test_what_stands_behind_it_counts(script: str, wanted: set[str]) -> None:
    assert practices(read_with(script)) == wanted


def test_the_evidence_is_the_line_of_the_recipe() -> None:
    (item,) = read_with("make unit").practices["runs_tests"]
    line = MAKEFILE.split("\n").index("\t@$(TOOL) tests \\") + 1
    assert (item.file, item.line, item.inferred) == ("Makefile", line, False)


def test_what_a_target_depends_on_only_prepares_it() -> None:
    assert "lints" not in read_with("make unit").practices


def test_the_makefile_of_the_working_directory_is_wanted() -> None:
    source = azure_script("make unit\nnpm test", workingDirectory="svc")
    content = read_pipeline(AZURE, {AZURE: source.encode()})
    assert content.wants == ("svc/Makefile", "svc/package.json")


def test_a_name_counts_where_there_is_no_file_and_not_where_it_may_not_be_read() -> None:
    source = {AZURE: azure_script("make test").encode()}
    missing = read_pipeline(AZURE, {**source, "Makefile": Unreadable("not found")})
    denied = read_pipeline(AZURE, {**source, "Makefile": Unreadable("denied")})
    assert practices(missing) == {"runs_tests"}
    assert practices(denied) == set()
    assert denied.unresolved and denied.unread == ("Makefile",)


def test_an_npm_task_is_read_like_its_command() -> None:
    source = textwrap.dedent(
        """
        trigger: none
        steps:
        - task: Npm@1
          inputs: {command: custom, customCommand: run ci, workingDir: web}
        """
    )
    package = b'{"scripts": {"ci": "eslint ."}}'
    content = read_pipeline(AZURE, {AZURE: source.encode(), "web/package.json": package})
    assert practices(content) == {"lints"}


@pytest.mark.parametrize(
    "source",
    [
        "a:" + " " * 200_000 + "x",
        "a: b\n" * 20_000,
        "".join(f"t{i}: t{i + 1}\n" for i in range(5000)),
        "A=$(A)$(A)\nt:\n\t$(A)\n",
        "A=$(B)$(B)\nB=" + "x" * 3000 + "\nt:\n\t$(A)$(A)\n",
        "include Makefile\n" * 50,
        "\tpytest\n",
        ":\n\tpytest\n",
        "%.o: %.c\n\tpytest\n",
        "t:\n" + "\t$(MAKE) t; $(MAKE) t\n" * 50,
    ],
)
def test_a_hostile_makefile_costs_little_and_says_nothing(source: str) -> None:
    files: dict[str, bytes | Unreadable] = {
        AZURE: azure_script("make t t0 a").encode(),
        "Makefile": source.encode(),
    }
    assert practices(read_pipeline(AZURE, files)) == set()
