/** Who speaks, in words. */
import type { Words } from '$/words/index.svelte';
import type { AuthorView, Role } from './bindings';

/** The name, or what is known of somebody without one. */
export function authorOf(words: Words, author: AuthorView | null, role: Role): string {
  if (author?.name) return author.name;
  if (author?.you) return words.reader.you;
  return author && role === 'person' ? words.app.unknown : words.role[role];
}
