"""Opens an emulator, and prints what the helper says: Failures.java in Python."""

import sys
import time

from kore_emulator import EmulatorError, open_emulator, start_emulator

mode = sys.argv[1]
try:
    emulator = start_emulator(within=1) if mode == "slow" else open_emulator()
    print("opened", emulator.url, flush=True)
    if mode == "stay":
        print("account", emulator.account().account_id, flush=True)
        time.sleep(60)
except EmulatorError as error:
    print("refused:", error)
