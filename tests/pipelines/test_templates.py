"""Azure Pipelines templates: found, given their arguments, read in the caller's place."""

import pytest

from pipelines.reading import practices, read

BUILD = """
parameters:
- name: image
  type: boolean
  default: false
- name: script
  default: ''
steps:
- script: docker build .
  condition: eq(${{ parameters.image }}, true)
- script: |
    set -e
    ${{ parameters.script }}
"""


def test_paths_are_relative_to_the_including_file_or_absolute() -> None:
    root = """
    trigger: none
    steps:
    - template: ci/outer.yml
    """
    content = read(
        root,
        ci__outer_dot_yml="steps:\n- template: inner.yml\n- template: /ci/other.yml\n",
        ci__inner_dot_yml="steps:\n- script: pytest\n",
        ci__other_dot_yml="steps:\n- script: flake8\n",
    )
    assert practices(content) == {"runs_tests", "lints"}
    assert content.practices["runs_tests"][0].file == "ci/inner.yml"
    assert content.wants == ()


def test_what_was_not_handed_in_is_wanted_and_what_is_missing_is_said() -> None:
    root = "trigger: none\nsteps:\n- template: ci/a.yml\n"
    assert read(root).wants == ("ci/a.yml",)
    content = read(root, ci__a_dot_yml=None)
    assert content.wants == ()
    assert "ci/a.yml could not be read: not found" in content.unresolved[0]


@pytest.mark.parametrize(("image", "built"), [("true", True), ("false", False), ("", False)])
def test_one_literal_argument_decides(image: str, built: bool) -> None:
    call = f"      image: {image}\n" if image else "      script: pytest\n"
    root = f"trigger: none\nsteps:\n- template: build.yml\n  parameters:\n{call}"
    content = read(root, build_dot_yml=BUILD)
    assert ("builds_image" in practices(content)) is built


def test_a_template_nobody_calls_may_be_given_anything() -> None:
    assert "builds_image" in practices(read(BUILD, "build.yml"))
    assert read(BUILD, "build.yml").is_template


def test_a_script_in_an_argument_is_evidence_where_it_is_written() -> None:
    root = """\
    trigger: none
    steps:
    - template: build.yml
      parameters:
        script: |
          echo start
          az ml job create --file train.yml
    """
    item = read(root, build_dot_yml=BUILD).practices["trains_model"][0]
    assert (item.file, item.line) == ("azure-pipelines.yml", 7)


def test_stage_job_and_variable_templates_and_extends() -> None:
    content = read(
        "trigger: none\nextends:\n  template: base.yml\n  parameters:\n    env: prod\n",
        base_dot_yml="""
        parameters:
        - name: env
        variables:
        - template: vars/${{ parameters.env }}.yml
        stages:
        - template: stage.yml
        """,
        vars__prod_dot_yml="variables:\n  workspace: churn-prod\n",
        stage_dot_yml="stages:\n- stage: s\n  jobs:\n  - template: job.yml\n",
        job_dot_yml="""
        jobs:
        - job: j
          steps:
          - script: az ml model create -n m -w $(workspace) -g rg
        """,
    )
    assert practices(content) == {"registers_model"}
    assert content.mentions[0].workspace == "churn-prod"
    assert content.practices["registers_model"][0].stage == "s"


def test_a_step_list_goes_through() -> None:
    content = read(
        """
        trigger: none
        steps:
        - template: wrap.yml
          parameters:
            steps:
            - script: pytest
            - script: flake8
              enabled: false
        """,
        wrap_dot_yml="""
        parameters:
        - name: steps
          type: stepList
        steps:
        - ${{ each step in parameters.steps }}:
          - ${{ step }}
        - ${{ parameters.steps }}
        """,
    )
    assert practices(content) == {"runs_tests"}


