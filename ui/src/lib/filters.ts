/** Filters that filter nothing. */
import type { MentionFilter } from './bindings';

export const noFilter: MentionFilter = {
  number: null,
  owner: null,
  appearance: null,
  place: null,
  role: null,
  certainty: null,
  class: null,
  source: null,
  conversation: null,
  service: null,
  month: null,
};
