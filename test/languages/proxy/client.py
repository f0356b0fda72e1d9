import os

import requests

url = f"https://bots.kore.ai/api/public/bot/{os.environ['KORE_BOT_ID']}/getSessions"
response = requests.post(url, headers={"auth": "no-token"})
print(response.status_code, response.headers["x-emulator-reason"])
try:
    requests.get("https://example.com")
    print("example.com was reached")
except requests.exceptions.ProxyError:
    print("example.com was refused")
