"""Hostile files cost little, never raise, and become a reading that says what they are."""

import pytest

from aml_maturity_audit.pipelines import Unreadable, read_pipeline
from pipelines.reading import AZURE, read


def bomb() -> str:
    rows = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for before, name in zip("abcdefgh", "bcdefghi", strict=True):
        rows.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(rows)


NOT_YAML = {
    "alias bomb": (bomb(), "more than 60000 nodes"),
    "deep flow": ("[" * 20_000, "deeper than 60"),
    "deep maps": ("{a: " * 20_000, "deeper than 60"),
    "deep blocks": ("\n".join("  " * depth + "a:" for depth in range(200)), "deeper than 60"),
    "own anchor": ("a: &a\n  b: *a\n", "anchor that is not defined"),
    "open bracket": ("trigger: [main\nsteps: []\n", "not YAML"),
    "tabs": ("trigger: none\nsteps:\n\t- script: true\n", "not YAML"),
    "bad key": ("a: b: c: d\n", "not YAML"),
    "control character": ("a: \x01\n", "not YAML"),
}


@pytest.mark.parametrize(("source", "reason"), NOT_YAML.values(), ids=NOT_YAML)
def test_it_is_said(source: str, reason: str) -> None:
    content = read_pipeline(AZURE, {AZURE: source.encode()})
    assert not content.parsed
    assert reason in content.unresolved[0]
    assert "read by lines" in content.unresolved[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (bytes(range(256)), "binary"),
        (b"\0" * 1000, "binary"),
        (b"a" * 1_000_001, "larger than 1000000 bytes"),
        (Unreadable("denied"), "denied"),
    ],
    ids=["bytes", "nul", "large", "denied"],
)
def test_it_is_not_read(data: bytes | Unreadable, reason: str) -> None:
    content = read_pipeline(AZURE, {AZURE: data})
    assert not content.parsed
    assert content.practices == {}
    assert reason in content.unresolved[0]


@pytest.mark.parametrize("reason", ["it was not answered", "denied, vso.code is missing"])
def test_a_script_that_is_there_and_was_not_read_is_not_judged_by_its_name(reason: str) -> None:
    pipeline = b"steps:\n- script: bash deploy-model.sh\n"
    absent = read_pipeline(AZURE, {AZURE: pipeline, "deploy-model.sh": Unreadable("not found")})
    assert "deploys_model" in absent.practices
    assert absent.unread == ()
    unread = read_pipeline(AZURE, {AZURE: pipeline, "deploy-model.sh": Unreadable(reason)})
    assert unread.practices.keys() == absent.practices.keys() - {"deploys_model"}
    assert unread.unread == ("deploy-model.sh",)
    assert "deploy-model.sh could not be read" in unread.unresolved[0]


def test_keys_that_stand_twice_are_said() -> None:
    content = read("trigger: none\nsteps:\n- script: pytest\n  script: flake8\n")
    assert not content.parsed
    assert "`script` in line 4" in content.unresolved[0]


def test_expressions_may_stand_twice_as_keys() -> None:
    source = """
    trigger: none
    variables:
      ${{ if eq(variables.a, 'x') }}:
        w: one
      ${{ if eq(variables.a, 'x') }}:
        v: two
    steps: []
    """
    assert read(source).parsed


def test_templates_that_multiply_are_cut_off() -> None:
    files: dict[str, bytes | Unreadable] = {
        f"t{level}.yml": b"steps:\n" + f"- template: t{level + 1}.yml\n".encode() * 10
        for level in range(12)
    }
    files["t12.yml"] = b"steps:\n- script: pytest\n"
    content = read_pipeline("t0.yml", files)
    assert any("only the first 20000" in sentence for sentence in content.unresolved)
    assert "runs_tests" in content.practices


@pytest.mark.parametrize(("count", "size"), [(450, 10), (20, 900_000)], ids=["many", "large"])
def test_files_are_counted_and_weighed(count: int, size: int) -> None:
    filler = b"# " + b"x" * size + b"\n"
    files: dict[str, bytes | Unreadable] = {
        f"t{number}.yml": filler + b"steps:\n- script: pytest\n" for number in range(count)
    }
    calls = "".join(f"- template: t{number}.yml\n" for number in range(count))
    files[AZURE] = f"trigger: none\nsteps:\n{calls}".encode()
    content = read_pipeline(AZURE, files)
    assert any("more than 400 files or 8000000 bytes" in said for said in content.unresolved)


