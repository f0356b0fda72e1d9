"""Kore Sessions Emulator in tests: a running emulator, and an account of one's own for each test.

Standard library only. As a pytest plugin it gives two fixtures: ``kore_emulator`` (one for the session) and
``kore_account`` (a fresh one for each test). Without pytest::

    with open_emulator() as emulator, emulator.account() as account:
        run_client(account.env)
"""

import atexit
import json
import os
import queue
import shlex
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import deque

__all__ = ["Account", "Emulator", "EmulatorError", "connect", "open_emulator", "start_emulator"]

_START_IT = (
    'Start one with "npx kore-sessions-emulator start", or leave KORE_EMULATOR_URL unset to have one started.'
)
_LEASE_SECONDS = 60
_RENEW_EVERY_SECONDS = 20
_ANSWER_WITHIN_SECONDS = 60
_BUSY_FOR_SECONDS = 120
_BUSY = (429, 502, 503, 504)
_ROWS_PER_CALL = 1_000
_SESSIONS_PER_CALL = 5_000
_LOG_LINES = 2_000


class EmulatorError(Exception):
    """The emulator cannot be used, or refused a call; says what to do."""

    def __init__(self, message, status=None, code=None):
        super().__init__(message)
        self.status = status
        #: Stable, such as ``account_not_found``; None where it is no refusal of the control API.
        self.code = code


class _Control:
    """The control API of one emulator."""

    def __init__(self, url, control_key):
        self.url = url.rstrip("/")
        self.key = control_key
        host = urllib.parse.urlsplit(self.url).hostname or ""
        is_here = host == "localhost" or host == "::1" or host.startswith("127.")
        # What runs on this machine is never behind a proxy, whatever the variables say.
        handlers = [urllib.request.ProxyHandler({})] if is_here else []
        self._opener = urllib.request.build_opener(*handlers)

    def call(self, method, path, body=None, query=None, within=_ANSWER_WITHIN_SECONDS):
        search = urllib.parse.urlencode({k: v for k, v in (query or {}).items() if v is not None})
        request = urllib.request.Request(
            f"{self.url}/_emulator{path}{'?' + search if search else ''}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"authorization": f"Bearer {self.key}", "content-type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=within) as response:
                text = response.read().decode()
        except urllib.error.HTTPError as error:
            raise _refusal(method, path, error) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise EmulatorError(f"No emulator answers at {self.url}: {reason}. {_START_IT}") from None
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            raise EmulatorError(f"What answers at {self.url} is no emulator: it gave no JSON. {_START_IT}") from None

    def patiently(self, method, path, body, query=None):
        """The same, and again while the emulator is busy."""
        until = time.monotonic() + _BUSY_FOR_SECONDS
        pause = 0.5
        while True:
            try:
                return self.call(method, path, body, query)
            except EmulatorError as error:
                if error.status not in _BUSY or time.monotonic() > until:
                    raise
            time.sleep(pause)
            pause = min(8, pause * 2)


def _refusal(method, path, error):
    text = error.read().decode(errors="replace")
    try:
        problem = json.loads(text)
        code, detail = problem["code"], problem["detail"]
    except (ValueError, KeyError, TypeError):
        said = f"{method} {path} gave {error.code}: {text[:300]}"
        return EmulatorError(f"What answers at {error.url} is no emulator: {said}. {_START_IT}", error.code)
    if code == "unauthorized":
        detail = (
            "The emulator does not accept the control key. Set KORE_EMULATOR_CONTROL_KEY to the one that it printed "
            "at its start; a deployment keeps it in Secrets Manager."
        )
    fields = "".join(f"\n  {each['field'] or 'body'}: {each['message']}" for each in problem.get("errors", []))
    return EmulatorError(detail + fields, error.code, code)


class Clock:
    """The account's clock: what clients see of time."""

    def __init__(self, control, path):
        self._control, self._path = control, f"{path}/clock"

    def read(self):
        return self._control.call("GET", self._path)

    def set(self, clock):
        return self._control.call("PUT", self._path, clock)

    def freeze(self, at=None):
        """Stops it, at an ISO time or where it is."""
        return self.set({"mode": "frozen", "now": at or self.read()["now"]})

    def advance(self, duration):
        """Moves it on by an ISO 8601 duration such as ``PT2H``; back by ``-PT2H``."""
        return self.set({"advance": duration})


