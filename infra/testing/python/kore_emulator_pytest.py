"""The pytest plugin: the fixtures ``kore_emulator`` and ``kore_account``."""

import pytest

from kore_emulator import EmulatorError, open_emulator


@pytest.fixture(scope="session")
def kore_emulator():
    """One for the session, or for each worker of xdist: that of KORE_EMULATOR_URL, or else one that is started."""
    try:
        emulator = open_emulator()
    except EmulatorError as error:
        pytest.exit(str(error), returncode=1)
    with emulator:
        yield emulator


@pytest.fixture
def kore_account(kore_emulator):
    """A fresh account for each test, taken away after it."""
    with kore_emulator.account() as account:
        yield account


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Adds to the report of a test that failed what the emulator refused, and what it printed."""
    outcome = yield
    report = outcome.get_result()
    fixtures = getattr(item, "funcargs", {})
    if call.when != "call" or not report.failed or "kore_emulator" not in item.fixturenames:
        return
    account, emulator = fixtures.get("kore_account"), fixtures.get("kore_emulator")
    lines = []
    try:
        lines += account.report() if account else []
    except EmulatorError as error:
        lines.append(f"its journal cannot be read: {error}")
    log = emulator.log().splitlines()[-20:] if emulator else []
    report.sections.append(("Kore emulator", "\n".join(lines + log)))
