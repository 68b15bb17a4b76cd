/** Sentences in pieces: some pieces lead to what they name or count. */
import type { Link, Target } from '$/lib/bindings';

export interface Clause {
  text: string;
  target?: Target;
  /** True for a title or file name, which presentation mode masks. */
  name?: true;
}

type Slot = string | Clause | readonly (string | Clause)[];

/** Words with pieces between them; neighbouring words become one piece. */
export function say(words: readonly string[], ...slots: readonly Slot[]): Clause[] {
  const pieces = words.flatMap((text, index) => [text, ...[slots[index] ?? ''].flat()]);
  const clauses: Clause[] = [];
  for (const piece of pieces) {
    const clause: Clause = typeof piece === 'string' ? { text: piece } : piece;
    const last = clauses.at(-1);
    if (last && !last.target && !clause.target) last.text += clause.text;
    else if (clause.text) clauses.push({ ...clause });
  }
  return clauses;
}

/** A masked number that is not broken over two lines. */
export const unbroken = (clause: Clause): string =>
  clause.target?.kind === 'number' ? clause.text.replaceAll(' ', '\u00a0') : clause.text;

/** What a link names, or words for it. */
export const linked = <T>({ what, target }: Link<T>, text: string = String(what)): Clause => ({ text, target });

/** A list with commas between, led in by another mark. */
export const listed = (first: string, items: readonly Clause[]): (string | Clause)[] =>
  items.flatMap((item, index) => [index === 0 ? first : ', ', item]);

/** The text of a sentence, without its links. */
export const textOf = (clauses: readonly Clause[]): string => clauses.map(({ text }) => text).join('');
