/** The words in the language of the screens. */
import { trouble as troubleOf } from '$/lib/api';
import { bytes as bytesIn, count as countIn, country as countryIn, moment as momentIn } from './count';
import { said } from './core';
import { de } from './de';
import { en, type Words } from './en';
import type { Trouble } from '$/lib/shell';
import { pseudo } from './pseudo';

export type { Words } from './en';

const catalogues: Record<string, () => Words> = { en: () => en, de: () => de, pseudo };

class Locale {
  words: Words = $state.raw(en);

  /** Falls back to English for a language we do not have. */
  use(language: string): void {
    this.words = (catalogues[language] ?? catalogues['en']!)();
    document.documentElement.lang = this.words.language;
    document.documentElement.dir = this.words.direction;
  }

  /** What did not work, for people. */
  trouble(error: unknown): string {
    const { trouble, ...core } = troubleOf(error);
    if (!('message' in core)) return this.words.trouble[trouble as Exclude<Trouble['trouble'], 'core'>];
    return said(this.words.core, core.message).replace('{}', () => core.about);
  }

  count = (value: number): string => countIn(this.words.language, value);
  bytes = (value: number): string => bytesIn(this.words.language, value);
  moment = (unixMs: number): string => momentIn(this.words.language, unixMs);
  country = (code: string): string => countryIn(this.words.language, code);
}

export const locale = new Locale();

/** Languages a person may choose. */
export const languages = [en, de].map(({ language, name }) => ({ language, name }));

/** What the system prefers, among what we have. */
export function preferred(): string {
  const tags = navigator.languages.map((tag) => tag.split('-')[0]!.toLowerCase());
  return tags.find((tag) => languages.some(({ language }) => language === tag)) ?? 'en';
}
