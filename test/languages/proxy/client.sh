set -eu
url="https://bots.kore.ai/api/public/bot/$KORE_BOT_ID/getSessions"
curl -s -o answer.txt -w '%{http_code} %header{x-emulator-reason}\n' -X POST "$url" -H 'auth: no-token' ||
  exit 1
curl -s -o answer.txt https://example.com && echo 'example.com was reached' || echo 'example.com was refused'
