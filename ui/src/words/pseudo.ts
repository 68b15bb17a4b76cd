/** A made-up right-to-left language for tests: every string is accented, longer and marked, so that what is not in the catalogue stands out. */
import type { Clause } from './core/say';
import { en, type Words } from './en';

const accented: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  n: 'ñ',
  c: 'ç',
};

function say(text: string): string {
  return `‹${[...text].map((letter) => accented[letter] ?? letter).join('')}${'·'.repeat(Math.ceil(text.length * 0.3))}›`;
}

const isClauses = (said: unknown): said is Clause[] => Array.isArray(said);

function twin(value: unknown): unknown {
  if (typeof value === 'string') return say(value);
  if (typeof value === 'function')
    return (...given: unknown[]) => {
      const said: unknown = value(...given);
      return isClauses(said) ? said.map((clause) => ({ ...clause, text: say(clause.text) })) : say(String(said));
    };
  if (Array.isArray(value)) return value.map(twin);
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, twin(inner)]));
}

export function pseudo(): Words {
  return { ...(twin(en) as Words), language: 'en-x-pseudo', direction: 'rtl', name: 'Pseudo' };
}
