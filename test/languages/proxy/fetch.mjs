const url = `https://bots.kore.ai/api/public/bot/${process.env.KORE_BOT_ID}/getSessions`;
const response = await fetch(url, { method: 'POST', headers: { auth: 'no-token' } });
console.log(response.status, response.headers.get('x-emulator-reason'));
await fetch('https://example.com').then(
  () => console.log('example.com was reached'),
  () => console.log('example.com was refused'),
);
