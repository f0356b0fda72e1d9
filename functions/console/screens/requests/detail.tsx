import { Block, pretty, prettyText } from '../../parts/json.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import { addressOf } from '../../state/route.ts';
import { Actions } from './actions.tsx';
import { type Check, checks, type Outcome, outcomesOf } from './checks.ts';
import type { Listed } from './journal.ts';
import { Narrowing } from './narrowing.tsx';

interface Props {
  entry: Listed;
  onClose: () => void;
}

/** All that is known of one request. */
export function Detail({ entry, onClose }: Props) {
  const { at, method, path, query, botId, clientId, status, reason, unread, notes, faults, narrowing } =
    entry;
  const outcomes = outcomesOf(reason?.code, status);
  const { body, answer, total, returned, durationMs, dynamodb, isOwn } = entry;
  return (
    <section class="detail" aria-label="One request">
      <header>
        <h2>
          <Status status={status} />{' '}
          {reason ? reason.code : returned === undefined ? method : `${returned} of ${total} rows`}
        </h2>
        <button type="button" class="quiet" aria-label="Close" onClick={onClose}>
          ×
        </button>
      </header>
      {reason && <p class="reason-text">{reason.text}</p>}
      {!isOwn && <p class="note">It belongs to no account: {strangerText}</p>}
      {unread.length > 0 && (
        <p class="note odd">
          Nothing reads: <strong dir="auto">{unread.join(', ')}</strong>. Misspelt, perhaps?
        </p>
      )}
      {notes?.map((note) => (
        <p class="note odd" key={note}>
          {note}
        </p>
      ))}
      <Actions entry={entry} />
      <h3>Checks, in the vendor's order</h3>
      <ol class="checks">
        {outcomes.map(([check, outcome]) => (
          <li key={check} class={outcome.replace(' ', '-')}>
            <span>{checks[check]}</span>
            <small>{outcome}</small>
          </li>
        ))}
      </ol>
      {narrowing && <Narrowing narrowing={narrowing} api={entry.api} />}
      {faults.length > 0 && (
        <>
          <h3>Faults that struck</h3>
          <Block
            text={faults.map(({ rule, effect }) => `rule ${rule}: ${JSON.stringify(effect)}`).join('\n')}
            what="faults"
          />
        </>
      )}
      <h3>Request</h3>
      <dl>
        <dt>Time</dt>
        <dd>
          <Time at={at} full />
        </dd>
        <dt>Bot</dt>
        <dd dir="auto">{botId ?? (entry.route === 'account' ? 'every bot of the account' : '–')}</dd>
        <dt>App</dt>
        <dd>{clientId ?? '–'}</dd>
        <dt>Cost</dt>
        <dd>
          {durationMs} ms, {dynamodb.readUnits} read units, {dynamodb.writeUnits} write units,{' '}
          {dynamodb.calls} calls of DynamoDB
        </dd>
      </dl>
      <Block
        text={`${method} ${path}${query}${body === undefined ? '' : `\n\n${pretty(body)}`}`}
        what="the request"
      />
      {isUnread(outcomes) && (
        <p class="note">
          It was refused before the body was read: whatever it was, it is not known, and is not sent again.
        </p>
      )}
      <h3>Answer</h3>
      {answer === undefined ? (
        <p class="note">
          {status === 200 ? `${returned ?? 0} rows of ${total ?? 0}. ` : ''}
          Its body was not kept: turn on{' '}
          <a href={addressOf('account', { part: 'settings' })}>journalAnswers</a> to keep bodies from now on,
          or send the request again to see it.
        </p>
      ) : (
        <Block text={prettyText(answer)} what="the answer" />
      )}
    </section>
  );
}

/** Whether a check before faults refused: from there on the body is read. */
const isUnread = (outcomes: readonly (readonly [Check, Outcome])[]): boolean =>
  outcomes.some(([check, outcome]) => check === 'faults' && outcome === 'not reached');

const strangerText = 'without a token that names a known app, nobody can tell whose it is.';
