"""Flag before environment before file before default; what is not known is named."""

from pathlib import Path

import pytest

from aml_maturity_audit.config import Config, load, options
from aml_maturity_audit.config.values import checked, from_text
from aml_maturity_audit.errors import UsageError


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_are_there_and_say_so(here):
    effective = load({}, {})
    assert effective.config == Config()
    assert set(effective.origins.values()) == {"default"}


def test_flag_before_environment_before_file_before_default(here):
    file = written(
        here / "c.toml", 'edition = "2024"\nmax-jobs = 3\nworkspace = ["f"]\nstrict = true\n'
    )
    environ = {"AML_MATURITY_AUDIT_MAX_JOBS": "4", "AML_MATURITY_AUDIT_WORKSPACE": "e1, e2"}
    effective = load({"workspace": ["w"], "strict": None}, environ, file)
    config, origins = effective.config, effective.origins
    assert (config.workspace, origins["workspace"]) == (("w",), "flag")
    assert (config.max_jobs, origins["max_jobs"]) == (4, "AML_MATURITY_AUDIT_MAX_JOBS")
    assert (config.edition, origins["edition"]) == ("2024", str(file))
    assert (config.strict, origins["strict"]) == (True, str(file))
    assert (config.cloud, origins["cloud"]) == (None, "default")


def test_a_switch_can_be_turned_off_again(here):
    file = written(here / "c.toml", "strict = true\n")
    assert not load({"strict": False}, {}, file).config.strict
    assert not load({}, {"AML_MATURITY_AUDIT_STRICT": "off"}, file).config.strict


def test_the_file_in_the_directory_is_found_and_another_can_be_named(here):
    written(here / "aml-maturity-audit.toml", "max-jobs = 7\n")
    other = written(here / "other.toml", "max_jobs = 8\n")
    assert load({}, {}).config.max_jobs == 7
    assert load({}, {"AML_MATURITY_AUDIT_CONFIG": str(other)}).config.max_jobs == 8
    assert load({}, {}, other).config.max_jobs == 8


SAMPLES = {
    "list": ("a,b", '["a", "b"]', ("a", "b")),
    "switch": ("true", "true", True),
    "number": ("3", "3", 3),
    "path": ("x/y", '"x/y"', Path("x/y")),
    "text": ("z", '"z"', "z"),
}


@pytest.mark.parametrize(
    "option",
    [option for option in options().values() if not option.table],
    ids=lambda option: option.name,
)
def test_every_option_comes_from_file_and_environment(option, here):
    text, toml, value = (
        (option.choices[-1], f'"{option.choices[-1]}"', option.choices[-1])
        if option.choices
        else SAMPLES[_kind(option)]
    )
    file = written(here / "c.toml", f"{option.key} = {toml}\n")
    assert getattr(load({}, {}, file).config, option.name) == value
    assert getattr(load({}, {option.variable: text}).config, option.name) == value


def _kind(option) -> str:
    if option.is_list:
        return "list"
    if option.is_switch:
        return "switch"
    if option.kind in (int, int | None):
        return "number"
    if option.kind == Path | None:
        return "path"
    return "text"


def test_tables_are_taken_as_they_are(here):
    text = """
integration-test-names = ["end to end"]
[gate]
technology = 2
[policy]
managed_compute_share = 0.9
[[links]]
workspace = "churn"
pipeline = "Churn/deploy"
[systems.churn]
prod = ["churn-prod"]
"""
    config = load({}, {}, written(here / "c.toml", text)).config
    assert config.gate == {"technology": 2}
    assert config.policy == {"managed_compute_share": 0.9}
    assert config.links == ({"workspace": "churn", "pipeline": "Churn/deploy"},)
    assert config.systems == {"churn": {"prod": ["churn-prod"]}}
    assert config.integration_test_names == ("end to end",)


def test_an_unknown_key_names_the_nearest(here):
    file = written(here / "c.toml", "window-day = 3\n")
    with pytest.raises(UsageError, match=r"unknown key, 'window-day'. Did you mean window-days\?"):
        load({}, {}, file)


def test_an_unknown_variable_names_the_nearest(here):
    with pytest.raises(UsageError, match=r"Did you mean AML_MATURITY_AUDIT_MAX_JOBS\?"):
        load({}, {"AML_MATURITY_AUDIT_MAXJOBS": "3"})
    load({}, {"AML_MATURITY_AUDIT_MASK_KEY": "x", "AML_MATURITY_AUDIT_DEBUG": "1", "OTHER": "y"})