class Account:
    """An account of one's own: nobody else's test sees its sessions, its clock, its faults or its journal."""

    def __init__(self, emulator, view):
        self._control, self._emulator = emulator._control, emulator
        self.account_id, self._created_at = view["accountId"], view["createdAt"]
        self._path = f"/accounts/{urllib.parse.quote(self.account_id)}"
        self.url = emulator.url
        self.bots, self.apps = view["bots"], view["apps"]
        self.clock = Clock(self._control, self._path)

    @property
    def bot(self):
        """The first bot: a dict with ``botId`` and ``name``."""
        if not self.bots:
            raise EmulatorError(f"The account {self.account_id} has no bot: give it one with bots=[{{}}].")
        return self.bots[0]

    @property
    def app(self):
        """The first builder app: a dict with ``clientId`` and ``clientSecret``."""
        return self._app("builder")

    @property
    def admin(self):
        """The first admin app, which sees the whole account."""
        return self._app("admin")

    def _app(self, kind):
        return next(app for app in self.apps if app["kind"] == kind)

    @property
    def env(self):
        """What a client takes from its environment, by name: ``KORE_URL`` and the others."""
        variables = {"KORE_URL": self.url}
        if self.bots:
            variables["KORE_BOT_ID"] = self.bot["botId"]
        for kind, prefix in (("builder", "KORE"), ("admin", "KORE_ADMIN")):
            for app in [app for app in self.apps if app["kind"] == kind][:1]:
                variables[f"{prefix}_CLIENT_ID"] = app["clientId"]
                variables[f"{prefix}_CLIENT_SECRET"] = app["clientSecret"]
        variables["KORE_EMULATOR_URL"] = self.url
        variables["KORE_EMULATOR_CONTROL_KEY"] = self._control.key
        variables["KORE_EMULATOR_ACCOUNT"] = self.account_id
        return variables

    def token(self, flaw=None, **options):
        """A token for the builder app; with a flaw, such as ``expired``, one that is refused for it."""
        body = {"clientId": self.app["clientId"], **options, **({"flaw": flaw} if flaw else {})}
        return self._control.call("POST", f"{self._path}/tokens", body)["token"]

    def import_sessions(self, rows):
        """Puts rows in, as getSessions gives them. Returns how many were written, and those that were rejected."""
        left = list(rows)
        total = {"written": 0, "replaced": 0, "rejected": []}
        while left:
            part = left[:_ROWS_PER_CALL]
            answer = self._control.patiently("POST", f"{self._path}/sessions", part)
            for name in ("written", "replaced", "rejected"):
                total[name] += answer[name]
            left = left[answer.get("next", len(part)) :]
        return total

    def generate(self, **args):
        """Makes sessions up, by arguments of the generator or a ``scenario``. Returns what is true of them all.

        ``from``, which is a word of Python's own, may be written ``from_``.
        """
        args = {"from" if name == "from_" else name: value for name, value in args.items()}
        path = f"{self._path}/sessions/generate"
        if "scenario" not in args and "to" not in args:
            args["to"] = self.clock.read()["now"]
        answer = self._control.patiently("POST", path, {**args, "limit": _SESSIONS_PER_CALL})
        while "next" in answer:
            rest = {**answer["arguments"], "offset": answer["next"], "limit": _SESSIONS_PER_CALL}
            answer = self._control.patiently("POST", path, rest)
        return answer["truth"]

    def requests(self, *, reason=None, body=None, **filters):
        """What clients have asked, oldest first: by ``status``, ``route``, ``botId``, ``clientId``, the code of the
        ``reason``, or members that the ``body`` has."""
        found, cursor = [], None
        while True:
            query = {"limit": 1000, "cursor": cursor, **filters}
            page = self._control.call("GET", f"{self._path}/requests", query=query)
            found += page["requests"]
            cursor = page.get("next")
            if cursor is None:
                break
        return [entry for entry in reversed(found) if _fits(entry, reason, body)]

    def unread(self):
        """The names of all fields and parameters that clients have sent and that nothing reads."""
        return sorted({name for entry in self.requests() for name in entry["unread"]})

    def faults(self, *rules):
        """Rules by which the emulator misbehaves, in place of those before; none ends it."""
        return self._control.call("PUT", f"{self._path}/faults", list(rules))

    def snapshot(self, name):
        return self._control.call("PUT", f"{self._path}/snapshots/{urllib.parse.quote(name)}")

    def restore(self, name):
        return self._control.call("POST", f"{self._path}/snapshots/{urllib.parse.quote(name)}/restore")

    def reset(self, to="seed"):
        """Back to how the account was made; ``empty``: without sessions."""
        return self._control.call("POST", f"{self._path}/reset", {"to": to})

    def report(self):
        """What the emulator has to say of a test that failed: a list of lines."""
        entries, others = self.requests(), self._of_no_account()
        if not entries and not others:
            return ["No request of this account reached the emulator. Does the program read KORE_URL and KORE_CLIENT_ID?"]
        kinds = {}
        for entry in entries:
            if entry["status"] >= 400 and not entry["faults"]:
                reason = entry.get("reason") or {"code": "", "text": ""}
                kinds.setdefault((entry["status"], reason["code"], entry["path"]), []).append(reason["text"])
        lines = [
            f"refused {len(texts)}: {status} {path}  {code}: {texts[-1]}" for (status, code, path), texts in kinds.items()
        ][:5]
        unread = sorted({name for entry in entries for name in entry["unread"]})
        return lines + ([f"sent and read by nothing: {', '.join(unread)}"] if unread else []) + others

    def _of_no_account(self):
        """Lines of requests whose token is nobody's and whose path names a bot of this account."""
        query = {"from": self._created_at, "limit": 1000}
        entries = self._control.call("GET", "/requests", query=query)["requests"]
        bots = {bot["botId"] for bot in self.bots}
        texts = [
            f"of no account: {entry['status']} {entry['path']}  {entry['reason']['code']}: {entry['reason']['text']}"
            for entry in reversed(entries)
            if entry.get("botId") in bots and entry.get("reason")
        ]
        return texts[-3:]

    def remove(self):
        """Takes the account away."""
        self._emulator._leases.discard(self._path)
        self._control.call("DELETE", self._path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()


def _fits(entry, reason, body):
    if reason is not None and (entry.get("reason") or {}).get("code") != reason:
        return False
    sent = entry.get("body")
    return body is None or (isinstance(sent, dict) and all(sent.get(name) == value for name, value in body.items()))


class Emulator:
    """An emulator that tests make accounts in."""

    def __init__(self, url, control_key, process=None):
        self._control = _Control(url, control_key)
        self.url, self.control_key = self._control.url, control_key
        self._process = process
        self._leases = set()
        self._renewing = None

    def account(self, *, sessions=None, scenario=None, source=None, clock=None, settings=None, **body):
        """Makes an account of one's own. It expires by itself a minute after this process has ended.

        :param sessions: rows as getSessions gives them
        :param scenario: the name of a scenario of made-up sessions
        :param source: ``"ACCOUNT/SNAPSHOT"`` to take bots, clock and sessions from, or ``"ACCOUNT/"`` as it is now
        :param clock: the ISO time at which the clock stands, or a clock as the control API takes it
        :param settings: settings; tokens are checked by the machine's clock unless ``tokenClock`` is given
        :param body: other members of a new account, such as ``bots``, ``apps``, ``rateLimit``
        """
        body.setdefault("expiresInSeconds", _LEASE_SECONDS)
        body["settings"] = {"tokenClock": "machine", **(settings or {})}
        if clock is not None:
            body["clock"] = {"mode": "frozen", "now": clock} if isinstance(clock, str) else clock
        if source is not None:
            account, _, snapshot = source.partition("/")
            body["from"] = {"accountId": account, **({"snapshot": snapshot} if snapshot else {})}
        if scenario is not None:
            body["seed"] = scenario
        rows = list(sessions or [])
        if rows:
            body.setdefault("bots", [{"botId": bot} for bot in dict.fromkeys(row["botId"] for row in rows)])
        is_seed = 0 < len(rows) <= _ROWS_PER_CALL
        if is_seed:
            body["seed"] = rows
        made = Account(self, self._control.call("POST", "/accounts", body))
        self._keep(made._path)
        if rows and not is_seed:
            made.import_sessions(rows)
        return made

    def _keep(self, path):
        """Prolongs accounts while this process runs."""
        self._leases.add(path)
        if self._renewing is None:
            self._renewing = threading.Thread(target=self._renew, name="kore-emulator-leases", daemon=True)
            self._renewing.start()

    def _renew(self):
        while True:
            time.sleep(_RENEW_EVERY_SECONDS)
            for path in list(self._leases):
                try:
                    self._control.call("PATCH", path, {"expiresInSeconds": _LEASE_SECONDS})
                except EmulatorError as error:
                    if error.code == "account_not_found":
                        self._leases.discard(path)

    def check(self):
        """Makes sure that this is an emulator that takes the key: by its health, and an account made and removed."""
        health = self._control.call("GET", "/health", within=15)
        if not isinstance(health, dict) or "engine" not in health:
            raise EmulatorError(f"What answers at {self.url} is no emulator. {_START_IT}")
        body = {"bots": [], "apps": [], "expiresInSeconds": _LEASE_SECONDS}
        account = self._control.call("POST", "/accounts", body, within=15)
        self._control.call("DELETE", f"/accounts/{account['accountId']}")

    def log(self):
        """What the emulator has printed for people, where it was started here."""
        return self._process.log() if self._process else ""

    def stop(self):
        """Ends it, where it was started here."""
        if self._process:
            self._process.stop()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


class _Process:
    """An emulator in a process of its own, which ends when its standard input does, and so with this process."""

    def __init__(self, command, within):
        options = ["start", "--until-stdin-ends", "--port", "0", "--empty"]
        names = ("KORE_EMULATOR_CONTROL_KEY", "DYNAMODB_ENDPOINT")
        env = {name: value for name, value in os.environ.items() if name not in names}
        self._log, self._lines = deque(maxlen=_LOG_LINES), queue.Queue()
        try:
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            self._child = subprocess.Popen([*command, *options], env=env, **pipes)
        except OSError as error:
            raise EmulatorError(f"The emulator did not start: {command[0]} cannot be run: {error}.") from None
        atexit.register(self.stop)
        # Read all the time, so that it never waits for a reader.
        self._readers = [
            threading.Thread(target=self._read, args=(self._child.stdout, self._lines.put), daemon=True),
            threading.Thread(target=self._read, args=(self._child.stderr, self._log.append), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        self.started = self._first_line(command, within)

    @staticmethod
    def _read(stream, take):
        for line in stream:
            take(line.decode(errors="replace").rstrip("\n"))
        take(None) if take.__name__ == "put" else None

    def _first_line(self, command, within):
        until = time.monotonic() + within
        while True:
            try:
                line = self._lines.get(timeout=max(0, until - time.monotonic()))
            except queue.Empty:
                raise self._failed(f"no answer within {within} seconds") from None
            if line is None:
                self._child.wait()
                self._readers[1].join(timeout=5)
                raise self._failed(f"{' '.join(command)} ended with exit code {self._child.returncode}")
            # npm and npx may have a word before it.
            if line.startswith("{"):
                return json.loads(line)

    def _failed(self, why):
        self.stop()
        said = self.log().strip()
        return EmulatorError(f"The emulator did not start: {why}." + (f" It said:\n{said}" if said else ""))

    def log(self):
        return "\n".join(self._log)

    def stop(self):
        atexit.unregister(self.stop)
        try:
            self._child.stdin.close()
        except OSError:
            pass
        try:
            self._child.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()


def _command():
    """How the emulator is started: KORE_EMULATOR_COMMAND, else what npm has installed here or above, else npx."""
    given = os.environ.get("KORE_EMULATOR_COMMAND")
    if given:
        return shlex.split(given)
    folder = os.getcwd()
    while True:
        program = os.path.join(folder, "node_modules", ".bin", "kore-sessions-emulator")
        if os.path.exists(program):
            return [program]
        if folder == os.path.dirname(folder):
            break
        folder = os.path.dirname(folder)
    npx = shutil.which("npx")
    if npx:
        # Only what is installed: nothing is fetched by a name alone.
        return [npx, "--no", "kore-sessions-emulator"]
    raise EmulatorError(
        "There is no emulator to start: no node_modules/.bin/kore-sessions-emulator here or above, and no npx on the "
        "PATH. Install Node 20.20 or newer and the package kore-sessions-emulator, or set KORE_EMULATOR_COMMAND to "
        "what starts it, or KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY to one that runs."
    )


def start_emulator(command=None, within=60):
    """Starts an emulator on a free port; it ends with this process, however that ends."""
    process = _Process(command or _command(), within)
    return Emulator(process.started["url"], process.started["controlKey"], process)


def connect(url=None, control_key=None):
    """Takes an emulator that runs already, on this machine or deployed; left out, as the variables name it."""
    url = url or os.environ.get("KORE_EMULATOR_URL")
    control_key = control_key or os.environ.get("KORE_EMULATOR_CONTROL_KEY")
    if not url or not control_key:
        missing = "KORE_EMULATOR_CONTROL_KEY" if url else "KORE_EMULATOR_URL"
        raise EmulatorError(
            f'Which emulator? {missing} is not set. Run the tests by "npx kore-sessions-emulator exec -- COMMAND", or '
            "set KORE_EMULATOR_URL and KORE_EMULATOR_CONTROL_KEY."
        )
    emulator = Emulator(url, control_key)
    emulator.check()
    return emulator


def open_emulator():
    """The emulator that KORE_EMULATOR_URL names, or else one that is started here."""
    return connect() if os.environ.get("KORE_EMULATOR_URL") else start_emulator()
