import { describe, expect, it } from 'vitest';
import { figure, toMarkdown, toText } from './table.ts';

const table = {
  title: 'Calls',
  columns: ['Filter', '1,000', '10,000'],
  rows: [
    ['none', '1 / 0.5', '1 / 0.5'],
    ['one user', '12 / 300'],
  ],
};

describe('a table as text', () => {
  it('has names to the left and figures to the right', () => {
    expect(toText({ ...table, notes: ['Read units.'] })).toBe(
      [
        'Calls',
        '',
        '  Filter       1,000   10,000',
        '  --------  --------  -------',
        '  none       1 / 0.5  1 / 0.5',
        '  one user  12 / 300',
        '',
        '  Read units.',
        '',
      ].join('\n'),
    );
  });
});

describe('a table as Markdown', () => {
  it('has a heading, a rule and a cell for each column', () => {
    expect(toMarkdown(table)).toBe(
      [
        '### Calls',
        '',
        '| Filter | 1,000 | 10,000 |',
        '| --- | --: | --: |',
        '| none | 1 / 0.5 | 1 / 0.5 |',
        '| one user | 12 / 300 |  |',
        '',
      ].join('\n'),
    );
  });

  it('keeps a bar inside its cell', () => {
    expect(toMarkdown({ title: 'T', columns: ['a'], rows: [['x|y']] })).toContain('| x\\|y |');
  });
});

describe('a figure', () => {
  it.each([
    [1234567, 0, '1,234,567'],
    [0.456, 1, '0.5'],
    [2, 2, '2.00'],
  ])('%d with %d digits is %s', (value, digits, text) => {
    expect(figure(value, digits)).toBe(text);
  });
});