def test_loops_that_multiply_are_cut_off() -> None:
    values = ", ".join(["a"] * 200)
    source = f"""
    name: x
    parameters:
    - name: xs
      type: object
      default: [{values}]
    steps:
    - ${{{{ each a in parameters.xs }}}}:
      - ${{{{ each b in parameters.xs }}}}:
        - ${{{{ each c in parameters.xs }}}}:
          - script: echo ${{{{ c }}}}
    """
    content = read(source)
    assert any("only the first 20000" in sentence for sentence in content.unresolved)


def test_functions_that_call_each_other_are_cut_off() -> None:
    functions = "".join(f"    f{i}() {{ f{i + 1}; f{i + 1}; }}\n" for i in range(50))
    source = f"trigger: none\nsteps:\n- script: |\n{functions}    f50() {{ pytest; }}\n    f0\n"
    assert read(source).parsed


@pytest.mark.parametrize(
    "variables",
    [
        "  a: $(b)$(b)\n  b: $(a)$(a)\n",
        "".join(f"  v{i}: $(v{i + 1})$(v{i + 1})\n" for i in range(40)) + "  a: $(v0)\n",
    ],
    ids=["circle", "doubling"],
)
def test_variables_that_grow_are_cut_off(variables: str) -> None:
    source = f"trigger: none\nvariables:\n{variables}steps:\n- script: pytest $(a)\n"
    assert "runs_tests" in read(source).practices


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_encodings(encoding: str) -> None:
    source = "trigger: none\nsteps:\n- script: pytest # é\n"
    content = read_pipeline(AZURE, {AZURE: source.encode(encoding)})
    assert content.parsed
    assert set(content.practices) == {"runs_tests"}


@pytest.mark.parametrize("source", ["", "\n", "hello", "- a\n- b\n", "42"])
def test_what_is_no_pipeline_shows_nothing(source: str) -> None:
    content = read_pipeline("notes.yml", {"notes.yml": source.encode()})
    assert content.practices == {}
    assert content.kind == "unknown"


@pytest.mark.parametrize(
    "source",
    [
        "stages:\n- build\n- test\nunit:\n  script: pytest\n",
        "stages:\n  train:\n    cmd: python train.py\n",
        "jobs:\n- name: fit\n  command:\n  - python train.py\n",
        "steps:\n- name: gcr.io/cloud-builders/docker\n  args: [build, .]\n",
        "version: 2\njobs:\n  build:\n    docker: [{image: x}]\n    steps: [{run: pytest}]\n",
    ],
    ids=["gitlab", "dvc", "amulet", "cloud build", "circle"],
)
def test_files_of_other_tools_are_no_pipelines(source: str) -> None:
    content = read(source, "ci.yml")
    assert (content.kind, content.practices) == ("unknown", {})


def test_azure_ml_job_files_are_no_pipelines() -> None:
    source = """
    $schema: https://azuremlschemas.azureedge.net/latest/pipelineJob.schema.json
    type: pipeline
    jobs:
      fit:
        environment: azureml:env@latest
        command: pytest
    """
    content = read(source, "jobs/train.yml")
    assert (content.kind, content.practices) == ("unknown", {})


def test_lines_are_read_where_there_is_no_tree() -> None:
    source = (
        "steps: [\n- script: pytest\n# - script: flake8\n- task: Docker@2\n"
        "  bash: echo black --check\n"
    )
    content = read(source)
    assert set(content.practices) == {"runs_tests", "builds_image"}
    assert content.practices["runs_tests"][0].line == 2


def test_template_marks_of_a_scaffold_are_mended() -> None:
    source = """
    {% if cookiecutter.ci %}
    trigger: none
    {% endif %}
    steps:
    - script: pytest {{ cookiecutter.name }}
      enabled: true
    - script: flake8
      enabled: false
    """
    content = read(source)
    assert not content.parsed
    assert set(content.practices) == {"runs_tests"}
