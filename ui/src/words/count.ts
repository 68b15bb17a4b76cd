/** Counts and plurals, also where the system names no usable locale. */

function safely<T>(make: () => T, otherwise: T): T {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

const formats = new Map<string, Intl.NumberFormat | null>();
const rules = new Map<string, Intl.PluralRules | null>();

/** `12,345`, in the manner of the language. */
export function count(language: string, value: number): string {
  let format = formats.get(language);
  if (format === undefined) {
    format = safely(() => new Intl.NumberFormat(language), null);
    formats.set(language, format);
  }
  return format ? format.format(value) : String(value);
}

/** Which plural form the language uses for a count. */
export function plural(language: string, value: number): Intl.LDMLPluralRule {
  let rule = rules.get(language);
  if (rule === undefined) {
    rule = safely(() => new Intl.PluralRules(language), null);
    rules.set(language, rule);
  }
  return rule ? rule.select(value) : value === 1 ? 'one' : 'other';
}

/** `3.4 MB`: one figure after the point below ten, none above. */
export function bytes(language: string, value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let size = value;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const rounded = size < 10 && unit > 0 ? Math.round(size * 10) / 10 : Math.round(size);
  return `${count(language, rounded)} ${units[unit]}`;
}

const clocks = new Map<string, Intl.DateTimeFormat | null>();

/** A moment by this computer's clock, day and minute. */
export function moment(language: string, unixMs: number): string {
  let clock = clocks.get(language);
  if (clock === undefined) {
    clock = safely(() => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }), null);
    clocks.set(language, clock);
  }
  return clock ? clock.format(unixMs) : new Date(unixMs).toISOString().slice(0, 16).replace('T', ' ');
}

const regions = new Map<string, Intl.DisplayNames | null>();

/** A country's name; its code where the language has none. */
export function country(language: string, code: string): string {
  let names = regions.get(language);
  if (names === undefined) {
    names = safely(() => new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }), null);
    regions.set(language, names);
  }
  return safely(() => names?.of(code), undefined) ?? code;
}
