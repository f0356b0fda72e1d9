// An emulator that says more than a pipe holds before it listens: who does not read it waits for ever.
process.stderr.write('words '.repeat(200_000));
process.stdout.write(`${'{"url":"http://127.0.0.1:9","controlKey":"k"}'}\n`);
process.stdin.resume().on('end', () => process.exit(0));
