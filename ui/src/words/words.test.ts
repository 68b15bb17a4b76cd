import { expect, test } from 'vitest';
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
  expect([...german.keys()]).toEqual([...english.keys()]);
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
