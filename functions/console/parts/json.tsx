import { CopyButton } from './copy.tsx';

/** A value as text for people: JSON, or the text that it is. */
export function pretty(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

/** A text that may be JSON, indented where it is. */
export function prettyText(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}

interface Props {
  text: string;
  what: string;
}

/** A block of text with a button that copies it. */
export function Block({ text, what }: Props) {
  return (
    <div class="block">
      <CopyButton text={text} what={what} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by the keyboard */}
      <pre tabIndex={0} aria-label={what} role="region">
        <code>{text}</code>
      </pre>
    </div>
  );
}
