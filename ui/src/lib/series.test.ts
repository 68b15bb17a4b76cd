import { expect, test } from 'vitest';
import { monthsBetween } from './series';

test('months run over the end of a year', () => {
  expect(monthsBetween('2025-11', '2026-02', 12)).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
});

test('of too many months the latest stay', () => {
  expect(monthsBetween('1999-01', '2026-02', 2)).toEqual(['2026-01', '2026-02']);
});
