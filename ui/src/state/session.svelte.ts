/** The program, the one open case, and what the shell pushes. */
import * as api from '$/lib/api';
import type { OpenView, OpenRequest, Picked, Push, Start } from '$/lib/shell';
import type { Settings } from '$/lib/bindings';
import { locale, preferred } from '$/words/index.svelte';
import { masks } from './masks.svelte';
import { notices } from './notices.svelte';
import { router } from './route.svelte';
import { scanning } from './scanning.svelte';

class Session {
  start: Start | null = $state.raw(null);
  open: OpenView | null = $state.raw(null);
  /** Grows when the case has something new to show. */
  revision = $state(0);
  /** True while files hang over the window. */
  dragging = $state(false);
  /** Files given before a case was opened: they wait for the choice of keeping. */
  waiting: readonly Picked[] = $state.raw([]);

  async connect(): Promise<void> {
    const start = await api.connect((push) => this.#heard(push));
    this.start = start;
    this.apply(start.settings);
    if (start.open) this.#entered(start.open, 'overview');
    else if (start.practice) await this.enter({ how: 'practice' });
  }

  /** Takes settings over into the page. */
  apply(settings: Settings): void {
    locale.use(settings.language || preferred());
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const theme = settings.theme === 'system' ? (dark.matches ? 'dark' : 'light') : settings.theme;
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.style.setProperty('--text-scale', String((settings.text_percent || 100) / 100));
  }

  async settle(changes: Partial<Settings>): Promise<void> {
    if (!this.start) return;
    const settings = { ...this.start.settings, ...changes };
    this.start = { ...this.start, settings, cases: settings.remember_cases ? this.start.cases : [] };
    this.apply(settings);
    await api.settle(settings);
  }

  async pick(what: 'files' | 'folder'): Promise<void> {
    this.#given(await api.pick(what));
  }

  /** Looks at the sources of the case again: at all, those read as other countries, or one. */
  async lookAgain(which: Parameters<typeof api.again>[0] = { again: 'all' }): Promise<void> {
    const sources = await api.again(which);
    if (sources > 0) router.go({ screen: 'add' });
    else notices.say(locale.words.changes.againNone);
  }

  /** The open case is unlocked in another way from now on. */
  async unlockBy(way: Parameters<typeof api.wayIn>[0]): Promise<void> {
    this.open = await api.wayIn(way);
  }

  /** New cases are made in a folder that the person picks, or in the usual one; false where they changed their mind. */
  async makeCasesIn(where: 'usual' | 'picked'): Promise<boolean> {
    const picked = where === 'usual' ? [] : await api.pick('cases_folder');
    if (!this.start || (where === 'picked' && picked.length === 0)) return false;
    const folder = await api.makeCasesIn(picked[0]?.handle ?? null);
    const settings = { ...this.start.settings, cases_folder: where === 'usual' ? null : folder };
    this.start = { ...this.start, settings, cases_folder: folder };
    return true;
  }

  /** Opens a case and reads what waits for it. */
  async enter(request: OpenRequest): Promise<void> {
    const open = await api.open(request);
    const waiting = this.waiting.map(({ handle }) => handle);
    this.waiting = [];
    const reads = waiting.length > 0 || request.how === 'practice';
    this.#entered(open, reads ? 'add' : 'overview');
    if (waiting.length > 0) await api.scan(waiting);
  }

  /** What the open case is called. */
  get name(): string {
    if (!this.open) return '';
    const { practice, name } = this.open;
    return practice ? locale.words.rail.practice : name || locale.words.rail.ephemeral;
  }

  changed(): void {
    this.revision += 1;
  }

  #entered(open: OpenView, screen: 'add' | 'overview'): void {
    this.open = open;
    this.changed();
    router.restart({ screen });
  }

  #given(picked: readonly Picked[]): void {
    if (picked.length === 0) return;
    if (!this.open) {
      this.waiting = picked;
      return;
    }
    router.go({ screen: 'add' });
    api.scan(picked.map(({ handle }) => handle)).catch(notices.trouble);
  }

  #heard(push: Push): void {
    switch (push.push) {
      case 'over':
        this.dragging = push.over;
        break;
      case 'dropped':
        this.dragging = false;
        this.#given(push.picked);
        break;
      case 'progress':
        if (scanning.take(push.progress)) this.changed();
        break;
    }
  }
}

export const session = new Session();

/** Locks when nobody has touched the window for a while, and masks when it loses focus. */
export function watchIdle(target: Window): void {
  let last = Date.now();
  const touched = () => (last = Date.now());
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
    target.addEventListener(kind, touched, { passive: true });
  target.addEventListener('keydown', () => scanning.typed(), { passive: true });
  target.addEventListener('blur', () => masks.hide());
  target.document.addEventListener('visibilitychange', () => target.document.hidden && masks.hide());
  setInterval(() => {
    const minutes = session.start?.settings.lock_after_minutes ?? 0;
    // A case that is only in memory would be gone; it is masked like any other, and never locked behind the back.
    const kept = session.open !== null && !session.open.locks.includes('ephemeral');
    if (kept && minutes > 0 && !scanning.running && Date.now() - last > minutes * 60_000) {
      masks.hide();
      last = Date.now();
      api.lock().catch(notices.trouble);
    }
  }, 5_000);
}
