/** The scan as it runs: totals, and a row for each file. */
import type { FileProgress, ScanProgress } from '$/lib/bindings';

const ENDED = ['done', 'cancelled', 'failed'];
/** How often screens may ask again while a scan runs … */
const REFRESH_MS = 1500;
/** … and which part of its time they wait at least: what they ask takes longer as the case grows. */
const REFRESH_PART = 0.2;
/** How often the rows of files may change places. */
const ROWS_MS = 500;
/** Whoever pressed a key that shortly ago is typing: screens wait with their questions. */
const TYPING_MS = 700;

class Scanning {
  now: ScanProgress | null = $state.raw(null);
  /** By handle; holes where a file was not said yet. */
  files: readonly (FileProgress | undefined)[] = $state.raw([]);

  #began = 0;
  #refreshed = -Infinity;
  #shown = -Infinity;
  #later: ReturnType<typeof setTimeout> | undefined;
  #typed = -Infinity;
  #files: (FileProgress | undefined)[] = [];
  /** How far the scan was when the screens asked last. */
  #told = { records: 0, files: 0 };

  get running(): boolean {
    return this.now !== null && !ENDED.includes(this.now.phase);
  }

  get percent(): number {
    const now = this.now;
    return !now || now.bytes === 0 ? 0 : Math.min(100, Math.floor((now.bytes_done / now.bytes) * 100));
  }

  /** Takes a picture of the scan; true where screens should ask again. */
  take(progress: ScanProgress): boolean {
    const at = performance.now();
    if (!this.running && progress.phase === 'survey') {
      this.#began = at;
      this.#files = [];
      this.#told = { records: 0, files: 0 };
    }
    for (const file of progress.changed) this.#files[file.file] = file;
    const ended = ENDED.includes(progress.phase);
    const wait = ended ? 0 : this.#shown + ROWS_MS - at;
    if (wait <= 0) this.#show();
    // The last word before a pause or a long silence has to be seen too.
    else this.#later ??= setTimeout(() => this.#show(), wait);
    const before = this.#told;
    this.now = progress;
    const grew = progress.records !== before.records || progress.files_done !== before.files;
    const pause = Math.max(REFRESH_MS, (at - this.#began) * REFRESH_PART);
    if (ended || (grew && at - this.#refreshed > pause && at - this.#typed > TYPING_MS)) {
      this.#refreshed = at;
      this.#told = { records: progress.records, files: progress.files_done };
      return true;
    }
    return false;
  }

  #show(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    this.#shown = performance.now();
    this.files = this.#files.slice();
  }

  /** A key was pressed. */
  typed(): void {
    this.#typed = performance.now();
  }
}

export const scanning = new Scanning();
