/** What the core says, as kinds and counts: each language says every kind. */
import type {
  CardId,
  ConversationKind,
  EvidenceReason,
  EvidenceRole,
  LocatorView,
  NotRead,
  Origin,
  OriginFlag,
  ProblemKind,
  Rest,
  Sentence,
  UnreadKind,
  Warning,
} from '$/lib/bindings';
import type { Clause } from './say';
import english from './core.json';

/** Texts that the core says without counts or names in it, in its own English. */
export type Texts = typeof english;

/** A word for every kind of something; the kind's own values are its arguments. */
type Says<T, Tag extends keyof T, Said> = {
  [K in T[Tag] & string]: (value: Extract<T, Record<Tag, K>>) => Said;
};

/** What each language says for the core. */
export interface CoreWords {
  sentence: Says<Sentence, 'says', Clause[]>;
  evidence: Says<EvidenceReason, 'kind', string>;
  notRead: Says<Exclude<NotRead, { what: 'unread' }>, 'what', string>;
  rest: Says<Rest, 'rest', string>;
  warning: (damage: string, places: number, atLeast: boolean) => string;
  evidenceRole: Record<EvidenceRole, string>;
  card: Record<CardId, (count: number) => string>;
  untitled: Record<ConversationKind, string>;
  untitledIn: (kind: string, service: string) => string;
  locator: (locator: LocatorView['locator']) => string;
  texts: Texts;
}

/** A kind's value said by the word for its kind. */
function by<T extends object, Tag extends keyof T, Said>(words: Says<T, Tag, Said>, tag: Tag, value: T): Said {
  const word = words[value[tag] as T[Tag] & string] as (value: T) => Said;
  return word(value);
}

export const sentence = (words: CoreWords, value: Sentence): Clause[] => by(words.sentence, 'says', value);

export const evidence = (words: CoreWords, value: EvidenceReason): string => by(words.evidence, 'kind', value);

export const notRead = (words: CoreWords, value: NotRead): string =>
  value.what === 'unread' ? words.texts.notRead[value.kind] : by(words.notRead, 'what', value);

export const warning = (words: CoreWords, { kind, places, at_least }: Warning): string =>
  words.warning(words.texts.damage[kind], places, at_least);

/** A text of the core's list in the language of the screens; any other as it stands. */
export const said = (words: CoreWords, text: string): string =>
  (words.texts.said as Record<string, string>)[text] ?? text;

export const why = (words: CoreWords, value: { what: readonly string[]; rest: Rest }): string =>
  [...value.what.map((text) => said(words, text)), by(words.rest, 'rest', value.rest)]
    .filter((text) => text !== '')
    .join('; ');

/** How a finding was concluded. */
export const because = (words: CoreWords, origin: Origin | null, flags: readonly OriginFlag[]): string[] => [
  ...(origin ? [words.texts.because[origin]] : []),
  ...flags.map((flag) => words.texts.flagBecause[flag]),
];

export const unread = (words: CoreWords, kind: UnreadKind): string => words.texts.notRead[kind];

export const damage = (words: CoreWords, kind: ProblemKind): string => words.texts.damage[kind];

/** The page of a rule; nothing for a rule of a newer program. */
export const rule = (words: CoreWords, id: string): Texts['rules'][keyof Texts['rules']] =>
  (words.texts.rules as Record<string, Texts['rules'][keyof Texts['rules']]>)[id] ?? {
    name: id,
    about: '',
    advice: [],
  };

/** How to get a file of a format. */
export const guide = (words: CoreWords, id: string): string => (words.texts.guides as Record<string, string>)[id] ?? '';

/** A conversation's title, or what kind of conversation it is. */
export const titled = (
  words: CoreWords,
  { title, kind, service }: { title: string; kind: ConversationKind; service: string },
): string => title || words.untitledIn(words.untitled[kind], service);
