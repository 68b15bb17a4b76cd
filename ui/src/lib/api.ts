/** The only file that talks to the core. No path ever crosses here: files are opaque handles given by the shell. */
import { Channel, invoke } from '@tauri-apps/api/core';
import type { OpenRequest, OpenView, Picked, Push, Start, Steer, Trouble, Wanted, WayIn } from './shell';
import type {
  ChangedMessage,
  ChangeKind,
  Changes,
  ConversationPage,
  ConversationRow,
  CountriesInPlay,
  EntryRow,
  Exposure,
  FindingFilter,
  FindingList,
  FindingPage,
  ForgetReceipt,
  MentionFilter,
  MentionRow,
  MentionView,
  NumberFilter,
  NumberOrder,
  NumberPage,
  NumberRow,
  Overview,
  Owner,
  OwnersPage,
  Page,
  PageRequest,
  Revealed,
  SearchResult,
  Settings,
  SourceRow,
  Triage,
} from './bindings';

/** What did not work; anything else that was thrown is said as it stands. */
export function trouble(error: unknown): Trouble {
  if (typeof error === 'object' && error !== null && 'trouble' in error) return error as Trouble;
  return { trouble: 'core', message: error instanceof Error ? error.message : String(error), about: '' };
}

/** Says that the window is there; from now on the shell pushes what happens by itself. */
export function connect(onPush: (push: Push) => void): Promise<Start> {
  const channel = new Channel<Push>();
  channel.onmessage = onPush;
  return invoke('connect', { channel });
}

/** Opens the system's own dialog. */
export const pick = (what: Wanted): Promise<Picked[]> => invoke('pick', { what });

export const open = (request: OpenRequest): Promise<OpenView> => invoke('open', { request });
export const scan = (handles: number[]): Promise<void> => invoke('scan', { handles });
/** Looks at sources of the case again; gives back how many there are to look at. */
export const again = (
  which: { again: 'all' } | { again: 'stale' } | { again: 'one'; source: number },
): Promise<number> => invoke('again', { which });
export const wayIn = (way: WayIn): Promise<OpenView> => invoke('way_in', { way });
/** New cases are made in a folder that was picked, or in the usual one. Gives it back, as words. */
export const makeCasesIn = (handle: number | null): Promise<string> => invoke('make_cases_in', { handle });
export const steer = (steer: Steer): Promise<void> => invoke('steer', { steer });
/** Drops the keys, closes the window and starts the program anew. */
export const lock = (): Promise<void> => invoke('lock');
export const settle = (settings: Settings): Promise<void> => invoke('settle', { settings });

/** Digits of numbers; the case's log is written first. Many at once are refused with `passphrase` until it is said. */
export const reveal = (numbers: number[], passphrase: string | null = null): Promise<Revealed[]> =>
  invoke('reveal', { numbers, passphrase });
/** Puts a number's digits on the clipboard for ten seconds; the case's log is written first. */
export const copy = (number: number): Promise<void> => invoke('copy', { number });

const ask = <T>(question: string, about: object = {}): Promise<T> =>
  invoke('ask', { question: { question, ...about } });

export const overview = (): Promise<Overview> => ask('overview');
export const findings = (filter: FindingFilter, page: PageRequest): Promise<FindingList> =>
  ask('findings', { filter, page });
export const finding = (finding: number): Promise<FindingPage> => ask('finding', { finding });
export const owners = (): Promise<OwnersPage> => ask('owners');
export const numbers = (filter: NumberFilter, order: NumberOrder, page: PageRequest): Promise<Page<NumberRow>> =>
  ask('numbers', { filter, order, page });
export const number = (number: number): Promise<NumberPage> => ask('number', { number });
export const mentions = (filter: MentionFilter, page: PageRequest): Promise<Page<MentionRow>> =>
  ask('mentions', { filter, page });
export const mention = (mention: number): Promise<MentionView> => ask('mention', { mention });
export const conversations = (page: PageRequest): Promise<Page<ConversationRow>> => ask('conversations', { page });
export const conversation = (conversation: number, page: PageRequest): Promise<ConversationPage> =>
  ask('conversation', { conversation, page });
/** Where in its conversation a message stands, from 0. */
export const placeOf = (message: number): Promise<number> => ask('place_of', { message });
export const sources = (): Promise<SourceRow[]> => ask('sources');
export const entries = (source: number, page: PageRequest): Promise<Page<EntryRow>> => ask('entries', { source, page });
/** What the latest scan changed, or an earlier one. */
export const changes = (scan: number | null): Promise<Changes> => ask('changes', { scan });
export const changedMessages = (
  scan: number,
  conversation: number,
  kind: ChangeKind,
  page: PageRequest,
): Promise<Page<ChangedMessage>> => ask('changed_messages', { scan, conversation, kind, page });
export const exposure = (): Promise<Exposure> => ask('exposure');
export const countries = (): Promise<CountriesInPlay> => ask('countries');
export const search = (query: string, page: PageRequest): Promise<SearchResult> => ask('search', { query, page });

const decide = <T = void>(decision: string, about: object): Promise<T> =>
  invoke('decide', { decision: { decision, ...about } });

export const sayMine = (number: number, mine: boolean): Promise<void> => decide('mine', { number, mine });
export const sayOwner = (number: number, owner: Owner): Promise<void> => decide('owner', { number, owner });
/** None leaves it to the case's own evidence. */
export const sayCountries = (regions: string[]): Promise<void> => decide('countries', { regions });
export const setAside = (number: number, aside: boolean): Promise<void> => decide('set_aside', { number, aside });
/** Gives back what was decided before, to be undone. */
export const triage = (finding: number, triage: Triage): Promise<Triage> => decide('triage', { finding, triage });
export const note = (finding: number, text: string): Promise<void> => decide('note', { finding, text });
export const forget = (source: number): Promise<ForgetReceipt> => decide('forget', { source });
