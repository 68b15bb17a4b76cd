/** The charts' series: appearances gathered by whose hand put the number there. */
import type { Appearance } from './bindings';

export type Series = 'mine' | 'person' | 'assistant' | 'tool' | 'system' | 'account';

/** In the order they are stacked. */
export const series: readonly Series[] = ['mine', 'person', 'assistant', 'tool', 'system', 'account'];

export const seriesOf: Record<Appearance, Series> = {
  by_you_to_assistant: 'mine',
  by_you: 'mine',
  by_others_in_group: 'person',
  by_others: 'person',
  as_member: 'person',
  by_assistant: 'assistant',
  to_tool: 'assistant',
  by_tool: 'tool',
  in_context: 'system',
  in_notice: 'system',
  in_document: 'system',
  in_account_record: 'account',
  on_contact_card: 'account',
};

/** Appearances, by hand. */
export const appearances: readonly Appearance[] = Object.keys(seriesOf) as Appearance[];

/** Every month from the first to the last, `2024-03`; at most `most`, the latest kept. */
export function monthsBetween(first: string, last: string, most: number): string[] {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
  const name = (at: number) =>
    `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`;
  const to = index(last);
  const from = Math.max(index(first), to - most + 1);
  return Array.from({ length: to - from + 1 }, (_, offset) => name(from + offset));
}
