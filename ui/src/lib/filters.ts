/** Filters that filter nothing. */
import type { FindingFilter, MentionFilter } from './bindings';

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

export const anyFinding: FindingFilter = {
  kind: null,
  number: null,
  owner: null,
  origin: null,
  flag: null,
  certainty: null,
  source: null,
  conversation: null,
  service: null,
  triage: null,
  unsupplied: false,
};
