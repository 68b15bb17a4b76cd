import { expect, test } from 'vitest';
import samples from '../../tests/said.json';
import type { CoreWords } from './core';
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

/** How the window says a sample of the core's, by what it is of. */
const said = (words: CoreWords): Record<string, (value: never) => string> => ({
  sentence: (value) => textOf(core.sentence(words, value)),
  notRead: (value) => core.notRead(words, value),
  warning: (value) => core.warning(words, value),
  why: (value) => core.why(words, value),
});

test('the English of the window is the core’s, for every kind and turn of it', () => {
  for (const { of, value, english } of samples) expect(said(en.core)[of]!(value as never)).toBe(english);
  for (const [kinds, of, tag] of [
    [en.core.sentence, 'sentence', 'says'],
    [{ ...en.core.notRead, unread: 0 }, 'notRead', 'what'],
  ] as const) {
    const sampled = samples.filter((sample) => sample.of === of).map(({ value }) => (value as never)[tag]);
    expect(new Set(sampled)).toEqual(new Set(Object.keys(kinds)));
  }
});

test('German says every one of them in words of its own', () => {
  for (const { of, value, english } of samples) {
    const german = said(de.core)[of]!(value as never);
    expect(german).not.toMatch(/undefined|\[object|\b(the|number|answer|nothing|records?|and|of)\b/);
    expect(german).not.toBe(english);
  }
});

test('German sentences lead where the English ones do', () => {
  const links = (words: CoreWords, value: unknown) =>
    core.sentence(words, value as never).flatMap(({ target }) => (target ? [JSON.stringify(target)] : []));
  for (const { value } of samples.filter(({ of }) => of === 'sentence'))
    expect(links(de.core, value).toSorted()).toEqual(links(en.core, value).toSorted());
});
