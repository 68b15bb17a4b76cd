/** A window of a conversation's messages around what is being read. */
import * as api from '$/lib/api';
import type { ConversationPage, ConversationRow, AuthorView, MessageView } from '$/lib/bindings';

/** Messages fetched at a time, and kept on the page at most. */
const STEP = 60;
const MOST = 240;

export class Reading {
  row: ConversationRow | null = $state.raw(null);
  participants: readonly AuthorView[] = $state.raw([]);
  messages: readonly MessageView[] = $state.raw([]);
  /** Places, from 0, of messages with a mention; ordered. */
  mentionedAt: readonly number[] = $state.raw([]);
  /** Place of the first message of the window. */
  offset = $state(0);

  #conversation: number;
  #busy = false;

  constructor(conversation: number) {
    this.#conversation = conversation;
  }

  get total(): number {
    return this.row?.messages ?? 0;
  }

  get end(): number {
    return this.offset + this.messages.length;
  }

  /** Starts anew around a place. */
  async around(place: number): Promise<void> {
    const page = await this.#fetch(Math.max(0, place - STEP / 2), STEP);
    this.#take(page);
    this.messages = page.messages;
    this.offset = page.offset;
  }

  /** Adds what comes after; the far side is let go. True where something was added. */
  async after(): Promise<boolean> {
    if (this.#busy || this.end >= this.total) return false;
    this.#busy = true;
    try {
      const page = await this.#fetch(this.end, STEP);
      if (page.messages.length === 0) return false;
      const all = [...this.messages, ...page.messages];
      const gone = Math.max(0, all.length - MOST);
      this.messages = all.slice(gone);
      this.offset += gone;
      return true;
    } finally {
      this.#busy = false;
    }
  }

  /** Adds what comes before. */
  async before(): Promise<boolean> {
    if (this.#busy || this.offset === 0) return false;
    this.#busy = true;
    try {
      const from = Math.max(0, this.offset - STEP);
      const page = await this.#fetch(from, this.offset - from);
      if (page.messages.length === 0) return false;
      this.messages = [...page.messages, ...this.messages].slice(0, MOST);
      this.offset = page.offset;
      return true;
    } finally {
      this.#busy = false;
    }
  }

  /** The place of the next message with a mention after a place, or before it. */
  mentioned(from: number, way: 1 | -1): number | undefined {
    return way === 1
      ? this.mentionedAt.find((place) => place > from)
      : this.mentionedAt.findLast((place) => place < from);
  }

  async #fetch(offset: number, limit: number): Promise<ConversationPage> {
    return api.conversation(this.#conversation, { offset, limit });
  }

  #take(page: ConversationPage): void {
    this.row = page.row;
    this.participants = page.participants;
    this.mentionedAt = page.mentioned_at;
  }
}
