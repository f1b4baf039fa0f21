"""The administrator brings a new decision of the council into the programme: looks first, then puts it in force."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.keys import keys
from bot.settings import load_for_data
from council import programme_content
from council.programme import Programme
from council.revising import synchronise
from storage.house import Storage
from tests.bot import papers
from tests.bot.papers import MOHYLIV

CONTENT = Path(__file__).resolve().parents[2] / "content" / "mohyliv-podilskyi"
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
[KNOWN] = programme_content.load(CONTENT)
FILES = ("docx", "xlsx")
DECIDED = ("--apply", "--decision", "12-3/VIII", "--date", "2026-11-19", "--reason", "Ціни зросли")


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("BOT_LANG", "en"), ("DATA_DIR", str(tmp_path)), ("CONTENT_DIR", str(CONTENT))):
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """The plan with 250 instead of 200 for the computers of 2024, and its sum."""
    measure = KNOWN.by_code("1.1.4")
    years = {**measure.budget.model_dump()["by_year"], 2024: "250"}
    budget = type(measure.budget).model_validate({"total": "550", "by_year": years})
    parts = {name: getattr(KNOWN, name) for name in type(KNOWN).model_fields}
    changed = measure.model_copy(update={"budget": budget})
    measures = tuple(changed if one.id == measure.id else one for one in KNOWN.measures)
    plan = Programme.model_validate({**parts, "measures": measures})
    return papers.xlsx(tmp_path / "план.xlsx", papers.table(plan, MOHYLIV), plan.passport.title)


def in_data(work: object) -> object:
    async def inside() -> object:
        settings = load_for_data()
        storage = await Storage.open(settings.database, keys(settings).keyring, NOW)
        async with storage.unit() as desk:
            done = await work(desk)  # type: ignore[operator]
        await storage.close()
        return done

    return asyncio.run(inside())


@pytest.fixture
def running() -> None:
    in_data(lambda desk: synchronise(desk, [KNOWN], NOW))


def test_a_look_changes_nothing(dearer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "preview", str(dearer)]) == 0
    told = capsys.readouterr().out
    assert "changed: measure mop-m04" in told
    assert "budget.by_year.2024: 200.0 → 250" in told


def test_a_decision_puts_the_table_in_force(running: None, dearer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "import", str(dearer), *DECIDED]) == 0
    assert "version 2" in capsys.readouterr().out
    current = in_data(lambda desk: desk.programmes.current())
    assert str(current[0].by_code("1.1.4").budget.of(2024).amount) == "250"  # type: ignore[index]
    history = in_data(lambda desk: desk.programmes.history("mop-m04"))
    assert history[-1][0].revision.decision == "12-3/VIII"  # type: ignore[index]


def test_twice_is_once(running: None, dearer: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["programme", "import", str(dearer), *DECIDED])
    assert main(["programme", "import", str(dearer), *DECIDED]) == 0
    assert "Nothing changes" in capsys.readouterr().out.splitlines()[-1]


def test_without_a_decision_nothing_is_put_in_force(
    running: None, dearer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["programme", "import", str(dearer), "--apply"]) == 1
    assert "number of the decision" in capsys.readouterr().err


def test_measures_do_not_go_in_silence(running: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = papers.table(KNOWN, MOHYLIV)[0]
    file = papers.xlsx(tmp_path / "план.xlsx", [rows[:-6]], "Програма інформатизації")
    assert main(["programme", "import", str(file), *DECIDED]) == 1
    told = capsys.readouterr()
    assert "gone: measure mop-m23" in told.out
    assert "--remove" in told.err


def test_the_written_file_is_the_programme(tmp_path: Path, dearer: Path) -> None:
    out = tmp_path / "programmes" / "new.yaml"
    out.parent.mkdir()
    main(["programme", "import", str(dearer), "--out", str(out)])
    [written] = programme_content.load(tmp_path)
    assert written.by_code("1.1.4").budget.total == 550
    assert len(written.indicators) == 22
    assert yaml.safe_load(out.read_text())["schema"] == "digital-programme/1"


def test_the_template_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["programme", "template", str(tmp_path / "зразок.xlsx"), "--from", "2027"]) == 0
    assert main(["programme", "preview", str(tmp_path / "зразок.xlsx"), "--new"]) == 0
    assert "Measures: 3, indicators: 3, years 2027–2029" in capsys.readouterr().out


def test_the_papers_of_a_year_and_the_open_data_are_made(
    running: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "programme", "--period", "2024", "--to", str(tmp_path / "out")]) == 0
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == [
        f"{kind}-mohyliv-podilskyi-2023-2025-2024.{suffix}"
        for kind, suffixes in (("progress", FILES), ("results", FILES), ("summary", ("en.txt", "uk.txt")))
        for suffix in suffixes
    ]
    assert main(["export", "programme", "--to", str(tmp_path / "data")]) == 0
    assert (tmp_path / "data" / "codebook.csv").exists()


def test_a_period_that_is_none_is_refused(running: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "programme", "--period", "2024q7"]) == 1
    assert "no such period" in capsys.readouterr().err
