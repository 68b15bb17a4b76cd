/** Which screen is shown, and the way back. */
import type { FindingFilter, MentionFilter, NumberFilter, Target } from '$/lib/bindings';

export type Route =
  | { screen: 'start' }
  | { screen: 'add' }
  | { screen: 'whose' }
  | { screen: 'overview' }
  | { screen: 'findings'; filter?: Partial<FindingFilter> }
  | { screen: 'numbers'; filter?: Partial<NumberFilter> }
  | { screen: 'number'; number: number }
  | { screen: 'conversations' }
  | { screen: 'mentions'; filter: Partial<MentionFilter> }
  | { screen: 'reader'; conversation: number; message?: number; mention?: number }
  | { screen: 'sources'; source?: number }
  | { screen: 'changes'; scan?: number }
  | { screen: 'search'; query: string }
  | { screen: 'settings' }
  | { screen: 'help'; page?: string };

export type Screen = Route['screen'];

/** Where a link of the core leads. */
export function routeOf(target: Target | { kind: 'findings'; filter: Partial<FindingFilter> }): Route {
  switch (target.kind) {
    case 'findings':
      return { screen: 'findings', filter: target.filter };
    case 'number':
      return { screen: 'number', number: target.number };
    case 'numbers':
      return { screen: 'numbers', filter: target.filter };
    case 'mentions':
      return { screen: 'mentions', filter: target.filter };
    case 'conversation':
      return target.message === null
        ? { screen: 'reader', conversation: target.conversation }
        : { screen: 'reader', conversation: target.conversation, message: target.message };
    case 'sources':
      return target.source === null ? { screen: 'sources' } : { screen: 'sources', source: target.source };
    case 'owners':
      return { screen: 'whose' };
    case 'proof':
      return { screen: 'help', page: 'proof' };
  }
}

class Router {
  now: Route = $state.raw({ screen: 'start' });
  #trail: Route[] = $state.raw([]);

  get canGoBack(): boolean {
    return this.#trail.length > 0;
  }

  go(to: Route): void {
    // Remember where we were, not every step on the spot.
    if (this.now.screen !== to.screen || JSON.stringify(this.now) !== JSON.stringify(to)) {
      this.#trail = [...this.#trail.slice(-49), this.now];
    }
    this.now = to;
  }

  /** Changes what the screen shows without a step back to the former state. */
  refine(to: Route): void {
    this.now = to;
  }

  back(): void {
    const last = this.#trail.at(-1);
    if (!last) return;
    this.#trail = this.#trail.slice(0, -1);
    this.now = last;
  }

  /** Forgets the way here: after opening, locking or closing a case. */
  restart(at: Route): void {
    this.#trail = [];
    this.now = at;
  }
}

export const router = new Router();
