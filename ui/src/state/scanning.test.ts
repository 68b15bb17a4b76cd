/** Which rows of a scan are seen, and when. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { FileProgress, ScanProgress } from '$/lib/bindings';

beforeEach(() => {
  // A window that was opened this moment: its clock stands at nought.
  vi.useFakeTimers({ now: 0 });
  vi.resetModules();
});

const fresh = async () => (await import('./scanning.svelte')).scanning;

const progress = (phase: ScanProgress['phase'], ...files: number[]) =>
  ({ phase, records: 0, files_done: 0, changed: files.map((file) => ({ file }) as FileProgress) }) as ScanProgress;

test('the first rows are seen at once, however young the window is', async () => {
  const scanning = await fresh();
  scanning.take(progress('reading', 0, 1));
  expect(scanning.files.length).toBe(2);
});

test('rows that came in a pause are seen when it is over, without another word', async () => {
  const scanning = await fresh();
  scanning.take(progress('reading', 0));
  scanning.take(progress('reading', 1));
  scanning.take(progress('reading', 2));
  expect(scanning.files.length).toBe(1);
  vi.advanceTimersByTime(500);
  expect(scanning.files.length).toBe(3);
});

test('the end is seen at once', async () => {
  const scanning = await fresh();
  scanning.take(progress('reading', 0));
  scanning.take(progress('done', 1));
  expect(scanning.files.length).toBe(2);
});