def test_an_empty_variable_counts_as_not_set(here):
    assert load({}, {"AML_MATURITY_AUDIT_CLOUD": ""}).config.cloud is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("max-jobs = 'x'", "no whole number"),
        ("max-jobs = true", "no whole number"),
        ("max-jobs = 0", "at least 1"),
        ("fail-under = 5", "at most 4"),
        ("strict = 1", "true or false"),
        ("workspace = [1]", "list of texts"),
        ("auth = 'magic'", "Choose one of default, cli"),
        ("cloud = 3", "must be a text"),
        ("cloud = ''", "must be a text"),
        ("gate = 3", r"must be a table, written \[gate\]"),
        ("links = 3", r"list of tables, written \[\[links\]\]"),
        ("= 3", "is no TOML"),
        ("x = " + "[" * 2000, "is no TOML"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_place(text, said, here):
    file = written(here / "c.toml", text)
    with pytest.raises(UsageError, match=said) as caught:
        load({}, {}, file)
    assert "c.toml" in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"#" * (1024 * 1024 + 1)])
def test_what_is_no_configuration_file_is_one_clear_error(content, here):
    (here / "c.toml").write_bytes(content)
    with pytest.raises(UsageError, match=r"c\.toml"):
        load({}, {}, here / "c.toml")
    with pytest.raises(UsageError, match="cannot be read"):
        load({}, {}, here / "missing.toml")


@pytest.mark.parametrize("text", ["maybe", "2", ""])
def test_a_switch_is_on_or_off(text):
    with pytest.raises(UsageError, match="true or false"):
        from_text(options()["strict"], text, "X")


def test_numbers_and_choices_of_flags_are_checked():
    with pytest.raises(UsageError, match="--max-jobs is 'x'"):
        load({"max_jobs": "x"}, {})
    with pytest.raises(UsageError, match="--auth is 'x'"):
        load({"auth": "x"}, {})
    assert checked(options()["mask"], False, "x") is False


def test_tables_come_from_the_environment_as_json():
    environ = {
        "AML_MATURITY_AUDIT_GATE": '{"technology": 2}',
        "AML_MATURITY_AUDIT_POLICY": '{"managed_compute_share": 0.9}',
        "AML_MATURITY_AUDIT_LINKS": '[{"workspace": "churn", "pipeline": "Churn/deploy"}]',
        "AML_MATURITY_AUDIT_EXCEPTIONS": '[{"criterion": "compute-is-managed"}]',
        "AML_MATURITY_AUDIT_SYSTEMS": '{"churn": {"prod": ["churn-prod"]}}',
        "AML_MATURITY_AUDIT_INTEGRATION_TEST_NAMES": "end to end, whole",
    }
    named = {option.variable for option in options().values() if option.table}
    assert set(environ) == named
    effective = load({}, environ)
    config = effective.config
    assert config.gate == {"technology": 2}
    assert config.policy == {"managed_compute_share": 0.9}
    assert config.links == ({"workspace": "churn", "pipeline": "Churn/deploy"},)
    assert config.exceptions == ({"criterion": "compute-is-managed"},)
    assert config.systems == {"churn": {"prod": ["churn-prod"]}}
    assert config.integration_test_names == ("end to end", "whole")
    assert effective.origins["gate"] == "AML_MATURITY_AUDIT_GATE"


@pytest.mark.parametrize(
    ("variable", "text", "said"),
    [
        ("GATE", "technology=2", "AML_MATURITY_AUDIT_GATE is no JSON"),
        ("GATE", "[" * 100_000, "AML_MATURITY_AUDIT_GATE is no JSON"),
        ("GATE", "[1]", r"must be a table, written \[gate\]"),
        ("LINKS", '{"workspace": "a"}', r"list of tables, written \[\[links\]\]"),
        ("SYSTEMS", "null", r"must be a table, written \[systems\]"),
    ],
)
def test_a_variable_that_is_no_such_table_is_refused(variable, text, said):
    with pytest.raises(UsageError, match=said):
        load({}, {f"AML_MATURITY_AUDIT_{variable}": text})
