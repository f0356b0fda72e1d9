import axios from 'axios';

const url = `https://platform.kore.ai/api/public/bot/${process.env.KORE_BOT_ID}/getSessions`;
const options = { headers: { auth: 'no-token' }, validateStatus: () => true };
const { status, headers } = await axios.post(url, {}, options);
console.log(status, headers['x-emulator-reason']);
const other = await axios.get('https://example.com', options).catch(() => ({ status: 403 }));
console.log(other.status === 403 ? 'example.com was refused' : 'example.com was reached');
