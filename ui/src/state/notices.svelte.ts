/** Short notices that say what happened; heard as well as seen. */
import { locale } from '$/words/index.svelte';

export interface Notice {
  id: number;
  text: string;
  bad: boolean;
}

class Notices {
  all: readonly Notice[] = $state.raw([]);
  #next = 0;

  say(text: string, bad = false): void {
    const id = (this.#next += 1);
    this.all = [...this.all.slice(-2), { id, text, bad }];
    // What went wrong stays until it is closed.
    if (!bad) setTimeout(() => this.close(id), 5000);
  }

  close(id: number): void {
    this.all = this.all.filter((notice) => notice.id !== id);
  }

  /** For `catch`. */
  trouble = (error: unknown): void => this.say(locale.trouble(error), true);
}

export const notices = new Notices();