def test_each_over_a_literal_list_and_mapping() -> None:
    content = read(
        """
        trigger: none
        steps:
        - template: each.yml
          parameters:
            tools: [pytest, flake8]
            images: {a: docker build ., b: 'true'}
        """,
        each_dot_yml="""
        parameters:
        - name: tools
          type: object
        - name: images
          type: object
        steps:
        - ${{ each tool in parameters.tools }}:
          - script: ${{ tool }} .
        - ${{ each image in parameters.images }}:
          - script: ${{ image.value }}
            displayName: ${{ image.key }}
        """,
    )
    assert practices(content) == {"runs_tests", "lints", "builds_image"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("aks", {"runs_tests"}), ("aci", {"lints"}), ("other", {"builds_image"})],
)
def test_if_elseif_else(kind: str, expected: set[str]) -> None:
    template = """
    parameters:
      kind: none
    steps:
    - ${{ if eq(parameters.kind, 'aks') }}:
      - script: pytest
    - ${{ elseif eq(parameters.kind, 'aci') }}:
      - script: flake8
    - ${{ else }}:
      - script: docker build .
    """
    root = f"trigger: none\nsteps:\n- template: t.yml\n  parameters:\n    kind: {kind}\n"
    assert practices(read(root, t_dot_yml=template)) == expected


def test_an_undecided_branch_keeps_both_sides_and_both_values() -> None:
    content = read(
        """
        trigger: none
        variables:
        - ${{ if eq(variables['Build.SourceBranchName'], 'main') }}:
          - name: env
            value: prod
          - name: ws
            value: churn-$(env)
        - ${{ else }}:
          - name: env
            value: dev
          - name: ws
            value: churn-$(env)2
        steps:
        - script: az ml job create -f train.yml -w $(ws) -g rg
        """
    )
    assert {mention.workspace for mention in content.mentions} == {"churn-prod", "churn-dev2"}


def test_a_template_of_another_repository_is_weak_evidence_and_said() -> None:
    content = read(
        """
        trigger: none
        resources:
          repositories:
          - repository: shared
            name: org/mlops-templates
        steps:
        - template: aml/run-pipeline.yml@shared
          parameters:
            pipeline_file: mlops/train/pipeline.yml
        - template: aml/create-deployment.yml@shared
        - template: aml/delete-endpoint.yml@shared
        """
    )
    assert practices(content) == {"trains_model", "deploys_model"}
    assert all(item.inferred for item in content.practices["trains_model"])
    assert "org/mlops-templates" in content.unresolved[0]
    assert len(content.unresolved) == 3


def test_templates_that_include_themselves_end() -> None:
    content = read(
        "trigger: none\nsteps:\n- template: a.yml\n",
        a_dot_yml="steps:\n- script: pytest\n- template: b.yml\n",
        b_dot_yml="steps:\n- template: a.yml\n",
    )
    assert practices(content) == {"runs_tests"}
    assert "includes itself" in content.unresolved[0]


def test_a_path_out_of_the_repository_is_never_wanted() -> None:
    content = read("trigger: none\nsteps:\n- template: ../../etc/x.yml\n")
    assert content.wants == ()
    assert "no fixed path" in content.unresolved[0]


def test_a_file_others_include_is_a_template() -> None:
    source = "jobs:\n- job: a\n  steps:\n  - script: pytest\n"
    assert not read(source, "ci/jobs.yml").is_template
    included = read(source, "ci/jobs.yml", main_dot_yml="jobs:\n- template: ci/jobs.yml\n")
    assert included.is_template
    assert "automatic_trigger" not in practices(included)


def test_a_run_that_starts_by_itself_takes_the_defaults() -> None:
    body = """
    parameters:
    - name: image
      type: boolean
      default: false
    steps:
    - ${{ if parameters.image }}:
      - script: docker build .
    """
    assert "builds_image" not in practices(read("trigger: [main]\n" + body.replace("\n    ", "\n")))
    assert "builds_image" in practices(read("trigger: none\n" + body.replace("\n    ", "\n")))
