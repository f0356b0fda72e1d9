/** Whether a client takes an answer that is compressed by gzip, from its `Accept-Encoding` (RFC 9110, section 12.5.3). */
export function takesGzip(header: string | null): boolean {
  const weights = (header ?? '').split(',').map((each) => {
    const [coding = '', ...parameters] = each.split(';').map((part) => part.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return [coding, q === undefined ? 1 : Number(q)] as const;
  });
  const weightOf = (name: string) => weights.find(([coding]) => coding === name)?.[1];
  return (weightOf('gzip') ?? weightOf('*') ?? 0) > 0;
}
