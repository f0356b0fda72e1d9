import { containmentTypes, sessionTypes } from '../../../domain/session.ts';
import { Input, Select } from '../../parts/field.tsx';
import { searchId } from '../../parts/keys.ts';
import type { Account } from '../../state/account.ts';
import { ask, noFilters, type SessionQuery } from './query.ts';

interface Props {
  account: Account;
  query: SessionQuery;
}

const set = (name: string) => (value: string) => ask({ [name]: value });

/** The emulated API's filters, by their own names. */
export function FilterForm({ account: { bots }, query }: Props) {
  const isFiltered = Object.keys(noFilters).some((name) => Boolean(query[name as keyof SessionQuery]));
  return (
    <form
      class="card"
      role="search"
      aria-label="Filter sessions"
      onSubmit={(event) => event.preventDefault()}
    >
      <div class="form">
        <Select
          label="botId"
          value={query.bot}
          onInput={set('bot')}
          options={[
            ['', 'every bot of the account'],
            ...bots.map(({ botId, name }) => [botId, `${name} ${botId}`] as const),
          ]}
        />
        <Input
          label="dateFrom (GMT)"
          value={query.dateFrom}
          onInput={set('dateFrom')}
          placeholder="7 days before dateTo"
        />
        <Input label="dateTo (GMT)" value={query.dateTo} onInput={set('dateTo')} placeholder="now" />
        <Select
          label="containmentType"
          value={query.containmentType}
          onInput={set('containmentType')}
          options={[['', 'any'], ...containmentTypes.map((each) => [each, each] as const)]}
        />
        <Select
          label="sessionType"
          value={query.sessionType}
          onInput={set('sessionType')}
          options={[['', 'any'], ...sessionTypes.map((each) => [each, each] as const)]}
        />
        <Input label="userId" value={query.userId} onInput={set('userId')} />
        <Input label="callId" value={query.callId} onInput={set('callId')} placeholder="of one bot" />
        <Input
          label="sessionId"
          id={searchId}
          value={query.sessionId}
          onInput={set('sessionId')}
          placeholder="ids; / comes here"
        />
        <Input
          label="tags"
          value={query.tags}
          onInput={set('tags')}
          placeholder='{"and": [{"name": "n", "values": ["v"]}]}'
        />
      </div>
      {isFiltered && (
        <div class="buttons">
          <button type="button" onClick={() => ask(noFilters)}>
            Take the filters away
          </button>
        </div>
      )}
    </form>
  );
}
