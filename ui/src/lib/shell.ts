/** The types of what the shell itself says, generated from `src-tauri/src/views.rs`. Do not edit. */
import type { CaseRow, LockKind, RuleView, ScanProgress, Settings } from './bindings';

export type Start = { 
/**
 * The program's version.
 */
version: string, 
/**
 * True where the kernel refuses network sockets to this program.
 */
offline_enforced: boolean, 
/**
 * For all cases.
 */
settings: Settings, 
/**
 * The user's own folder, as words; empty where the system names none.
 */
home: string, 
/**
 * Where new cases are made, as words.
 */
cases_folder: string, 
/**
 * Recent cases.
 */
cases: Array<CaseRow>, 
/**
 * True where this computer has a keychain to offer.
 */
keychain: boolean, 
/**
 * The open case, for a page that comes anew.
 */
open: OpenView | null, 
/**
 * True where the program was started to show the practice case.
 */
practice: boolean, 
/**
 * How to export, for each format that has a service.
 */
guides: Array<Guide>, 
/**
 * The rules of findings, for their pages.
 */
rules: Array<RuleView>, };

export type Guide = { 
/**
 * The format's id.
 */
id: string, 
/**
 * What it is.
 */
name: string, 
/**
 * Whose messages it holds.
 */
service: string, };

export type OpenView = { 
/**
 * The folder's name.
 */
name: string, 
/**
 * Where it is, as words; empty for a case in memory.
 */
folder: string, 
/**
 * How it is unlocked.
 */
locks: Array<LockKind>, 
/**
 * True for the practice case.
 */
practice: boolean, };

export type Picked = { 
/**
 * Good for one scan.
 */
handle: number, 
/**
 * Its name, made visible.
 */
name: string, 
/**
 * True for a folder.
 */
folder: boolean, 
/**
 * Its size, for a file.
 */
bytes: number | null, };

export type Wanted = "files" | "folder" | "cases_folder";

export type OpenRequest = { "how": "practice" } | { "how": "ephemeral" } | { "how": "new", 
/**
 * Its name.
 */
name: string, 
/**
 * What unlocks it.
 */
passphrase: string, 
/**
 * True where this computer's keychain shall unlock it, too.
 */
keychain: boolean, } | { "how": "known", 
/**
 * Its handle.
 */
id: string, 
/**
 * What unlocks it; none asks the keychain.
 */
passphrase: string | null, };

export type WayIn = { "way": "keychain", 
/**
 * The passphrase, which proves that it may be.
 */
passphrase: string, } | { "way": "no_keychain" } | { "way": "passphrase", 
/**
 * The one until now.
 */
old: string, 
/**
 * The one from now on.
 */
new: string, };

export type Steer = { "steer": "pause" } | { "steer": "resume" } | { "steer": "stop" } | { "steer": "skip", 
/**
 * Its handle within the scan.
 */
file: number, } | { "steer": "password", 
/**
 * Its handle within the scan.
 */
file: number, 
/**
 * As typed.
 */
password: string, };

export type Push = { "push": "over", 
/**
 * Which of the two.
 */
over: boolean, } | { "push": "dropped", 
/**
 * Which.
 */
picked: Array<Picked>, } | { "push": "progress", 
/**
 * How far it is.
 */
progress: ScanProgress, };

export type Trouble = { "trouble": "busy" } | { "trouble": "passphrase" } | { "trouble": "wrong_passphrase" } | { "trouble": "no_case" } | { "trouble": "nothing_given" } | { "trouble": "too_many" } | { "trouble": "inside" } | { "trouble": "case_gone" } | { "trouble": "no_data_folder" } | { "trouble": "no_free_name" } | { "trouble": "odd_name" } | { "trouble": "clipboard" } | { "trouble": "practice" } | { "trouble": "core", 
/**
 * In English; a name in it stands as `{}`. The window knows most by these words.
 */
message: string, 
/**
 * What stands there.
 */
about: string, };
