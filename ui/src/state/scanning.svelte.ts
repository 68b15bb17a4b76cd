/** The scan as it runs: totals, and a row for each file. */
import type { FileProgress, ScanProgress } from '$/lib/bindings';

const ENDED = ['done', 'cancelled', 'failed'];
/** How often screens may ask again while a scan runs. */
const REFRESH_MS = 1500;

class Scanning {
  now: ScanProgress | null = $state.raw(null);
  /** By handle; holes where a file was not said yet. */
  files: readonly (FileProgress | undefined)[] = $state.raw([]);

  #refreshed = 0;
  #files: (FileProgress | undefined)[] = [];

  get running(): boolean {
    return this.now !== null && !ENDED.includes(this.now.phase);
  }

  get percent(): number {
    const now = this.now;
    return !now || now.bytes === 0 ? 0 : Math.min(100, Math.floor((now.bytes_done / now.bytes) * 100));
  }

  /** Takes a picture of the scan; true where screens should ask again. */
  take(progress: ScanProgress): boolean {
    if (!this.running && progress.phase === 'survey') this.#files = [];
    for (const file of progress.changed) this.#files[file.file] = file;
    this.files = this.#files.slice();
    const before = this.now;
    this.now = progress;
    const ended = ENDED.includes(progress.phase);
    const grew = progress.records !== (before?.records ?? 0) || progress.files_done !== (before?.files_done ?? 0);
    if (ended || (grew && performance.now() - this.#refreshed > REFRESH_MS)) {
      this.#refreshed = performance.now();
      return true;
    }
    return false;
  }
}

export const scanning = new Scanning();
