/** The types of what the shell itself says. */
import type { CaseRow, LockKind, ScanProgress, Settings } from './bindings';

export type Start = {
  version: string;
  platform: string;
  offline_enforced: boolean;
  settings: Settings;
  cases: CaseRow[];
  keychain: boolean;
  open: OpenCase | null;
  guides: Guide[];
};
export type Guide = { id: string; name: string; service: string; how_to_export: string };
export type OpenCase = { name: string; locks: LockKind[]; practice: boolean };
export type Picked = { handle: number; name: string; folder: boolean; bytes: number | null };
export type OpenRequest =
  | { how: 'practice' }
  | { how: 'ephemeral' }
  | { how: 'new'; name: string; passphrase: string; keychain: boolean }
  | { how: 'known'; id: string; passphrase: string | null };
export type Steer =
  | { steer: 'pause' }
  | { steer: 'resume' }
  | { steer: 'stop' }
  | { steer: 'skip'; file: number }
  | { steer: 'password'; file: number; password: string };
export type Push =
  | { push: 'over'; over: boolean }
  | { push: 'dropped'; picked: Picked[] }
  | { push: 'progress'; progress: ScanProgress };
