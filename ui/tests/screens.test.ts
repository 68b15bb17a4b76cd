/** Every screen, in both themes: accessible, without an error, without a refusal of the content policy. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leave, raise, stage, strike, wrongs, type Wanted } from './browser';
import { reach, scenes } from './screens';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(raise);
afterAll(strike);

const looks: (Wanted & { look: string })[] = [
  { look: 'light', theme: 'light' },
  { look: 'dark', theme: 'dark', width: 900, height: 600 },
  { look: 'german', language: 'de' },
];

describe.each(looks)('$look', (look) => {
  test.each(scenes)('$name', async (scene) => {
    const page = await stage({ ...look, open: scene.open, kept: scene.kept ?? false });
    await reach(page, scene);
    // Evaluated, not injected: the content policy stays as it is.
    await page.evaluate(axe);
    const results = await page.evaluate(() =>
      (window as never as { axe: { run: (context: Document, options: object) => Promise<AxeResults> } }).axe.run(
        document,
        {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
        },
      ),
    );
    const shots = process.env['TELTALE_SHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/${scene.name}-${look.look}.png` });
    const found = results.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
    expect(found).toEqual([]);
    expect(await wrongs(page)).toEqual([]);
    await leave(page);
  });
});
