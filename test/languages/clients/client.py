import os

from kore_sessions_emulator_client import AuthenticatedClient
from kore_sessions_emulator_client.api.accounts import create_account
from kore_sessions_emulator_client.api.requests import get_requests
from kore_sessions_emulator_client.api.sessions import import_sessions
from kore_sessions_emulator_client.models import NewAccount, NewAccountBot, Session

env = os.environ
with AuthenticatedClient(base_url=env["KORE_EMULATOR_URL"], token=env["KORE_EMULATOR_CONTROL_KEY"]) as client:
    account = create_account.sync(client=client, body=NewAccount(bots=[NewAccountBot(bot_id="st-1")]))
    row = {"sessionId": "a" * 24, "botId": "st-1", "userId": "u", "start_time": "2026-03-01T09:00:00.000Z"}
    imported = import_sessions.sync(account.account_id, client=client, body=[Session.from_dict(row)])
    journal = get_requests.sync(account.account_id, client=client)
    assert imported.written == 1 and journal.requests == [], (imported, journal)
    print("openapi-python-client: an account, an import, the journal")
