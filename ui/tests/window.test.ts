/** What people do: masks, keys, search, languages, large text, long lists, strangers' text. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostile } from './fixture';
import { leave, raise, stage, strike, wrongs, type Wanted } from './browser';
import { reach, scenes } from './screens';

beforeAll(raise);
afterAll(strike);

async function on(wanted: Wanted, act: (page: Page) => Promise<void>): Promise<void> {
  const page = await stage(wanted);
  try {
    await act(page);
    expect(await wrongs(page)).toEqual([]);
  } finally {
    await leave(page);
  }
}

const scene = (name: string) => scenes.find((one) => one.name === name)!;
const calls = (page: Page, command: string) =>
  page.evaluate(
    (wanted) => window.stage.calls.filter((call) => call.command === wanted).map((call) => call.args),
    command,
  );
const shown = (page: Page, testid: string) => page.getByTestId(testid).first().innerText();

test('a number is masked until the key is held, and masked again when it is let go', () =>
  on({}, async (page) => {
    await reach(page, scene('number'));
    const heading = page.getByTestId('number-heading');
    expect(await heading.innerText()).toContain('+44 •••• ••••23');
    expect(await page.content()).not.toContain('900123');
    await page.keyboard.down('r');
    await heading.getByText('+447700900123').waitFor();
    expect(await calls(page, 'reveal')).toEqual([{ numbers: [1], passphrase: null }]);
    await page.keyboard.up('r');
    await heading.getByText('+44 •••• ••••23').waitFor();
    expect(await page.content()).not.toContain('900123');
  }));

test('a pinned reveal ends with the focus of the window', () =>
  on({}, async (page) => {
    await reach(page, scene('number'));
    await page.getByTestId('pin').click();
    await page.getByTestId('number-heading').getByText('+447700900123').waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.getByTestId('number-heading').getByText('+44 •••• ••••23').waitFor();
  }));

test('copying gives the mask, also while digits are shown', () =>
  on({}, async (page) => {
    await reach(page, scene('number'));
    await page.getByTestId('pin').click();
    await page.getByTestId('number-heading').getByText('+447700900123').waitFor();
    const copied = await page.evaluate(() => {
      getSelection()?.selectAllChildren(document.querySelector('[data-testid=number-heading]')!);
      const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), bubbles: true, cancelable: true });
      document.dispatchEvent(event);
      return event.clipboardData?.getData('text/plain');
    });
    expect(copied).toBe('+44 •••• ••••23');
  }));

test('a number is heard by its ending, digit by digit', () =>
  on({}, async (page) => {
    await reach(page, scene('numbers'));
    expect(await page.getByTestId('digits').first().locator('.only-heard').textContent()).toBe('number ending 2 3');
  }));

test('presentation mode masks names, too', () =>
  on({}, async (page) => {
    await reach(page, scene('conversations'));
    expect(await page.content()).toContain('Canal Walk');
    await page.keyboard.press('m');
    await page.getByText('C••• W••• n•••').first().waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Canal');
  }));

test('from the list to the words by keyboard alone', () =>
  on({}, async (page) => {
    await page.keyboard.press('3');
    await page.getByTestId('numbers-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('Enter');
    await page.getByTestId('mentions-row').first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByTestId('why-bytes').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('feed').waitFor();
    await page.waitForFunction(() => document.activeElement?.tagName === 'ARTICLE');
    const inView = await page.evaluate(() => {
      const [feed, article] = [
        document.querySelector('[data-testid=feed]')!.getBoundingClientRect(),
        document.activeElement!.getBoundingClientRect(),
      ];
      return article.top >= feed.top && article.bottom <= feed.bottom;
    });
    expect(inView).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByTestId('number-heading').waitFor();
  }));

test('the reader jumps between mentions and fetches what it needs', () =>
  on({}, async (page) => {
    await reach(page, scene('reader'));
    for (let jump = 0; jump < 15; jump += 1) await page.keyboard.press(']');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-place') === '382');
    expect(await page.locator('article').count()).toBeLessThanOrEqual(240);
    expect(await shown(page, 'mention-position')).toBe('message 16 of 16 with a number');
    await page.keyboard.press('[');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-place') === '357');
  }));

test('scrolling to the end of a conversation fetches to its end and keeps its place', () =>
  on({}, async (page) => {
    await reach(page, scene('reader'));
    const feed = page.getByTestId('feed');
    for (let turn = 0; turn < 60; turn += 1) {
      await feed.evaluate((element) => (element.scrollTop += element.clientHeight * 0.9));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      if (
        await page
          .getByText('The conversation ends here.')
          .isVisible()
          .catch(() => false)
      )
        break;
    }
    expect(await page.locator('article[data-place="399"]').count()).toBe(1);
    expect(await page.locator('article').count()).toBeLessThanOrEqual(240);
  }));

test('fifty thousand numbers are a few dozen rows', () =>
  on({ many: 50_000 }, async (page) => {
    await reach(page, scene('numbers'));
    expect(await shown(page, 'numbers-total')).toBe('50,000 numbers');
    expect(await page.getByTestId('numbers-row').count()).toBeLessThan(80);
    await page.getByTestId('numbers').press('End');
    await page.locator('[aria-rowindex="50001"]').waitFor();
    expect(await page.locator('[aria-rowindex="50001"]').innerText()).toContain('country open');
  }));

test('search takes numbers as numbers, and only the latest answer counts', () =>
  on({}, async (page) => {
    await page.keyboard.press('Control+k');
    const field = page.getByTestId('search-field');
    await field.pressSequentially('+44 7700', { delay: 5 });
    await page.getByTestId('found-number').waitFor();
    expect(await shown(page, 'search-kind')).toBe('Taken as a number');
    await field.fill('nothing');
    await page.getByTestId('empty').waitFor();
    expect(await shown(page, 'empty')).toContain('Nothing in this case matches “nothing”.');
    await field.fill('call');
    await page.getByTestId('found-message').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('feed').waitFor();
  }));

test("strangers' text is shown as it stands", () =>
  on({}, async (page) => {
    await reach(page, scene('conversations'));
    await page.getByText(hostile).first().waitFor();
    await page.keyboard.press('3');
    await page.getByText(hostile).first().waitFor();
    expect(await page.locator('main img').count()).toBe(0);
  }));

test('a wrong passphrase is said and costs nothing', () =>
  on({ open: false }, async (page) => {
    await page.getByTestId('recent-case').first().click();
    await page.getByTestId('passphrase').fill('wrong');
    await page.getByTestId('unlock-go').click();
    await page.getByTestId('unlock-wrong').waitFor();
    await page.getByTestId('passphrase').fill('correct horse');
    await page.getByTestId('unlock-go').click();
    await page.getByTestId('summary').waitFor();
  }));

test('dropped files ask how to be kept, then are read', () =>
  on({ open: false }, async (page) => {
    await page.evaluate(() =>
      window.stage.push({
        push: 'dropped',
        picked: [{ handle: 7, name: 'WhatsApp Chat.zip', folder: false, bytes: 48_120 }],
      }),
    );
    await page.getByTestId('keep-begin').click();
    await page.getByTestId('rail-overview').waitFor();
    expect(await calls(page, 'open')).toEqual([{ request: { how: 'ephemeral' } }]);
    expect(await calls(page, 'scan')).toEqual([{ handles: [7] }]);
  }));

test('no path crosses to the core', () =>
  on({}, async (page) => {
    for (const one of scenes.filter(({ name }) => ['numbers', 'sources', 'search', 'reader-why', 'add'].includes(name)))
      await reach(page, one);
    const all = JSON.stringify(await page.evaluate(() => window.stage.calls));
    expect(all).not.toMatch(/\/home|\/media|\\\\/);
  }));

test('the whole window reads from right to left', () =>
  on({ language: 'pseudo' }, async (page) => {
    await reach(page, scene('numbers'));
    const rail = await page.locator('nav').first().boundingBox();
    expect(rail!.x).toBeGreaterThan(1000);
    // Everything the screens say comes from the catalogue; what is left is data.
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll('nav .label, [role=columnheader], h1')]
        .map((element) => element.textContent!.trim())
        .filter((text) => text !== '' && !/^[‹–]/.test(text)),
    );
    expect(bare).toEqual([]);
    const shots = process.env['TELTALE_SHOTS'];
    if (shots) await page.screenshot({ path: `${shots}/numbers-rtl.png` });
  }));

test.each(['overview', 'numbers', 'number', 'reader-why', 'settings', 'start', 'whose'])(
  '%s holds text of twice the size',
  (name) =>
    on({ text: 200, open: name !== 'start' }, async (page) => {
      await reach(page, scene(name));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      const shots = process.env['TELTALE_SHOTS'];
      if (shots) await page.screenshot({ path: `${shots}/${name}-200.png` });
    }),
);

test('the help sheet lists what the table binds', () =>
  on({}, async (page) => {
    await page.keyboard.press('?');
    const sheet = await shown(page, 'keys');
    for (const words of ['Search', 'Reveal while held', 'Next message with a number', 'Lock'])
      expect(sheet).toContain(words);
    expect(sheet).not.toContain('Sixth screen');
    await page.keyboard.press('Escape');
    await page.getByTestId('keys').waitFor({ state: 'detached' });
    await page.getByTestId('rail-numbers').click();
    await page.keyboard.press('?');
    await page.getByTestId('keys').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('keys').waitFor({ state: 'detached' });
    expect(await page.locator('main').getAttribute('data-screen')).toBe('numbers');
  }));

test('findings are decided by keyboard, and decisions are taken back', () =>
  on({}, async (page) => {
    await page.keyboard.press('2');
    await page.getByTestId('findings-row').first().waitFor();
    // The first is in hand from the start.
    await page.getByTestId('evidence').first().waitFor();
    await page.keyboard.press('x');
    await page.getByText('8 findings').waitFor();
    await page.keyboard.press('e');
    await page.getByText('7 findings').waitFor();
    await page.keyboard.press('u');
    await page.getByText('8 findings').waitFor();
    expect(await calls(page, 'decide')).toEqual([
      { decision: { decision: 'triage', finding: 1, triage: 'set_aside' } },
      { decision: { decision: 'triage', finding: 2, triage: 'kept' } },
      { decision: { decision: 'triage', finding: 2, triage: 'open' } },
    ]);
    await page.keyboard.press('n');
    await page.getByTestId('note').fill('Ask first.');
    await page.getByTestId('note-save').click();
    await page.keyboard.press('Enter');
  }));

test('many numbers at once ask for the passphrase, and are masked again by blur', () =>
  on({ kept: true }, async (page) => {
    await reach(page, scene('reveal-many'));
    expect(await calls(page, 'reveal')).toEqual([]);
    await page.getByTestId('reveal-passphrase').fill('wrong');
    await page.getByTestId('reveal-many-go').click();
    await page.getByTestId('reveal-wrong').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('900123');
    await page.getByTestId('reveal-passphrase').fill('correct horse');
    await page.getByTestId('reveal-many-go').click();
    await page.getByTestId('numbers').getByText('+447700900123').waitFor();
    await page.getByTestId('hide-all').waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.getByTestId('numbers').getByText('+44 •••• ••••23').waitFor();
    expect(await page.content()).not.toContain('900123');
  }));

test('masks are back before a case locks', () =>
  on({ kept: true }, async (page) => {
    await reach(page, scene('number'));
    await page.getByTestId('pin').click();
    await page.getByTestId('number-heading').getByText('+447700900123').waitFor();
    await page.keyboard.press('l');
    await page.getByTestId('number-heading').getByText('+44 •••• ••••23').waitFor();
    expect(await calls(page, 'lock')).toHaveLength(1);
  }));

test('a window that nobody touches locks itself, and a case in memory is masked', async () => {
  for (const kept of [true, false])
    await on({ kept, clock: true }, async (page) => {
      await reach(page, scene('number'));
      await page.getByTestId('pin').click();
      await page.getByTestId('number-heading').getByText('+447700900123').waitFor();
      await page.clock.runFor('11:00');
      await page.getByTestId('number-heading').getByText('+44 •••• ••••23').waitFor();
      expect(await calls(page, 'lock')).toHaveLength(kept ? 1 : 0);
    });
});

test('presentation mode names nobody on any screen', () =>
  on({}, async (page) => {
    await page.keyboard.press('m');
    for (const name of [
      'overview',
      'whose',
      'findings',
      'numbers',
      'number',
      'conversations',
      'reader',
      'changes',
      'sources',
      'search',
    ]) {
      await reach(page, scene(name));
      const said = await page.locator('main').innerText();
      for (const person of ['Nadia', 'Okafor', 'Canal', 'Robin'])
        expect(said, `${name}: ${person}`).not.toContain(person);
    }
  }));

test('what changed opens the messages, and each leads to its conversation', () =>
  on({}, async (page) => {
    await page.getByTestId('overview-changes').getByTestId('to-changes').click();
    await page.getByTestId('smaller').waitFor();
    await page.getByTestId('changed-gone').click();
    await page.getByTestId('changed-messages').locator('li').nth(1).waitFor();
    await page.getByTestId('changed-edited').click();
    expect(await shown(page, 'changed-messages')).toMatch(/Before[\s\S]*Now/);
    await page.getByTestId('changed-messages').getByRole('button').first().click();
    await page.getByTestId('feed').waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('look-again').click();
    expect(await calls(page, 'again')).toEqual([{ which: { again: 'all' } }]);
  }));

test('the charts of the whole case have their tables', () =>
  on({}, async (page) => {
    await page.getByTestId('exposure').getByTestId('month-strip').waitFor();
    await page.getByTestId('exposure').getByRole('button', { name: 'Show as a table' }).click();
    await page.getByTestId('exposure').getByTestId('months-table').waitFor();
    await page.getByTestId('number-grid').getByRole('button').first().click();
    await page.getByTestId('number-heading').waitFor();
  }));

test('settings of a case: countries, keychain, passphrase, where new cases are made', () =>
  on({ kept: true }, async (page) => {
    await reach(page, scene('settings-kept'));
    await page.getByTestId('country-add').selectOption('FR');
    await page.getByTestId('country-remove').click();
    expect(await calls(page, 'decide')).toEqual([
      { decision: { decision: 'countries', regions: ['FR'] } },
      { decision: { decision: 'countries', regions: [] } },
    ]);
    await page.getByTestId('place-pick').click();
    await page.getByText('/media/drive/cases').waitFor();
    await page.getByTestId('place-usual').click();
    await page.getByText('~/.local/share/teltale/cases', { exact: true }).waitFor();
    await page.getByTestId('keychain-add').click();
    await page.getByTestId('way-in-old').fill('wrong');
    await page.getByTestId('way-in-go').click();
    await page.getByTestId('way-in-wrong').waitFor();
    await page.getByTestId('way-in-old').fill('correct horse');
    await page.getByTestId('way-in-go').click();
    await page.getByTestId('keychain-remove').click();
    await page.getByTestId('keychain-add').waitFor();
    await page.getByTestId('read-stale').click();
    expect(await calls(page, 'again')).toEqual([{ which: { again: 'stale' } }]);
  }));
