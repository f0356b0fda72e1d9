import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const block = 512;

/** Unpacks a tarball as `npm pack` writes it: plain files, all below one folder, which is left out. */
export function unpack(tarball: string, into: string): void {
  const bytes = gunzipSync(readFileSync(tarball));
  for (let at = 0; bytes[at] !== 0 && at < bytes.length; ) {
    const { path, size, type } = readHeader(bytes.subarray(at, at + block));
    if (type !== '0') throw new Error(`${tarball}: "${path}" is no plain file but of type "${type}"`);
    const target = join(into, path.slice(path.indexOf('/') + 1));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, bytes.subarray(at + block, at + block + size));
    at += block + Math.ceil(size / block) * block;
  }
}

/** The fields of a ustar header (POSIX.1-1988) that matter here. */
function readHeader(header: Buffer): { path: string; size: number; type: string } {
  const text = (from: number, length: number) =>
    header.toString('utf8', from, from + length).split('\0', 1)[0] ?? '';
  const prefix = text(345, 155);
  const name = text(0, 100);
  return {
    path: prefix === '' ? name : `${prefix}/${name}`,
    size: Number.parseInt(text(124, 12), 8),
    type: text(156, 1) || '0',
  };
}
