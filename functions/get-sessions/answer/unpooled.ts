/**
 * Texts (as UTF-8) and bytes put together, in memory of their own: of what is kept, small parts of the blocks that
 * Node cuts buffers from would keep the whole blocks.
 */
export function unpooled(parts: readonly (string | Buffer)[]): Buffer<ArrayBuffer> {
  const bytes = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0));
  let at = 0;
  for (const part of parts) at += typeof part === 'string' ? bytes.write(part, at) : part.copy(bytes, at);
  return bytes;
}
