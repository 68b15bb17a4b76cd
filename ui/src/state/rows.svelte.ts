/** Rows of a long list, fetched by the page as they come into view. */
import type { Page, PageRequest } from '$/lib/bindings';

const PAGE = 200;

export class Rows<T> {
  total = $state(0);
  /** True until the first answer. */
  waiting = $state(true);
  error: unknown = $state.raw(null);

  #fetch: (page: PageRequest) => Promise<Page<T>>;
  #pages: ReadonlyMap<number, readonly T[]> = $state.raw(new Map());
  #asked = new Set<number>();
  #round = 0;
  #near: [number, number] = [0, 50];

  constructor(fetch: (page: PageRequest) => Promise<Page<T>>) {
    this.#fetch = fetch;
  }

  at(index: number): T | undefined {
    return this.#pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Makes sure that these rows are there, or on their way. */
  want(first: number, last: number): void {
    this.#near = [first, last];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page += 1) {
      if (!this.#asked.has(page)) void this.#load(page);
    }
  }

  /** Asks again; what is shown stays until the answer is there, so that nothing jumps. */
  reload(fetch?: (page: PageRequest) => Promise<Page<T>>): void {
    if (fetch) this.#fetch = fetch;
    this.#round += 1;
    this.#asked.clear();
    this.want(...this.#near);
  }

  async #load(page: number): Promise<void> {
    const round = this.#round;
    this.#asked.add(page);
    try {
      const answer = await this.#fetch({ offset: page * PAGE, limit: PAGE });
      if (round !== this.#round) return;
      const pages = new Map(this.#pages);
      pages.set(page, answer.rows);
      // Pages far from what is shown are let go.
      if (pages.size > 12) {
        const here = Math.floor(this.#near[0] / PAGE);
        const [farthest] = [...pages.keys()].toSorted((a, b) => Math.abs(b - here) - Math.abs(a - here));
        pages.delete(farthest!);
        this.#asked.delete(farthest!);
      }
      this.#pages = pages;
      this.total = answer.total;
      this.error = null;
    } catch (error) {
      if (round === this.#round) this.error = error;
    } finally {
      if (round === this.#round) this.waiting = false;
    }
  }
}
