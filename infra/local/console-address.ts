/** Where the console of an emulator is, with the key in the fragment, which browsers send to nobody. */
export function consoleAddress(url: string, controlKey: string): string {
  return `${url}/_emulator/console/#key=${encodeURIComponent(controlKey)}`;
}
