/** The one table of keys: it binds them and writes the help sheet. */

export type Action =
  | 'search'
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'reveal'
  | 'pin'
  | 'copy'
  | 'previousMention'
  | 'nextMention'
  | 'why'
  | 'keep'
  | 'setAside'
  | 'note'
  | 'undo'
  | 'go1'
  | 'go2'
  | 'go3'
  | 'go4'
  | 'go5'
  | 'go6'
  | 'present'
  | 'lock'
  | 'help';

/** Where a key is listed in the sheet. */
export type Group = 'anywhere' | 'lists' | 'numbers' | 'reader' | 'deciding';

interface Binding {
  action: Action;
  group: Group;
  /** As `KeyboardEvent.key`, letters in lower case; `Mod+` is Ctrl, on a Mac Cmd. */
  keys: readonly string[];
  /** Works while typing in a field. */
  whileTyping?: true;
  /** Has a second half: what happens on release. */
  held?: true;
}

export const table: readonly Binding[] = [
  { action: 'search', group: 'anywhere', keys: ['Mod+k', '/'], whileTyping: true },
  { action: 'go1', group: 'anywhere', keys: ['1'] },
  { action: 'go2', group: 'anywhere', keys: ['2'] },
  { action: 'go3', group: 'anywhere', keys: ['3'] },
  { action: 'go4', group: 'anywhere', keys: ['4'] },
  { action: 'go5', group: 'anywhere', keys: ['5'] },
  { action: 'go6', group: 'anywhere', keys: ['6'] },
  { action: 'back', group: 'anywhere', keys: ['Escape'], whileTyping: true },
  { action: 'present', group: 'anywhere', keys: ['m'] },
  { action: 'lock', group: 'anywhere', keys: ['l'] },
  { action: 'help', group: 'anywhere', keys: ['?'] },
  { action: 'next', group: 'lists', keys: ['j', 'ArrowDown'] },
  { action: 'previous', group: 'lists', keys: ['k', 'ArrowUp'] },
  { action: 'open', group: 'lists', keys: ['Enter'] },
  { action: 'reveal', group: 'numbers', keys: ['r'], held: true },
  { action: 'pin', group: 'numbers', keys: ['p'] },
  { action: 'copy', group: 'numbers', keys: ['c'] },
  { action: 'why', group: 'numbers', keys: ['w'] },
  { action: 'previousMention', group: 'reader', keys: ['['] },
  { action: 'nextMention', group: 'reader', keys: [']'] },
  { action: 'keep', group: 'deciding', keys: ['e'] },
  { action: 'setAside', group: 'deciding', keys: ['x'] },
  { action: 'note', group: 'deciding', keys: ['n'] },
  { action: 'undo', group: 'deciding', keys: ['u'] },
];

/** What a screen does on a key; `released` only for held keys. Returning false lets an earlier screen answer. */
export type Handler = (event: KeyboardEvent, released: boolean) => boolean | void;
export type Handlers = Partial<Record<Action, Handler>>;

const layers: Handlers[] = [];

/** Answers keys until the returned function is called; the latest layer answers first. */
export function answer(handlers: Handlers): () => void {
  layers.push(handlers);
  return () => {
    layers.splice(layers.indexOf(handlers), 1);
  };
}

/** True where some screen answers the action now, so that the sheet lists only what works here. */
export function answered(action: Action): boolean {
  return layers.some((layer) => layer[action] !== undefined);
}

export const mac = /Mac|iPhone/.test(navigator.userAgent);

/** A key as people read it on their keyboard. */
export function shown(key: string): string {
  return key
    .replace('Mod+', mac ? '⌘' : 'Ctrl ')
    .replace('ArrowDown', '↓')
    .replace('ArrowUp', '↑')
    .replace('Escape', 'Esc')
    .replace(/(^| )[a-z]$/, (letter) => letter.toUpperCase());
}

function name(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return (mac ? event.metaKey : event.ctrlKey) ? `Mod+${key}` : key;
}

function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(target.type))
  );
}

/** Keys that a focused control needs for itself. */
function ownedByTarget(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (event.key === 'Enter') return target.closest('button, a, summary') !== null;
  if (event.key.startsWith('Arrow')) return target.closest('[role=radiogroup], [type=range], [type=radio]') !== null;
  return false;
}

function dispatch(event: KeyboardEvent, released: boolean): void {
  if (event.altKey || event.defaultPrevented) return;
  const pressed = name(event);
  if (typing(event.target) && !(pressed.startsWith('Mod+') || pressed === 'Escape')) return;
  if (ownedByTarget(event)) return;
  for (const binding of table) {
    if (!binding.keys.includes(pressed)) continue;
    if (released && !binding.held) continue;
    if (!released && event.repeat && !['next', 'previous', 'nextMention', 'previousMention'].includes(binding.action)) {
      if (binding.held) event.preventDefault();
      continue;
    }
    for (const layer of layers.toReversed()) {
      const handler = layer[binding.action];
      if (handler && handler(event, released) !== false) {
        event.preventDefault();
        return;
      }
    }
  }
}

/** Starts listening; called once. */
export function listen(target: Window): void {
  target.addEventListener('keydown', (event) => dispatch(event, false));
  target.addEventListener('keyup', (event) => dispatch(event, true));
}
