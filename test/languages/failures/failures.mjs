// Opens an emulator, and prints what the helper says: failures.py in TypeScript's language.
import { openEmulator, startEmulator } from 'kore-sessions-emulator/testing';

const [mode] = process.argv.slice(2);
try {
  const emulator = mode === 'slow' ? await startEmulator({ startWithinMs: 1 }) : await openEmulator();
  console.log(`opened ${emulator.url}`);
  if (mode === 'stay') {
    console.log(`account ${(await emulator.account()).accountId}`);
    setTimeout(() => {}, 60_000);
  } else await emulator.stop();
} catch (error) {
  console.log(`refused: ${error instanceof Error ? error.message : error}`);
}
