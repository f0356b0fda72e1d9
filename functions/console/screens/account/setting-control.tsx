import { useEffect, useState } from 'preact/hooks';
import { Area, Check, Input, Select } from '../../parts/field.tsx';
import { tell } from '../../state/notices.ts';
import type { SettingKind } from './schema.ts';

interface Props {
  name: string;
  kind: SettingKind;
  value: unknown;
  onSet: (value: unknown) => void;
}

/** What changes one setting: a switch where there are two values, else a field. */
export function SettingControl({ name, kind, value, onSet }: Props) {
  if (kind.kind === 'switch') {
    return <Check label={name} checked={value === true} onInput={onSet} />;
  }
  if (kind.kind === 'choice') {
    return (
      <Select
        label={name}
        value={String(value)}
        onInput={onSet}
        options={kind.options.map((option) => [option, option])}
      />
    );
  }
  return <Written name={name} kind={kind} value={value} onSet={onSet} />;
}

function Written({ name, kind, value, onSet }: Props) {
  const given =
    kind.kind === 'json' ? JSON.stringify(value ?? {}, undefined, 1) : value === null ? '' : String(value);
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const set = (): void => {
    try {
      if (kind.kind === 'number') onSet(text.trim() === '' && kind.orNone ? null : Number(text));
      else onSet(JSON.parse(text));
    } catch {
      tell(`${name} must be JSON.`, true);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      {kind.kind === 'number' ? (
        <Input
          label={name}
          type="number"
          value={text}
          onInput={setText}
          min={kind.least}
          max={kind.most}
          placeholder={kind.orNone ? 'none' : ''}
          hint={kind.orNone ? 'empty: none' : undefined}
        />
      ) : (
        <Area
          label={name}
          rows={3}
          value={text}
          onInput={setText}
          hint='by the name of a row: {"internal": {"status": 503}}'
        />
      )}
      {text !== given && (
        <div class="buttons">
          <button type="submit" class="primary">
            Set {name}
          </button>
        </div>
      )}
    </form>
  );
}
