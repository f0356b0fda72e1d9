import { useEffect, useState } from 'preact/hooks';
import type { Declaration } from '../../../domain/settings/declare.ts';
import { Area, Check, Input, Select } from '../../parts/field.tsx';
import { tell } from '../../state/notices.ts';

interface Props {
  name: string;
  /** Left out, its value is written as JSON. */
  declaration: Declaration | undefined;
  value: unknown;
  onSet: (value: unknown) => void;
}

/** What changes one setting: a switch where there are two values, else a field. */
export function SettingControl({ name, declaration, value, onSet }: Props) {
  if (declaration?.kind === 'switch') {
    return <Check label={name} checked={value === true} onInput={onSet} />;
  }
  if (declaration?.kind === 'choice') {
    return (
      <Select
        label={name}
        value={String(value)}
        onInput={onSet}
        options={declaration.values.map((option) => [option, option])}
      />
    );
  }
  return <Written name={name} declaration={declaration} value={value} onSet={onSet} />;
}

function Written({ name, declaration, value, onSet }: Props) {
  const number =
    declaration?.kind === 'whole' || declaration?.kind === 'wholeOrNone' ? declaration : undefined;
  const orNone = number?.kind === 'wholeOrNone';
  const given = number ? String(value ?? '') : JSON.stringify(value ?? {}, undefined, 1);
  const [text, setText] = useState(given);
  useEffect(() => setText(given), [given]);
  const set = (): void => {
    try {
      if (number) onSet(text.trim() === '' && orNone ? null : Number(text));
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
      {number ? (
        <Input
          label={name}
          type="number"
          value={text}
          onInput={setText}
          min={number.min}
          max={number.max}
          placeholder={orNone ? 'none' : ''}
          hint={orNone ? 'empty: none' : undefined}
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
