import type { VendorAnswer } from '../api/vendor.ts';
import { Block, prettyText } from './json.tsx';
import { Status } from './status.tsx';

/** As much of a body is shown; a page of 10,000 rows would stop the browser. */
const mostShown = 200_000;

export function AnswerView({ answer }: { answer: VendorAnswer }) {
  const { status, reason, headers, text, ms } = answer;
  const shown = prettyText(text);
  const total = /^\{"total":(\d+)/.exec(text)?.[1];
  return (
    <div class="answer">
      <p class="headline">
        <Status status={status} />{' '}
        {reason ? (
          <code>{reason}</code>
        ) : (
          <span>{total === undefined ? 'answered' : `${total} sessions in all`}</span>
        )}{' '}
        <small>
          {ms} ms, {text.length} characters
        </small>
      </p>
      <details>
        <summary>Headers</summary>
        <Block text={headers.map(([name, value]) => `${name}: ${value}`).join('\n')} what="the headers" />
      </details>
      <Block
        text={
          shown.length > mostShown ? `${shown.slice(0, mostShown)}\n… cut here: copy it with curl.` : shown
        }
        what="the body"
      />
    </div>
  );
}
