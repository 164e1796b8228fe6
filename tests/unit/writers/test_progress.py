"""One line a stage; what goes wrong is never dropped."""

import io
import logging

import pytest

from resistance.writers.progress import show_stages


@pytest.fixture
def told():
    """Give a logger like Snakemake's, its terminal, and ours."""
    logger = logging.Logger("like snakemake", logging.INFO)
    terminal, ours = io.StringIO(), io.StringIO()
    logger.addHandler(logging.StreamHandler(terminal))
    show_stages(logger, ours)
    return logger, terminal, ours


def job(logger, number: int, rule: str, **wildcards: str) -> None:
    extra = {"event": "job_info", "jobid": number, "rule_name": rule, "wildcards": wildcards}
    logger.info("", extra=extra)
    logger.info("Execute 1 jobs...", extra={"event": "job_started"})


def ended(logger, number: int, done: int, total: int) -> None:
    logger.info(f"Finished jobid: {number}", extra={"event": "job_finished", "job_id": number})
    logger.info(None, extra={"event": "progress", "done": done, "total": total})
    logger.info("Select jobs to execute...")


def test_a_stage_is_one_line(told) -> None:
    logger, terminal, ours = told
    job(logger, 4, "pathway_scores")
    job(logger, 5, "enrichment", contrast="a")
    ended(logger, 5, 9, 23)
    ended(logger, 4, 10, 23)
    assert ours.getvalue() == "[ 9/23] enrichment (a)\n[10/23] pathway scores\n"
    assert "jobs" not in terminal.getvalue()
    assert "Finished" not in terminal.getvalue()


def test_the_last_target_and_unknown_jobs_are_no_stage(told) -> None:
    logger, _, ours = told
    job(logger, 0, "all")
    ended(logger, 0, 1, 1)
    ended(logger, 77, 1, 1)
    assert ours.getvalue() == ""


def test_a_failed_job_is_named_with_its_log(told) -> None:
    logger, _, ours = told
    extra = {"event": "job_error", "rule_name": "enrichment", "log": ["logs/a.log"]}
    logger.error("", extra={**extra, "wildcards": {"contrast": "a"}})
    logger.error("", extra={"event": "job_error", "rule_name": "report"})
    assert ours.getvalue() == "FAILED: enrichment (a); see logs/a.log\nFAILED: report\n"


def test_warnings_errors_and_other_words_pass(told) -> None:
    logger, terminal, _ = told
    logger.warning("look out", extra={"event": "progress"})
    logger.info("Building DAG of jobs...")
    assert terminal.getvalue() == "look out\nBuilding DAG of jobs...\n"


def test_files_keep_everything(tmp_path) -> None:
    logger = logging.Logger("with a file", logging.INFO)
    file = logging.FileHandler(tmp_path / "log")
    logger.addHandler(file)
    show_stages(logger, io.StringIO())
    ended(logger, 1, 1, 2)
    file.close()
    assert "Finished jobid: 1" in (tmp_path / "log").read_text()
