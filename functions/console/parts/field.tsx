import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface Common {
  label: string;
  hint?: ComponentChildren;
  /** Takes the whole width of a form. */
  wide?: boolean;
}

interface InputProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'number' | 'password';
  placeholder?: string;
  required?: boolean;
  min?: number;
  max?: number;
  id?: string;
  onEnter?: () => void;
}

export function Input({ label, hint, wide, value, onInput, type = 'text', onEnter, ...rest }: InputProps) {
  const made = useId();
  const id = rest.id ?? made;
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      <input
        {...rest}
        id={id}
        type={type as 'text'}
        value={value}
        autocomplete="off"
        spellcheck={false}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter?.();
        }}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface SelectProps extends Common {
  value: string;
  onInput: (value: string) => void;
  /** Values, each with what it is called. */
  options: readonly (readonly [value: string, name: string])[];
}

export function Select({ label, hint, wide, value, onInput, options }: SelectProps) {
  const id = useId();
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      >
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {name}
          </option>
        ))}
      </select>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface AreaProps extends Common {
  value: string;
  onInput: (value: string) => void;
  rows?: number;
  placeholder?: string;
}

export function Area({ label, hint, wide = true, value, onInput, rows = 6, placeholder }: AreaProps) {
  const id = useId();
  return (
    <div class={wide ? 'field wide' : 'field'}>
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        spellcheck={false}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...(hint ? { 'aria-describedby': `${id}-hint` } : {})}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onInput: (checked: boolean) => void;
}

export function Check({ label, checked, onInput }: CheckProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={checked} onInput={(event) => onInput(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
