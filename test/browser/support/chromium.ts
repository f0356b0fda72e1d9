import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian, Ubuntu and others put it; CHROMIUM names another place. One that shows no window needs half the CPU time, so it comes first. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

let launched: Promise<Browser> | undefined;

/**
 * The browser of this worker, which all of its files share and which ends with it: each test has a context of its own.
 *
 * @throws Error that says how to install one
 */
export function useChromium(): Promise<Browser> {
  launched ??= launchChromium();
  return launched;
}

function launchChromium(): Promise<Browser> {
  const given = process.env['CHROMIUM'];
  const executablePath = [...(given ? [given] : []), ...places].find(existsSync);
  if (!executablePath) {
    throw new Error(
      'No Chromium is installed: apt-get install chromium-headless-shell (or chromium), or set CHROMIUM to the path of one.',
    );
  }
  return chromium.launch({
    executablePath,
    args: [
      // A container's root has no other sandbox to be in.
      '--no-sandbox',
      '--disable-gpu',
      '--in-process-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
