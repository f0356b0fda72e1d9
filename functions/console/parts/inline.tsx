/** A line of Markdown: code stands out, of links the text is shown. */
export function Inline({ text }: { text: string }) {
  const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return (
    <>
      {plain
        .split(/(`[^`]*`)/)
        .map((part, index) =>
          part.startsWith('`') && part.length > 1 ? (
            <code key={`${index} ${part}`}>{part.slice(1, -1)}</code>
          ) : (
            part
          ),
        )}
    </>
  );
}
