import { expect, test } from 'vitest';
import samples from '../../tests/said.json';
import * as core from './core';
import { textOf } from './core/say';
import { bytes, count } from './count';
import { de } from './de';
import { en } from './en';

/** Every leaf with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`));
}

test('German says everything that English says, and says it in German', () => {
  const [english, german] = [new Map(leaves(en)), new Map(leaves(de))];
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  // A product's name is the same in every language.
  english.delete('.core.texts.said.SMS Backup & Restore');
  const same = [...english].filter(
    ([path, words]) => typeof words === 'string' && words.length > 12 && german.get(path) === words,
  );
  expect(same.map(([path]) => path)).toEqual([]);
});

test('no words are empty', () => {
  for (const words of [en, de]) for (const [path, leaf] of leaves(words)) expect(leaf, path).not.toBe('');
});

test('counts follow the language, also one that does not exist', () => {
  expect(count('en', 12_345)).toBe('12,345');
  expect(count('de', 12_345)).toBe('12.345');
  expect(count('not a language', 12_345)).toBe('12345');
  expect(en.numbers.total(1)).toBe('1 number');
  expect(de.numbers.total(2)).toBe('2 Nummern');
});

test('sizes have one figure after the point below ten', () => {
  expect([999, 1000, 9_940, 48_120, 3_400_000].map((size) => bytes('en', size))).toEqual([
    '999 B',
    '1 kB',
    '9.9 kB',
    '48 kB',
    '3.4 MB',
  ]);
});

test('the English of the window is the core’s, for every kind and turn of it', () => {
  const said: Record<string, (value: never) => string> = {
    sentence: (value) => textOf(core.sentence(en.core, value)),
    notRead: (value) => core.notRead(en.core, value),
    warning: (value) => core.warning(en.core, value),
    why: (value) => core.why(en.core, value),
  };
  for (const { of, value, english } of samples) expect(said[of]!(value as never)).toBe(english);
  for (const [kinds, of, tag] of [
    [en.core.sentence, 'sentence', 'says'],
    [{ ...en.core.notRead, unread: 0 }, 'notRead', 'what'],
  ] as const) {
    const sampled = samples.filter((sample) => sample.of === of).map(({ value }) => (value as never)[tag]);
    expect(new Set(sampled)).toEqual(new Set(Object.keys(kinds)));
  }
});

test('German says every sentence with the same links, in other words', () => {
  for (const { value } of samples.filter(({ of }) => of === 'sentence')) {
    const [english, german] = [en, de].map((words) => core.sentence(words.core, value as never));
    const links = (clauses: typeof english) => (clauses ?? []).filter(({ target }) => target).length;
    expect(links(german)).toBe(links(english));
    expect(textOf(german ?? [])).not.toBe(textOf(english ?? []));
    expect(textOf(german ?? [])).not.toMatch(/undefined|\[object|\b(the|number|answer)\b/);
  }
});
