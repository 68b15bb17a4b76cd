/** What is revealed at this moment, and for how long. Digits live here and nowhere else on the page. */
import * as api from '$/lib/api';
import { SvelteMap } from 'svelte/reactivity';

/** How long a pinned reveal lasts. */
const PINNED_MS = 20_000;

class Masks {
  /** Presentation mode: names are masked, too. */
  names = $state(false);
  /** Seconds until a pinned reveal ends; 0 where none is pinned. */
  pinned = $state(0);
  /** Numbers that are so many that they ask for the passphrase; a sheet asks for it while there are some. */
  asking: readonly number[] = $state.raw([]);

  #digits = new SvelteMap<number, string>();
  #inHand: number[] = [];
  #holding = false;
  #end = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** The digits of a number while it is revealed. */
  digits(number: number): string | undefined {
    return this.#digits.get(number);
  }

  /** A name as it may be shown: in presentation mode the first letter of each word, so that people stay apart. */
  name(name: string): string {
    return this.names ? name.replace(/(\p{L}|\p{N})(\p{L}|\p{M}|\p{N})*/gu, '$1•••') : name;
  }

  get any(): boolean {
    return this.#digits.size > 0;
  }

  /** The numbers that the key acts on: of the row or message in focus. */
  take(numbers: number[]): void {
    this.#inHand = numbers;
  }

  get inHand(): readonly number[] {
    return this.#inHand;
  }

  /** Reveals until [`release`](Masks.release). */
  async hold(numbers: readonly number[] = this.#inHand): Promise<void> {
    this.#holding = true;
    await this.#show(numbers, () => this.#holding || this.pinned > 0);
  }

  release(): void {
    this.#holding = false;
    if (this.pinned === 0) this.#digits.clear();
  }

  /** Reveals for twenty seconds. */
  async pin(numbers: readonly number[] = this.#inHand): Promise<void> {
    if (numbers.length === 0) return;
    this.#pin();
    await this.#show(numbers, () => this.pinned > 0);
  }

  /** Asks for the passphrase before so many numbers are revealed. */
  ask(numbers: readonly number[]): void {
    this.asking = numbers;
  }

  /** Reveals for twenty seconds what was asked for; a wrong passphrase is told by an error. */
  async say(passphrase: string): Promise<void> {
    const revealed = await api.reveal([...this.asking], passphrase);
    // The sheet may have been closed while the key was made.
    if (this.asking.length === 0) return;
    this.asking = [];
    this.#pin();
    for (const { number, digits } of revealed) this.#digits.set(number, digits);
  }

  #pin(): void {
    this.#end = Date.now() + PINNED_MS;
    this.pinned = PINNED_MS / 1000;
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      this.pinned = Math.max(0, Math.ceil((this.#end - Date.now()) / 1000));
      if (this.pinned === 0) this.hide();
    }, 250);
  }

  /** Back to masks: on blur, lock, idle and a change of screen. */
  hide(): void {
    this.#holding = false;
    this.pinned = 0;
    this.asking = [];
    clearInterval(this.#timer);
    this.#digits.clear();
  }

  /** Shows digits unless the reveal ended while they were fetched. */
  async #show(numbers: readonly number[], wanted: () => boolean): Promise<void> {
    if (numbers.length === 0) return;
    const asked = [...new Set(numbers)];
    const revealed = await api.reveal(asked).catch((error: unknown) => {
      this.hide();
      if (api.trouble(error).trouble !== 'passphrase') throw error;
      this.ask(asked);
      return [];
    });
    if (!wanted()) return;
    for (const { number, digits } of revealed) this.#digits.set(number, digits);
  }
}

export const masks = new Masks();
