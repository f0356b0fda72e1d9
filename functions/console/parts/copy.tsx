import { useEffect, useState } from 'preact/hooks';
import { tell } from '../state/notices.ts';

async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(`Copied ${what}.`);
  } catch {
    tell('The browser does not let this page copy. Select the text and copy it by hand.', true);
  }
}

interface Props {
  /** What is copied; a function where it is made only then. */
  text: string | (() => Promise<string>);
  what: string;
  label?: string;
  class?: string;
}

export function CopyButton({ text, what, label = 'Copy', class: kind = 'quiet' }: Props) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1_500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async (): Promise<void> => {
    try {
      await copyText(typeof text === 'string' ? text : await text(), what);
      setCopied(true);
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error), true);
    }
  };
  return (
    <button
      type="button"
      class={kind}
      aria-label={`${label === 'Copy' ? `Copy ${what}` : label}`}
      onClick={copy}
    >
      {copied ? 'Copied' : label}
    </button>
  );
}
