import { flaws } from '../../../control/tokens/flaws.ts';
import { containmentTypes } from '../../../domain/session.ts';
import { apis } from '../../api/apis.ts';
import { Area, Input, Select } from '../../parts/field.tsx';
import type { Account } from '../../state/account.ts';
import { choose } from '../../state/route.ts';
import { type Ask, hintsAt, withField } from './ask.ts';

interface Props {
  account: Account;
  ask: Ask;
  onSend: () => void;
}

const set = (name: string) => (value: string) => choose({ [name]: value }, { replace: true });

export function AskForm({ account, ask, onSend }: Props) {
  const { apps, bots, clock } = account;
  const flawOptions = [
    ['', 'none: a good token'] as const,
    ['none', 'no token at all → auth_header_missing'] as const,
    ...Object.entries(flaws).map(([name, { reason }]) => [name, `${name} → ${reason}`] as const),
  ];
  const typeOptions = [['', 'any'] as const, ...containmentTypes.map((each) => [each, each] as const)];
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <Select
        label="App"
        value={ask.app}
        onInput={set('app')}
        options={apps.map(({ clientId, name, kind }) => [clientId, `${name} (${kind}) ${clientId}`])}
      />
      <Select label="Flaw of the token" value={ask.flaw} onInput={set('flaw')} options={flawOptions} />
      <Select
        label="API"
        value={ask.api}
        onInput={set('api')}
        options={apis.map((api) => [api, api] as const)}
      />
      <Select
        label="Route"
        value={ask.route}
        onInput={set('route')}
        options={[
          ['bot', 'one bot'],
          ...(ask.api === 'getMessagesV2' ? [] : [['account', 'every bot of the account'] as const]),
        ]}
      />
      {ask.route === 'bot' && (
        <Select
          label="Bot"
          value={ask.bot}
          onInput={set('bot')}
          options={[
            ...bots.map(({ botId, name }) => [botId, `${name} ${botId}`] as const),
            ...(bots.some(({ botId }) => botId === ask.bot) ? [] : [[ask.bot, ask.bot] as const]),
            ['st-unknown', 'one that is not there'],
          ]}
        />
      )}
      {ask.api === 'getSessions' && (
        <Select label="containmentType" value={ask.type} onInput={set('type')} options={typeOptions} />
      )}
      {ask.route === 'bot' && <Input label="callId" value={ask.callId} onInput={set('callId')} />}
      <Area
        label="Body"
        rows={5}
        value={ask.body}
        onInput={set('body')}
        placeholder="none"
        hint={isJson(ask.body) ? undefined : 'This is not JSON: it is sent as it is, and refused.'}
      />
      <div class="wide hints" role="group" aria-label="Fields of the body">
        {hintsAt(clock.now, ask.api).map(([field, value, hint]) => (
          <button
            key={field}
            type="button"
            class="quiet"
            title={hint}
            onClick={() => choose({ body: withField(ask.body, field, value) }, { replace: true })}
          >
            + {field}
          </button>
        ))}
      </div>
    </form>
  );
}

function isJson(text: string): boolean {
  if (text.trim() === '') return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
