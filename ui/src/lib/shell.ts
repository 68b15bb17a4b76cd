/** The types of what the shell itself says, generated from `src-tauri/src/views.rs`. Do not edit. */
import type { CaseRow, LockKind, RuleView, ScanProgress, Settings } from './bindings';

export type Start = {
  version: string;
  offline_enforced: boolean;
  settings: Settings;
  cases: Array<CaseRow>;
  keychain: boolean;
  open: OpenView | null;
  guides: Array<Guide>;
  rules: Array<RuleView>;
};

export type Guide = { id: string; name: string; service: string; how_to_export: string };

export type OpenView = { name: string; locks: Array<LockKind>; practice: boolean };

export type Picked = { handle: number; name: string; folder: boolean; bytes: number | null };

export type Wanted = 'files' | 'folder';

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
  | { push: 'dropped'; picked: Array<Picked> }
  | { push: 'progress'; progress: ScanProgress };
