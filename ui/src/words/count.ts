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
