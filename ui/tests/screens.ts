/** Every screen, and how to get there. */
import type { Page } from 'playwright-core';

const click = (testid: string) => async (page: Page) => page.getByTestId(testid).first().click();
const then =
  (...steps: ((page: Page) => Promise<unknown>)[]) =>
  async (page: Page) => {
    for (const step of steps) await step(page);
  };
const press = (key: string) => async (page: Page) => page.keyboard.press(key);

export interface Scene {
  name: string;
  open: boolean;
  /** With a case that is kept. */
  kept?: true;
  go: (page: Page) => Promise<unknown>;
  /** Shown once the screen has its content. */
  shows: string;
}

export const scenes: Scene[] = [
  { name: 'start', open: false, go: async () => {}, shows: 'drop-area' },
  { name: 'unlock', open: false, go: click('recent-case'), shows: 'unlock' },
  { name: 'keep', open: false, go: then(click('pick-files'), click('keep-passphrase')), shows: 'keep-new-passphrase' },
  { name: 'overview', open: true, go: async () => {}, shows: 'sentence' },
  { name: 'whose', open: true, go: click('to-whose'), shows: 'suggestion' },
  { name: 'findings', open: true, go: then(click('rail-findings'), press('j')), shows: 'evidence' },
  { name: 'numbers', open: true, go: click('rail-numbers'), shows: 'numbers-row' },
  { name: 'number', open: true, go: then(click('rail-numbers'), click('numbers-row')), shows: 'month-strip' },
  {
    name: 'number-why',
    open: true,
    go: then(click('rail-numbers'), click('numbers-row'), click('mentions-row')),
    shows: 'why-bytes',
  },
  {
    name: 'mentions',
    open: true,
    go: async (page) => page.getByTestId('clause').nth(1).click(),
    shows: 'mentions-row',
  },
  { name: 'conversations', open: true, go: click('rail-conversations'), shows: 'conversations-row' },
  {
    name: 'reader',
    open: true,
    go: then(click('rail-conversations'), click('conversations-row'), press(']')),
    shows: 'mention',
  },
  {
    name: 'reader-why',
    open: true,
    go: then(click('rail-conversations'), click('conversations-row'), press(']'), press('w')),
    shows: 'why-bytes',
  },
  { name: 'sources', open: true, go: then(click('rail-sources'), click('source-open')), shows: 'entry' },
  {
    name: 'changes',
    open: true,
    go: then(click('rail-sources'), click('to-changes'), click('changed-edited')),
    shows: 'changed-messages',
  },
  {
    name: 'changes-first',
    open: true,
    go: then(click('rail-sources'), click('to-changes'), async (page) => page.getByTestId('scan').selectOption('0')),
    shows: 'empty',
  },
  {
    name: 'reveal-many',
    open: true,
    kept: true,
    go: then(click('rail-numbers'), click('reveal-all')),
    shows: 'reveal-passphrase',
  },
  {
    name: 'settings-kept',
    open: true,
    kept: true,
    go: click('rail-settings'),
    shows: 'case-folder',
  },
  {
    name: 'way-in',
    open: true,
    kept: true,
    go: then(click('rail-settings'), click('change-passphrase')),
    shows: 'way-in-new',
  },
  {
    name: 'search',
    open: true,
    go: then(press('Control+k'), async (page) => page.getByTestId('search-field').fill('call')),
    shows: 'found-message',
  },
  { name: 'settings', open: true, go: click('rail-settings'), shows: 'theme' },
  { name: 'help', open: true, go: click('rail-help'), shows: 'guide' },
  { name: 'keys', open: true, go: press('?'), shows: 'keys' },
  {
    name: 'add',
    open: true,
    go: async (page) => {
      await page.evaluate(() =>
        window.stage.progress({
          changed: [
            {
              file: 0,
              path: '/home/robin/WhatsApp Chat.zip',
              state: 'read',
              recognised: 'WhatsApp chat',
              other_kinds: 0,
              reason: 'lines begin with a date, a time and a sender, the way WhatsApp exports a chat',
              bytes: 48_120,
              bytes_done: 48_120,
              entries: 2,
              records: 402,
              mentions: 16,
              problems: 1,
              dates: ['2026-03-05 14:00:11', '2026-03-14 14:39:11'],
              zero_yield: false,
              shapes: [],
              why: null,
            },
            {
              file: 1,
              path: '/home/robin/chatgpt-export.zip',
              state: 'reading',
              recognised: 'ChatGPT export',
              other_kinds: 0,
              reason: 'conversations.json with a mapping',
              bytes: 900_000,
              bytes_done: 372_000,
              entries: 3,
              records: 120,
              mentions: 3,
              problems: 0,
              dates: null,
              zero_yield: false,
              shapes: [],
              why: null,
            },
            {
              file: 2,
              path: '/home/robin/notes.json',
              state: 'read',
              recognised: '',
              other_kinds: 0,
              reason: '',
              bytes: 512,
              bytes_done: 512,
              entries: 1,
              records: 0,
              mentions: 0,
              problems: 0,
              dates: null,
              zero_yield: true,
              shapes: ['aaaa: 000', 'aa 00'],
              why: { what: ['a record is not well-formed'], rest: { rest: 'nothing' } },
            },
          ],
        }),
      );
      await page.getByTestId('scan-strip').click();
    },
    shows: 'file',
  },
];

export async function reach(page: Page, scene: Scene): Promise<void> {
  await scene.go(page);
  await page.getByTestId(scene.shows).first().waitFor();
}
